import { hubNow } from '../../api/hub-clock.ts';
import type { Message } from '../../api/messages.ts';
import { formatDay, Time } from '../../parts/time.tsx';
import { words } from '../../words/words.ts';
import { CodeCopy } from './code-copy.tsx';
import { type Inbox, isDue } from './inbox.ts';
import { CodeText } from './privacy.tsx';
import { excerptOf, Marks, titleOf } from './words-of-message.tsx';

/** All messages under the filter, by day. */
export function MessageList({ inbox }: { inbox: Inbox }) {
  const messages = inbox.list.value ?? [];
  if (messages.length === 0) return <p class="muted">{words.value.inbox.noneFound}</p>;
  return (
    <>
      {daysOf(messages).map(({ day, those }) => (
        <section key={day} class="day" aria-label={day}>
          <h3 class="muted small">{day}</h3>
          <ul class="messages">
            {those.map((message) => (
              <Row key={message.id} message={message} />
            ))}
          </ul>
        </section>
      ))}
      {inbox.next.value !== null && (
        <button type="button" disabled={inbox.busy.value} onClick={() => inbox.more()}>
          {words.value.common.more}
        </button>
      )}
    </>
  );
}

function Row({ message }: { message: Message }) {
  const hidden = message.view === 'hidden';
  const title = titleOf(message);
  return (
    <li class="message">
      <div class="message-head">
        {hidden ? <strong>{title}</strong> : <a href={`/messages/${message.id}`}>{title}</a>}
        <span class="muted small">
          {message.line} · <Time at={message.receivedAt} />
        </span>
      </div>
      <p class="excerpt muted">{excerptOf(message)}</p>
      <div class="row message-marks">
        {message.code !== null && <CodeText code={message.code} small />}
        {message.code !== null && isDue(message, hubNow()) && <CodeCopy message={message} />}
        <Marks message={message} />
      </div>
    </li>
  );
}

function daysOf(messages: readonly Message[]): { day: string; those: Message[] }[] {
  const days = new Map<string, Message[]>();
  for (const message of messages) {
    const day = formatDay(message.receivedAt);
    const those = days.get(day) ?? [];
    those.push(message);
    days.set(day, those);
  }
  return [...days].map(([day, those]) => ({ day, those }));
}
