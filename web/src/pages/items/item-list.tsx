import { type Item, type Items, orderRoutes, type Part } from '../../api/configuration.ts';
import { tellError } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';
import { ItemCard } from './item-card.tsx';
import { nameOf } from './item-summary.ts';
import type { ItemsState } from './items.ts';

/** All of a part. Routes have an order, which one can change. */
export function ItemList({ part, state }: { part: Part; state: ItemsState }) {
  const items = state.items.value;
  if (items === null) return null;
  const list = items[part];
  if (list.length === 0) return <p class="card muted">{words.value.items.empty[part]}</p>;
  const move = (item: Item, by: -1 | 1) => orderRoutes(moved(items, item.id, by)).then(() => state.load(), tellError);
  return (
    <ul class="item-cards">
      {list.map((item, index) => (
        <ItemCard key={item.id} part={part} item={item} state={state}>
          {part === 'routes' && !item.provisioned && (
            <>
              <MoveButton
                label={words.value.items.up(nameOf(item))}
                arrow="↑"
                onMove={() => move(item, -1)}
                disabled={index === 0 || list[index - 1]?.provisioned === true}
              />
              <MoveButton
                label={words.value.items.down(nameOf(item))}
                arrow="↓"
                onMove={() => move(item, 1)}
                disabled={index === list.length - 1}
              />
            </>
          )}
        </ItemCard>
      ))}
    </ul>
  );
}

function MoveButton(props: { label: string; arrow: string; onMove: () => void; disabled: boolean }) {
  return (
    <button type="button" class="quiet" aria-label={props.label} disabled={props.disabled} onClick={props.onMove}>
      {props.arrow}
    </button>
  );
}

function moved({ routes }: Items, id: string, by: -1 | 1): string[] {
  const order = routes.map((route) => route.id);
  const at = order.indexOf(id);
  const [one] = order.splice(at, 1);
  if (one !== undefined) order.splice(at + by, 0, one);
  return order;
}
