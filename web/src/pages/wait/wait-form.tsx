import { useEffect, useState } from 'preact/hooks';
import { type Facets, readFacets } from '../../api/messages.ts';
import { startWait, type Wait } from '../../api/waits.ts';
import { Field } from '../../parts/field.tsx';
import { explainError } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';

const choices = [2, 5, 10, 30];

/** What one waits for. Services that have written before are offered. */
export function WaitForm({ onStarted }: { onStarted: (wait: Wait) => void }) {
  const [facets, setFacets] = useState<Facets>({ lines: [], services: [], senders: [] });
  const [error, setError] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const said = words.value.wait;
  useEffect(() => {
    // Only to choose from; one can type it, too.
    readFacets().then(setFacets, () => {});
  }, []);
  const start = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    try {
      onStarted(await startWait(wishOf(form)));
    } catch (cause) {
      setError(explainError(cause));
      setBusy(false);
    }
  };
  return (
    <form class="card" onSubmit={start}>
      <Field label={said.service} hint={said.serviceHint} error={error} optional>
        {(ids) => (
          <>
            <input {...ids} name="service" list="services" maxLength={60} autocomplete="off" />
            <datalist id="services">
              {facets.services.map(({ name }) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      {facets.lines.length > 1 && (
        <Field label={said.line}>
          {(ids) => (
            <select {...ids} name="line">
              <option value="">{said.anyLine}</option>
              {facets.lines.map(({ id }) => (
                <option key={id} value={id}>
                  {id}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field label={said.minutes}>
        {(ids) => (
          <select {...ids} name="minutes">
            {choices.map((minutes) => (
              <option key={minutes} value={minutes} selected={minutes === 5}>
                {said.forMinutes(minutes)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div class="row">
        <button type="submit" class="primary" disabled={busy}>
          {said.start}
        </button>
      </div>
    </form>
  );
}

function wishOf(form: FormData): { service?: string; line?: string; minutes: number } {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  return {
    minutes: Number(text('minutes')),
    ...(text('service') === '' ? {} : { service: text('service') }),
    ...(text('line') === '' ? {} : { line: text('line') }),
  };
}
