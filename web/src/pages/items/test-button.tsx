import { useState } from 'preact/hooks';
import { type TestResult, testDestination } from '../../api/configuration.ts';
import { explainError } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';

/** Sends a test at once, and says what the other side really answered. */
export function TestButton({ id, onSent }: { id: string; onSent?: () => void }) {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<TestResult | null>(null);
  const [error, setError] = useState<string | null>(null);
  const said = words.value.items;
  const test = async () => {
    setBusy(true);
    setResult(null);
    setError(null);
    try {
      const answer = await testDestination(id);
      setResult(answer);
      if (answer.outcome === 'sent') onSent?.();
    } catch (cause) {
      setError(explainError(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" disabled={busy} onClick={test}>
        {busy ? said.testing : said.test}
      </button>
      <span class={result?.outcome === 'sent' ? 'good' : 'error'} role="status">
        {error ?? (result === null ? '' : said.tested(said.outcomes[result.outcome], result.durationMs, result.detail))}
      </span>
    </>
  );
}
