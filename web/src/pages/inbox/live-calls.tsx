import { useEffect, useState } from 'preact/hooks';
import { hangUp, type LiveCall, listCalls, pressKeys } from '../../api/calls.ts';
import { listen } from '../../api/events.ts';
import { type Message, readMessage } from '../../api/messages.ts';
import { Ring } from '../../parts/ring.tsx';
import { type Task, useTask } from '../../parts/task.ts';
import { words } from '../../words/words.ts';
import { excerptOf } from './words-of-message.tsx';

/** Calls that ask for a key, while they last. Time must be watched by whoever shows them. `about`: only this message's. */
export function LiveCalls({ about }: { about?: string }) {
  const calls = useLiveCalls();
  const said = words.value.calls;
  const shown = calls.filter(({ messageId }) => about === undefined || messageId === about);
  const [newest] = shown;
  return (
    <section class="due" aria-label={said.title} hidden={newest === undefined}>
      <p class="unseen" aria-live="assertive">
        {newest?.state === 'asking' ? said.title : ''}
      </p>
      {shown.map((call) => (
        <Call key={call.id} call={call} withText={about === undefined} />
      ))}
    </section>
  );
}

function useLiveCalls(): LiveCall[] {
  const [calls, setCalls] = useState<LiveCall[]>([]);
  useEffect(() => {
    const load = () =>
      listCalls().then(
        (answer) => setCalls(answer.calls),
        () => {
          // The next event asks again, and the page works without it.
        },
      );
    void load();
    const stops = [listen('call', () => void load()), listen('reset', () => void load())];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return calls;
}

function Call({ call, withText }: { call: LiveCall; withText: boolean }) {
  const said = words.value.calls;
  const message = useMessageOf(call);
  const task = useTask();
  const isAsking = call.state === 'asking';
  return (
    <article class="card due-code big live-call" aria-labelledby={`call-${call.id}`}>
      <header class="row">
        <div class="due-names">
          <h2 id={`call-${call.id}`}>{isAsking ? said.title : said.pressed}</h2>
          <p class="muted small">
            {message === null ? call.line : `${words.value.inbox.from(message.sender)} · ${call.line}`}
          </p>
        </div>
        <Ring from={call.askedAt} until={call.endsAt} />
      </header>
      {withText && message !== null && <blockquote class="message-text">{excerptOf(message)}</blockquote>}
      {isAsking && <Answer call={call} task={task} />}
      {task.error !== undefined && (
        <p class="error" role="alert">
          {task.error}
        </p>
      )}
    </article>
  );
}

/** Nothing is chosen beforehand: Enter on a freshly opened page approves nothing. */
function Answer({ call, task }: { call: LiveCall; task: Task }) {
  const said = words.value.calls;
  const saidByCode = { 'not-found': said.over, conflict: said.over, 'question-changed': said.changed };
  const press = (keys: string) => task.run(() => pressKeys(call, keys), saidByCode);
  return (
    <>
      <p>{said.hint}</p>
      <div class="row">
        {call.keys.map((key) => (
          <button key={key} type="button" class="primary" disabled={task.running} onClick={() => press(key)}>
            {said.press(said.keyNames[key] ?? key)}
          </button>
        ))}
        <button
          type="button"
          class="danger"
          disabled={task.running}
          onClick={() => task.run(() => hangUp(call.id), saidByCode)}
        >
          {said.hangUp}
        </button>
      </div>
    </>
  );
}

/** What was heard; read again when it asks for something else. */
function useMessageOf({ messageId, askedAt }: LiveCall): Message | null {
  const [message, setMessage] = useState<Message | null>(null);
  useEffect(() => {
    if (askedAt === '') return;
    readMessage(messageId).then(setMessage, () => setMessage(null));
  }, [messageId, askedAt]);
  return message;
}
