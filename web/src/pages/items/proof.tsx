import { useState } from 'preact/hooks';
import { checkProof, sendProof } from '../../api/configuration.ts';
import { Field } from '../../parts/field.tsx';
import { explainError, tell } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';

/** Asks for the code that was sent to a phone or mailbox, so that codes go to nobody else's. */
export function Proof({ id, onProven }: { id: string; onProven: () => void }) {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [error, setError] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const said = words.value.items;
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
      setError(undefined);
    } catch (cause) {
      setError(explainError(cause));
    } finally {
      setBusy(false);
    }
  };
  const send = () => run(async () => setSentTo((await sendProof(id)).sentTo));
  const check = (event: SubmitEvent) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget as HTMLFormElement).get('code') ?? '');
    void run(async () => {
      await checkProof(id, code.replace(/\D/g, ''));
      tell(said.proven);
      onProven();
    });
  };
  return (
    <form class="stack notice-box" onSubmit={check}>
      <p>{sentTo === null ? said.proofNeeded : said.proofSent(sentTo)}</p>
      {sentTo !== null && (
        <Field label={said.proofCode} error={error}>
          {(ids) => (
            <input {...ids} name="code" inputMode="numeric" autocomplete="one-time-code" required maxLength={12} />
          )}
        </Field>
      )}
      {sentTo === null && error !== undefined && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <div class="row">
        {sentTo !== null && (
          <button type="submit" class="primary" disabled={busy}>
            {said.proofCheck}
          </button>
        )}
        <button type="button" class={sentTo === null ? 'primary' : ''} disabled={busy} onClick={send}>
          {sentTo === null ? said.proofSend : said.proofAgain}
        </button>
      </div>
    </form>
  );
}
