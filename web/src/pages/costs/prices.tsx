import { useState } from 'preact/hooks';
import type { Items } from '../../api/configuration.ts';
import { type Price, type PriceList, removePrice } from '../../api/costs.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Item } from '../../parts/item.tsx';
import { tell } from '../../parts/notices.tsx';
import { costWords } from '../../words/costs.ts';
import { words } from '../../words/words.ts';
import { formatMoney } from '../apps/format-money.ts';
import { Currency } from './currency.tsx';
import { namePlace, namePrice, nameWay } from './name-price.ts';
import { PriceDialog } from './price-dialog.tsx';

interface Props {
  list: PriceList;
  items: Items;
  onChanged: () => Promise<void>;
}

type Open = { what: 'add' } | { what: 'change' | 'remove'; price: Price };

/** A provider's whole table has some thousands. */
const mostAtFirst = 50;

/** The price table, and what changes it. */
export function Prices({ list, items, onChanged }: Props) {
  const { prices: said } = costWords.value;
  const [open, setOpen] = useState<Open | null>(null);
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? list.prices : list.prices.slice(0, mostAtFirst);
  const done = async (text: string) => {
    setOpen(null);
    tell(text);
    await onChanged();
  };
  return (
    <section class="card roomy" aria-labelledby="prices">
      <div class="section-head">
        <h2 id="prices">{said.title}</h2>
        <button type="button" class="primary" onClick={() => setOpen({ what: 'add' })}>
          {said.add}
        </button>
      </div>
      <p class="muted">{list.prices.length === 0 ? said.none : said.text}</p>
      {list.prices.length > 0 && (
        <ul class="items">
          {shown.map((price) => (
            <PriceItem key={namePrice(price)} price={price} currency={list.currency} onOpen={setOpen} />
          ))}
        </ul>
      )}
      {shown.length < list.prices.length && (
        <div class="row">
          <button type="button" onClick={() => setShowsAll(true)}>
            {said.more(list.prices.length - shown.length)}
          </button>
        </div>
      )}
      <Currency currency={list.currency} onChanged={onChanged} />
      {open !== null && open.what !== 'remove' && (
        <PriceDialog
          list={list}
          items={items}
          price={open.what === 'change' ? open.price : null}
          onSaved={() => done(said.saved)}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.what === 'remove' && (
        <Remove price={open.price} onRemoved={() => done(said.removed)} onClose={() => setOpen(null)} />
      )}
    </section>
  );
}

interface ItemProps {
  price: Price;
  currency: string;
  onOpen: (open: Open) => void;
}

function PriceItem({ price, currency, onOpen }: ItemProps) {
  const { prices: said } = costWords.value;
  const name = namePrice(price);
  return (
    <Item
      name={
        <>
          <span>
            {said.kinds[price.kind]} {namePlace(price.to)}
          </span>
          <span class="price">{formatMoney(Number(price.price), currency, 6)}</span>
        </>
      }
      detail={nameWay(price.by)}
    >
      <div class="row">
        <button type="button" aria-label={said.changeOf(name)} onClick={() => onOpen({ what: 'change', price })}>
          {said.change}
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={said.removeOf(name)}
          onClick={() => onOpen({ what: 'remove', price })}
        >
          {words.value.common.remove}
        </button>
      </div>
    </Item>
  );
}

interface RemoveProps {
  price: Price;
  onRemoved: () => Promise<void>;
  onClose: () => void;
}

function Remove({ price, onRemoved, onClose }: RemoveProps) {
  const { prices: said } = costWords.value;
  const confirm = async () => {
    await removePrice(price);
    await onRemoved();
  };
  return (
    <ConfirmDialog title={said.removeTitle} action={words.value.common.remove} onConfirm={confirm} onClose={onClose}>
      <p>
        <strong>{namePrice(price)}</strong>
      </p>
      <p>{said.removeText}</p>
    </ConfirmDialog>
  );
}
