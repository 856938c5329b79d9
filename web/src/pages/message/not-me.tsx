import { useState } from 'preact/hooks';
import { type Message, sayNotMe, takeBackNotMe } from '../../api/messages.ts';
import { explainError } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';

/** "This wasn't me": somebody else asked for this code. */
export function NotMe({ message, onChange }: { message: Message; onChange: () => void }) {
  const [reported, setReported] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const said = words.value.message;
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
      setError(null);
      onChange();
    } catch (cause) {
      setError(explainError(cause));
    } finally {
      setBusy(false);
    }
  };
  const report = () =>
    run(async () => {
      await sayNotMe(message.id);
      setReported(true);
    });
  const takeBack = () =>
    run(async () => {
      await takeBackNotMe(message.id);
      setReported(false);
    });
  return (
    <section class="card not-me" aria-labelledby="not-me">
      <h2 id="not-me">{said.notMe}</h2>
      <p>{said.notMeHint}</p>
      {reported && (
        <ul role="status">
          {said.advice.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {error !== null && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <div class="row">
        {message.underAttack ? (
          <button type="button" disabled={busy} onClick={takeBack}>
            {said.wasMe}
          </button>
        ) : (
          <button type="button" class="danger" disabled={busy} onClick={report}>
            {said.notMe}
          </button>
        )}
      </div>
    </section>
  );
}
