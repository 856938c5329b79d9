import { useState } from 'preact/hooks';
import type { Item } from '../../api/configuration.ts';
import { Field } from '../../parts/field.tsx';
import { tell } from '../../parts/notices.tsx';
import { useTask } from '../../parts/task.ts';
import { setUpWords } from '../../words/set-up.ts';
import { changeSource } from './change-source.ts';
import type { Wizard } from './wizard.ts';

/** Takes the PIN of the SIM card. The modem tries it once: after three wrong ones the card locks itself. */
export function PinForm({ wizard, source }: { wizard: Wizard; source: Item }) {
  const said = setUpWords.value;
  const [pin, setPin] = useState('');
  const task = useTask();
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    if (!/^\d{4,8}$/.test(pin)) return task.fail(said.pinShape);
    void task.run(async () => {
      await changeSource(source, { pin });
      await wizard.state.load();
      setPin('');
      tell(said.pinSaved);
    });
  };
  return (
    <form class="stack tight" onSubmit={save} noValidate>
      <Field label={said.pin} hint={said.pinHint} error={task.error}>
        {(ids) => (
          <input
            {...ids}
            class="code-input"
            type="password"
            inputMode="numeric"
            autocomplete="off"
            maxLength={8}
            value={pin}
            onInput={(event) => setPin(event.currentTarget.value)}
          />
        )}
      </Field>
      <div>
        <button type="submit" disabled={task.running}>
          {said.pinSave}
        </button>
      </div>
    </form>
  );
}
