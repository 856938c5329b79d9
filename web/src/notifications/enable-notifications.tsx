import { useState } from 'preact/hooks';
import { account } from '../api/account.ts';
import { TestButton } from '../pages/items/test-button.tsx';
import { explainError, tell } from '../parts/notices.tsx';
import { words } from '../words/words.ts';
import { choices } from './choices.ts';
import { endPush, type Obstacle, obstacle, startPush } from './push.ts';

/** Turns notifications of this browser on and off, says what stands in the way, and tries them. */
export function EnableNotifications({ onChange }: { onChange?: () => void }) {
  const said = words.value.notifications;
  const [hindered, setHindered] = useState(obstacle);
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const here = choices.push.value;
  const run = async (work: () => Promise<Obstacle | null>, done: string) => {
    setRunning(true);
    setError(null);
    try {
      const hindrance = await work();
      setHindered(hindrance);
      if (hindrance === null) tell(done);
      onChange?.();
    } catch (cause) {
      // Of the browser: it found no push service.
      setError(cause instanceof DOMException ? said.serviceFailed : explainError(cause));
    } finally {
      setRunning(false);
    }
  };
  if (account.value?.role === 'guest') return <p>{said.guests}</p>;
  // Who has said no may have changed their mind; only a click shows it.
  const canAsk = hindered === null || hindered === 'blocked';
  const turnOff = async () => {
    await endPush();
    return obstacle();
  };
  return (
    <div class="stack tight">
      {hindered !== null && <p class="notice">{said.obstacles[hindered]}</p>}
      {error !== null && (
        <p class="notice bad" role="alert">
          {error}
        </p>
      )}
      <div class="row">
        {here === null ? (
          canAsk && (
            <button type="button" class="primary" disabled={running} onClick={() => run(startPush, said.turnedOn)}>
              {running ? said.turningOn : said.turnOn}
            </button>
          )
        ) : (
          <>
            <TestButton id={here} />
            <button type="button" disabled={running} onClick={() => run(turnOff, said.turnedOff)}>
              {said.turnOff}
            </button>
          </>
        )}
      </div>
    </div>
  );
}
