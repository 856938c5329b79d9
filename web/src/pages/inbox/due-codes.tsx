import { useEffect, useState } from 'preact/hooks';
import { account } from '../../api/account.ts';
import { readSources } from '../../api/configuration.ts';
import type { Message } from '../../api/messages.ts';
import { Ring } from '../../parts/ring.tsx';
import { words } from '../../words/words.ts';
import { CodeCopy } from './code-copy.tsx';
import { usableUntil } from './inbox.ts';
import { CodeText } from './privacy.tsx';
import { Marks, titleOf } from './words-of-message.tsx';

/** Codes that can still be used: the newest one big. */
export function DueCodes({ codes }: { codes: readonly Message[] }) {
  const said = words.value.inbox;
  const [first, ...others] = codes;
  return (
    <section class="due" aria-label={said.due}>
      {/* Apart from what runs down: a screen reader would read out every second. */}
      <p class="unseen" aria-live="polite">
        {first === undefined ? '' : said.newCode(titleOf(first))}
      </p>
      {first === undefined ? <NoneDue /> : <DueCode message={first} big />}
      {others.length > 0 && (
        <div class="due-others">
          {others.map((message) => (
            <DueCode key={message.id} message={message} />
          ))}
        </div>
      )}
      {first !== undefined && <p class="muted small due-keys">{said.keys}</p>}
    </section>
  );
}

/** An owner of a hub to which no text can come is led to where that is mended. */
function NoneDue() {
  const said = words.value.inbox;
  const [lacksSource, setLacksSource] = useState(false);
  const isOwner = account.value?.role === 'owner';
  useEffect(() => {
    if (!isOwner) return;
    readSources().then(
      ({ sources }) => setLacksSource(sources.length === 0),
      () => {
        // The page works without it.
      },
    );
  }, [isOwner]);
  return (
    <div class="card due-none">
      <p>{lacksSource ? said.noSource : said.noneDue}</p>
      <p class="muted small">{lacksSource ? said.noSourceHint : said.noneDueHint}</p>
      {lacksSource && (
        <a class="button primary" href="/set-up">
          {said.setUp}
        </a>
      )}
    </div>
  );
}

function DueCode({ message, big = false }: { message: Message; big?: boolean }) {
  return (
    <article class={`card due-code ${big ? 'big' : ''} ${message.takenBy === null ? '' : 'taken'}`}>
      <header class="row">
        <div class="due-names">
          <h2>
            <a href={`/messages/${message.id}`}>{titleOf(message)}</a>
          </h2>
          <p class="muted small">
            {words.value.inbox.from(message.sender)} · {message.line}
          </p>
        </div>
        <Ring from={message.receivedAt} until={usableUntil(message)} />
      </header>
      <CodeText code={message.code ?? ''} />
      <div class="row">
        <CodeCopy message={message} class={big ? 'primary' : ''} shortcut={big} />
        <Marks message={message} />
      </div>
    </article>
  );
}
