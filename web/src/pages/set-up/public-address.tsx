import { useState } from 'preact/hooks';
import { saveGeneral } from '../../api/configuration.ts';
import { Refusal } from '../../api/request.ts';
import { Field } from '../../parts/field.tsx';
import { explainError } from '../../parts/notices.tsx';
import { useTask } from '../../parts/task.ts';
import { setUpWords } from '../../words/set-up.ts';
import { words } from '../../words/words.ts';
import type { Wizard } from './wizard.ts';

const howTo = '/docs/https.md';

/** The address by which the internet reaches the hub. What a configuration file set is changed there. */
export function PublicAddress({ wizard }: { wizard: Wizard }) {
  const said = setUpWords.value;
  const { general, file } = wizard.state.items.value ?? {};
  const [address, setAddress] = useState(general?.publicUrl ?? suggested());
  const task = useTask();
  if (general === undefined) return null;
  const help = (
    <a href={howTo} target="_blank" rel="noreferrer">
      {said.howToAddress}
    </a>
  );
  if (general.provisioned) return <p>{[said.addressInFile(file ?? ''), ' ', help]}</p>;
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    void task.run(async () => {
      try {
        await saveGeneral({ publicUrl: address.trim() });
      } catch (error) {
        throw new Error(problemOf(error));
      }
      await wizard.state.load();
    });
  };
  return (
    <form class="stack tight" onSubmit={save} noValidate>
      <Field label={said.publicAddress} hint={help} error={task.error}>
        {(ids) => (
          <div class="with-button">
            <input
              {...ids}
              inputMode="url"
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              placeholder="https://codes.example.com"
              value={address}
              onInput={(event) => setAddress(event.currentTarget.value)}
            />
            <button type="submit" disabled={task.running || address.trim() === ''}>
              {words.value.common.save}
            </button>
          </div>
        )}
      </Field>
    </form>
  );
}

/** Whoever has opened this page by HTTPS and a name has most likely done so by that address. */
function suggested(): string {
  const isNamed =
    location.protocol === 'https:' && location.hostname.includes('.') && !/^[\d.]+$/.test(location.hostname);
  return isNamed ? location.origin : '';
}

function problemOf(error: unknown): string {
  const [problem] = error instanceof Refusal ? error.problems : [];
  return problem?.message ?? explainError(error);
}
