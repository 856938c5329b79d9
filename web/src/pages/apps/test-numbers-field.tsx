import { useState } from 'preact/hooks';
import type { AppSettings } from '../../api/apps.ts';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { appWords } from '../../words/apps.ts';

type TestNumber = AppSettings['testNumbers'][number];

/** Numbers with a fixed code. Those that the hub has are shown without it. */
export function TestNumbersField({
  numbers,
  onChange,
}: {
  numbers: readonly TestNumber[];
  onChange: (numbers: TestNumber[]) => void;
}) {
  const { settings: said } = appWords.value;
  return (
    <FieldGroup label={said.testNumbers} hint={said.testNumbersHint}>
      {numbers.length > 0 && (
        <ul class="chips" aria-label={said.testNumbers}>
          {numbers.map(({ number, code }) => (
            <li key={number} class="chip">
              <span>
                {number} <span class="muted">· {code ?? said.codeSet}</span>
              </span>
              <button
                type="button"
                class="quiet"
                aria-label={said.takeOut(number)}
                onClick={() => onChange(numbers.filter((one) => one.number !== number))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <AddNumber onAdd={(added) => onChange([...numbers.filter(({ number }) => number !== added.number), added])} />
    </FieldGroup>
  );
}

function AddNumber({ onAdd }: { onAdd: (number: Required<TestNumber>) => void }) {
  const { settings: said } = appWords.value;
  const [number, setNumber] = useState('');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const plain = number.replace(/[\s().-]/g, '');
  const isNumber = /^\+[1-9]\d{6,14}$/.test(plain);
  const isCode = /^\d{4,10}$/.test(code.trim());
  const add = () => {
    setAsked(true);
    if (!isNumber || !isCode) return;
    onAdd({ number: plain, code: code.trim() });
    setNumber('');
    setCode('');
    setAsked(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    add();
  };
  return (
    <div class="app-test-number">
      <Field label={said.number} error={asked && !isNumber ? said.badNumber : undefined}>
        {(ids) => (
          <input
            {...ids}
            type="tel"
            autocomplete="off"
            value={number}
            onInput={(event) => setNumber(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
        )}
      </Field>
      <Field label={said.code} error={asked && !isCode ? said.badCode : undefined}>
        {(ids) => (
          <input
            {...ids}
            class="mono"
            inputMode="numeric"
            autocomplete="off"
            maxLength={10}
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
        )}
      </Field>
      <button type="button" class="app-add-number" disabled={number === '' && code === ''} onClick={add}>
        {said.addNumber}
      </button>
    </div>
  );
}
