import type { Item } from '../../api/configuration.ts';
import { words } from '../../words/words.ts';
import { nameOf } from './item-summary.ts';

export interface Move {
  id: string;
  by: -1 | 1;
}

/** Earlier and later. What the configuration file has stands first, and nothing goes above it. */
export function MoveButtons({
  item,
  index,
  all,
  onMove,
}: {
  item: Item;
  index: number;
  all: readonly Item[];
  onMove: (move: Move) => void;
}) {
  const said = words.value.items;
  const name = nameOf(item);
  const button = (by: Move['by'], arrow: string, label: string, disabled: boolean) => (
    <button
      type="button"
      class="quiet"
      data-move={item.id}
      data-by={by}
      aria-label={label}
      disabled={disabled}
      onClick={() => onMove({ id: item.id, by })}
    >
      {arrow}
    </button>
  );
  return (
    <span class="move-buttons">
      {button(-1, '↑', said.up(name), index === 0 || all[index - 1]?.provisioned === true)}
      {button(1, '↓', said.down(name), index === all.length - 1)}
    </span>
  );
}
