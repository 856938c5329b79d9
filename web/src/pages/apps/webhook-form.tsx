import { useState } from 'preact/hooks';
import { type SavedWebhook, saveWebhook } from '../../api/apps.ts';
import { Field } from '../../parts/field.tsx';
import { useTask } from '../../parts/task.ts';
import { appWords } from '../../words/apps.ts';

/** Asks for the address that is called. */
export function WebhookForm({
  accountSid,
  url,
  onSaved,
}: {
  accountSid: string;
  url: string;
  onSaved: (saved: SavedWebhook) => Promise<void>;
}) {
  const { webhook: said } = appWords.value;
  const [typed, setTyped] = useState(url);
  const task = useTask();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!/^https?:\/\/[^/]/.test(typed.trim())) return task.fail(said.badUrl);
    void task.run(async () => onSaved(await saveWebhook(accountSid, typed.trim())));
  };
  return (
    <form class="stack form-fields" noValidate onSubmit={submit}>
      <Field label={said.url} hint={said.urlHint} error={task.error}>
        {(ids) => (
          <input
            {...ids}
            type="url"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={2000}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="row">
        <button type="submit" disabled={task.running || typed.trim() === '' || typed.trim() === url}>
          {said.save}
        </button>
      </div>
    </form>
  );
}
