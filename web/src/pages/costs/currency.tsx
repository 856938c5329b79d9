import { useState } from 'preact/hooks';
import { readPrices, replacePrices } from '../../api/costs.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { tell } from '../../parts/notices.tsx';
import { useTask } from '../../parts/task.ts';
import { costWords } from '../../words/costs.ts';
import { locale, words } from '../../words/words.ts';

/** In which currency all prices are. */
export function Currency({ currency, onChanged }: { currency: string; onChanged: () => Promise<void> }) {
  const { currency: said } = costWords.value;
  const [isOpen, setIsOpen] = useState(false);
  const onSaved = async () => {
    setIsOpen(false);
    tell(said.saved);
    await onChanged();
  };
  return (
    <div class="row">
      <span class="muted">{said.all(currency)}</span>
      <button type="button" onClick={() => setIsOpen(true)}>
        {said.change}
      </button>
      {isOpen && (
        <Dialog title={said.change} onClose={() => setIsOpen(false)}>
          <CurrencyForm currency={currency} onSaved={onSaved} />
        </Dialog>
      )}
    </div>
  );
}

function CurrencyForm({ currency, onSaved }: { currency: string; onSaved: () => Promise<void> }) {
  const { currency: said } = costWords.value;
  const [chosen, setChosen] = useState(currency);
  const task = useTask();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void task.run(async () => {
      const { prices } = await readPrices();
      await replacePrices({ currency: chosen, prices });
      await onSaved();
    });
  };
  return (
    <form class="stack" onSubmit={submit}>
      <Field label={said.label} hint={said.text} error={task.error}>
        {(ids) => (
          <select {...ids} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            {Intl.supportedValuesOf('currency').map((code) => (
              <option key={code} value={code}>
                {`${code} · ${nameCurrency(code)}`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button type="submit" class="primary" disabled={task.running || chosen === currency}>
        {words.value.common.save}
      </button>
    </form>
  );
}

function nameCurrency(code: string): string {
  return new Intl.DisplayNames([locale.value], { type: 'currency' }).of(code) ?? code;
}
