import { useEffect } from 'preact/hooks';
import { hubNow, watchTime } from '../../api/hub-clock.ts';
import type { Message } from '../../api/messages.ts';
import { Ring } from '../../parts/ring.tsx';
import { Time } from '../../parts/time.tsx';
import { setUpWords } from '../../words/set-up.ts';
import { words } from '../../words/words.ts';
import { CodeCopy } from '../inbox/code-copy.tsx';
import { isDue, usableUntil } from '../inbox/inbox.ts';
import { CodeText } from '../inbox/privacy.tsx';
import { excerptOf, titleOf } from '../inbox/words-of-message.tsx';

/** The text that has come, with its code if it has one. */
export function Arrived({ message }: { message: Message }) {
  const said = setUpWords.value;
  useEffect(() => watchTime(), []);
  const { code, sender, receivedAt } = message;
  return (
    <article class="stack tight due-code">
      <header class="row between">
        <h3>{titleOf(message)}</h3>
        <span class="muted small">
          {words.value.inbox.from(sender)} · <Time at={receivedAt} />
        </span>
      </header>
      <p class="arrived-text">{excerptOf(message)}</p>
      {code === null ? (
        <p class="muted">{said.noCode}</p>
      ) : (
        <div class="row">
          <CodeText code={code} />
          {isDue(message, hubNow()) && <Ring from={receivedAt} until={usableUntil(message)} />}
          <CodeCopy message={message} />
        </div>
      )}
    </article>
  );
}
