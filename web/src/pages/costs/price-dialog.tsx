import { useState } from 'preact/hooks';
import type { Items } from '../../api/configuration.ts';
import { type Price, type PriceKey, type PriceList, setPrice } from '../../api/costs.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { useTask } from '../../parts/task.ts';
import { costWords } from '../../words/costs.ts';
import { words } from '../../words/words.ts';
import { formatMoney } from '../apps/format-money.ts';
import { namePrice } from './name-price.ts';
import { type PriceDraft, PriceKeyFields } from './price-key-fields.tsx';
import { readAmount } from './sums.ts';

interface Props {
  list: PriceList;
  items: Items;
  /** The one that is changed; null: a new one. */
  price: Price | null;
  onSaved: () => Promise<void>;
  onClose: () => void;
}

/** Asks for a price; of one that is there only its amount, as it is known by all else. */
export function PriceDialog(props: Props) {
  const { prices: said } = costWords.value;
  return (
    <Dialog title={props.price === null ? said.add : said.change} onClose={props.onClose}>
      <PriceForm {...props} />
    </Dialog>
  );
}

function PriceForm({ list, items, price, onSaved }: Props) {
  const { form: said } = costWords.value;
  const [draft, setDraft] = useState<PriceDraft>({
    kind: 'sms',
    by: '',
    where: 'anywhere',
    country: '',
    beginning: '',
  });
  const [typed, setTyped] = useState(price?.price ?? '');
  const [showsWrong, setShowsWrong] = useState(false);
  const task = useTask();
  const key = price ?? readKey(draft);
  const amount = readAmount(typed);
  const replaced = price === null && key !== null ? list.prices.find((one) => isSame(one, key)) : undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setShowsWrong(true);
    if (key === null || amount === undefined) return;
    const { kind, by, to } = key;
    void task.run(async () => {
      await setPrice({ kind, by, to, price: amount });
      await onSaved();
    });
  };
  return (
    <form class="stack" noValidate onSubmit={submit}>
      {price !== null && <p>{namePrice(price)}</p>}
      {price === null && (
        <PriceKeyFields
          draft={draft}
          items={items}
          showsWrong={showsWrong}
          onChange={(changed) => setDraft({ ...draft, ...changed })}
        />
      )}
      <Field
        label={said.price(list.currency)}
        hint={said.priceHint}
        error={showsWrong && amount === undefined ? said.badPrice : undefined}
      >
        {(ids) => (
          <input
            {...ids}
            class="short"
            inputMode="decimal"
            autocomplete="off"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </Field>
      {replaced !== undefined && (
        <p class="notice-box">{said.replaces(formatMoney(Number(replaced.price), list.currency, 6))}</p>
      )}
      {task.error !== undefined && (
        <p class="notice bad" role="alert">
          {task.error}
        </p>
      )}
      <button type="submit" class="primary" disabled={task.running}>
        {words.value.common.save}
      </button>
    </form>
  );
}

/** null: its place is not whole. */
function readKey({ kind, by, where, country, beginning }: PriceDraft): PriceKey | null {
  const way = by === '' ? null : by;
  if (kind === 'email' || where === 'anywhere') return { kind, by: way, to: null };
  if (where === 'country') return country === '' ? null : { kind, by: way, to: country };
  const digits = beginning.replace(/[\s()-]/g, '');
  return /^\+\d{1,15}$/.test(digits) ? { kind, by: way, to: digits } : null;
}

function isSame(one: PriceKey, other: PriceKey): boolean {
  return one.kind === other.kind && one.by === other.by && one.to === other.to;
}
