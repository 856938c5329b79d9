import '../../styles/inbox.css';
import '../../styles/message.css';
import { useEffect, useState } from 'preact/hooks';
import { listen } from '../../api/events.ts';
import { listWaits, type Wait } from '../../api/waits.ts';
import { Loading } from '../../parts/loading.tsx';
import { explainError } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { words } from '../../words/words.ts';
import { WaitForm } from './wait-form.tsx';
import { WaitState } from './wait-state.tsx';

/** "I'm waiting for a code": what one asks for next comes to oneself, and silence is explained. */
export function WaitPage() {
  const [wait, setWait] = useState<Wait | null | undefined>(undefined);
  const [error, setError] = useState<string | null>(null);
  const said = words.value.wait;
  const load = async () => {
    try {
      const { waits } = await listWaits();
      setWait((shown) => waits.find((one) => one.id === shown?.id) ?? waits.find(isOpen) ?? null);
      setError(null);
    } catch (cause) {
      setError(explainError(cause));
    }
  };
  useEffect(() => {
    void load();
    const stops = [
      listen<{ wait?: Wait }>('wait', (event) =>
        setWait((shown) => (event.wait !== undefined && event.wait.id === shown?.id ? event.wait : shown)),
      ),
      listen('reset', () => void load()),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return (
    <>
      <PageTitle>{said.title}</PageTitle>
      <p class="muted">{said.intro}</p>
      {error !== null && (
        <p class="notice bad" role="alert">
          {error}
        </p>
      )}
      {wait === undefined && error === null && <Loading />}
      {wait === null && <WaitForm onStarted={setWait} />}
      {wait !== null && wait !== undefined && <WaitState wait={wait} onDone={() => setWait(null)} />}
    </>
  );
}

function isOpen({ state }: Wait): boolean {
  return state === 'waiting' || state === 'nothing';
}
