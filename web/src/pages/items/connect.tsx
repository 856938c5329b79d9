import { useState } from 'preact/hooks';
import { connectSource } from '../../api/configuration.ts';
import { explainError } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';

/** Lets the hub enter its own address at the provider, and says what it replaced there. */
export function Connect({ id, onDone }: { id: string; onDone?: () => void }) {
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<Awaited<ReturnType<typeof connectSource>> | null>(null);
  const [error, setError] = useState<string | null>(null);
  const said = words.value.items;
  const connect = async () => {
    setBusy(true);
    setError(null);
    try {
      setDone(await connectSource(id));
      onDone?.();
    } catch (cause) {
      setError(explainError(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" disabled={busy} onClick={connect}>
        {said.connect}
      </button>
      <span class={error === null ? 'good' : 'error'} role="status">
        {error ?? (done === null ? '' : wordsOf(done, said.replaced))}
      </span>
    </>
  );
}

function wordsOf(
  { what, replaced, note }: Awaited<ReturnType<typeof connectSource>>,
  replacedWords: (before: string) => string,
): string {
  const sentences = [`${what}.`, replaced === null ? '' : replacedWords(replaced), note === null ? '' : `${note}.`];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
