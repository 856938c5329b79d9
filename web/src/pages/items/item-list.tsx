import { useEffect, useRef, useState } from 'preact/hooks';
import { account } from '../../api/account.ts';
import { type Item, type Items, type OrderedPart, orderItems, type Part } from '../../api/configuration.ts';
import { tellError } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';
import { ItemCard } from './item-card.tsx';
import { nameOf } from './item-summary.ts';
import type { ItemsState } from './items.ts';
import { type Move, MoveButtons } from './move-buttons.tsx';

/** All of a part, with how each is now. Routes and providers have an order, which one can change. */
export function ItemList({ part, state }: { part: Part; state: ItemsState }) {
  useEffect(() => state.watch(), [state]);
  const items = state.items.value;
  if (items === null) return null;
  const said = words.value.items;
  const isOwner = account.value?.role === 'owner';
  if (items[part].length === 0) return <p class="card muted">{(isOwner ? said.empty : said.ownEmpty)[part]}</p>;
  if (part === 'routes' || part === 'providers') return <OrderedList part={part} state={state} items={items} />;
  return (
    <ul class="item-cards">
      {items[part].map((item) => (
        <ItemCard key={item.id} part={part} item={item} state={state} />
      ))}
    </ul>
  );
}

function OrderedList({ part, state, items }: { part: OrderedPart; state: ItemsState; items: Items }) {
  const said = words.value.items;
  const list = useRef<HTMLOListElement>(null);
  const [moving, setMoving] = useState<Move | null>(null);
  const [told, setTold] = useState('');
  // A card that changes its place loses the focus on the way.
  useEffect(() => {
    if (moving !== null) focusOn(list.current, moving);
  }, [items, moving]);
  const move = async (wanted: Move) => {
    const list = moved(items[part], wanted);
    state.items.value = { ...items, [part]: list };
    setMoving({ ...wanted });
    const place = list.findIndex(({ id }) => id === wanted.id) + 1;
    setTold(said.movedTo(nameOf(list[place - 1] as Item), place, list.length));
    await orderItems(
      part,
      list.map(({ id }) => id),
    ).catch(tellError);
    await state.load();
  };
  return (
    <>
      <ol class="item-cards" ref={list}>
        {items[part].map((item, index) => (
          <ItemCard key={item.id} part={part} item={item} state={state} place={index + 1}>
            {!item.provisioned && <MoveButtons item={item} index={index} all={items[part]} onMove={move} />}
          </ItemCard>
        ))}
      </ol>
      {part === 'routes' && <p class="muted routes-end">{said.routesEnd}</p>}
      <p class="unseen" role="status">
        {told}
      </p>
    </>
  );
}

function moved(items: readonly Item[], { id, by }: Move): Item[] {
  const next = [...items];
  const at = next.findIndex((item) => item.id === id);
  const [one] = next.splice(at, 1);
  if (one !== undefined) next.splice(at + by, 0, one);
  return next;
}

/** The same button, or at the end of the way the other one. */
function focusOn(list: HTMLElement | null, { id, by }: Move): void {
  const buttons = [...(list?.querySelectorAll<HTMLButtonElement>('button[data-move]') ?? [])];
  const mine = buttons.filter((button) => button.dataset.move === id && !button.disabled);
  (mine.find((button) => button.dataset.by === String(by)) ?? mine[0])?.focus();
}
