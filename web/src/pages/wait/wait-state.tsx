import { useEffect, useState } from 'preact/hooks';
import { hubNow, watchTime } from '../../api/hub-clock.ts';
import { type Message, readMessage } from '../../api/messages.ts';
import { endWait, type Wait } from '../../api/waits.ts';
import { tellError } from '../../parts/notices.tsx';
import { Ring } from '../../parts/ring.tsx';
import { words } from '../../words/words.ts';
import { CodeCopy } from '../inbox/code-copy.tsx';
import { isDue, usableUntil } from '../inbox/inbox.ts';
import { CodeText } from '../inbox/privacy.tsx';
import { titleOf } from '../inbox/words-of-message.tsx';

/** How a wait goes: time that is left, the code, or why there may be none. */
export function WaitState({ wait, onDone }: { wait: Wait; onDone: () => void }) {
  const said = words.value.wait;
  useEffect(() => watchTime(), []);
  const stop = () => endWait(wait.id).then(onDone, tellError);
  if (wait.state === 'came' && wait.messageId !== null) return <Came messageId={wait.messageId} onDone={onDone} />;
  const waits = wait.state === 'waiting' || wait.state === 'nothing';
  return (
    <section class="card" aria-live="polite">
      <h2>{headOf(wait)}</h2>
      {waits && <Ring from={wait.startedAt} until={wait.endsAt} />}
      {wait.state === 'waiting' && <p class="muted">{said.usual(Math.round(wait.usualDelayMs / 1000))}</p>}
      {wait.state === 'nothing' && <p>{said.stillWaiting}</p>}
      <Silence wait={wait} />
      <div class="row">
        <button type="button" onClick={waits ? stop : onDone}>
          {waits ? said.stop : said.another}
        </button>
      </div>
    </section>
  );
}

function headOf(wait: Wait): string {
  const said = words.value.wait;
  if (wait.state === 'nothing') return said.nothing;
  if (wait.state === 'ended') return said.ended;
  return said.waitingFor(wait.service ?? said.anything);
}

function Silence({ wait }: { wait: Wait }) {
  const said = words.value.wait;
  if (wait.state === 'waiting' || wait.causes.length === 0) return null;
  return (
    <>
      <h3>{said.causes}</h3>
      <ul>
        {wait.causes.map(({ code, text }) => (
          <li key={code}>{said.known[code] ?? text}</li>
        ))}
      </ul>
      {wait.advice.length > 0 && <h3>{said.doThis}</h3>}
      <ul>
        {wait.advice.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

function Came({ messageId, onDone }: { messageId: string; onDone: () => void }) {
  const [message, setMessage] = useState<Message | null>(null);
  const said = words.value.wait;
  useEffect(() => {
    readMessage(messageId).then(setMessage, tellError);
  }, [messageId]);
  if (message === null) return null;
  return (
    <section class="card" aria-live="polite">
      <h2>
        {said.came}: {titleOf(message)}
      </h2>
      <div class="row message-code">
        <CodeText code={message.code ?? ''} />
        {isDue(message, hubNow()) && <Ring from={message.receivedAt} until={usableUntil(message)} />}
        <CodeCopy message={message} class="primary" />
      </div>
      <div class="row">
        <a href={`/messages/${message.id}`}>{said.toMessage}</a>
        <button type="button" onClick={onDone}>
          {said.another}
        </button>
      </div>
    </section>
  );
}
