import '../../styles/inbox.css';
import '../../styles/message.css';
import { useEffect, useState } from 'preact/hooks';
import { listen } from '../../api/events.ts';
import { hubNow, watchTime } from '../../api/hub-clock.ts';
import { type Explanation, explainMessage, type Message, readMessage } from '../../api/messages.ts';
import { Refusal } from '../../api/request.ts';
import type { PageProps } from '../../app.tsx';
import { Loading } from '../../parts/loading.tsx';
import { explainError } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Ring } from '../../parts/ring.tsx';
import { Time } from '../../parts/time.tsx';
import { words } from '../../words/words.ts';
import { CodeCopy } from '../inbox/code-copy.tsx';
import { isDue, usableUntil } from '../inbox/inbox.ts';
import { LiveCalls } from '../inbox/live-calls.tsx';
import { CodeText } from '../inbox/privacy.tsx';
import { excerptOf, Marks, titleOf } from '../inbox/words-of-message.tsx';
import { CopyNow, wantsCopy } from './copy-now.tsx';
import { Deliveries } from './deliveries.tsx';
import { NotMe } from './not-me.tsx';
import { Why } from './why.tsx';

/** One message: what it says, where it went, and why. */
export function MessagePage({ parameter: id }: PageProps) {
  const { message, why, error, reload } = useMessage(id);
  const said = words.value.message;
  if (error !== null) {
    return (
      <>
        <PageTitle>{said.title}</PageTitle>
        <p class="notice bad">{error}</p>
      </>
    );
  }
  if (message === null || why === null) return <Loading />;
  return (
    <>
      <PageTitle>{titleOf(message)}</PageTitle>
      <LiveCalls about={message.id} />
      <section class="card">
        {message.code !== null && (wantsCopy() ? <CopyNow message={message} /> : <Code message={message} />)}
        <p class="message-text">{excerptOf(message)}</p>
        <Facts message={message} />
      </section>
      <section class="stack" aria-labelledby="where">
        <h2 id="where">{said.where}</h2>
        <Deliveries deliveries={why.deliveries} erased={message.purgedAt !== null} onChange={reload} />
      </section>
      <section class="stack" aria-labelledby="why">
        <h2 id="why">{said.why}</h2>
        <Why revisions={why.revisions} />
      </section>
      {message.event === null && <NotMe message={message} onChange={reload} />}
    </>
  );
}

function useMessage(id: string) {
  const [message, setMessage] = useState<Message | null>(null);
  const [why, setWhy] = useState<Explanation | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reload = async () => {
    try {
      const [one, explanation] = await Promise.all([readMessage(id), explainMessage(id)]);
      setMessage(one);
      setWhy(explanation);
      setError(null);
    } catch (cause) {
      const missing = cause instanceof Refusal && cause.status < 500 && cause.status > 0;
      setError(missing ? words.value.message.missing : explainError(cause));
    }
  };
  useEffect(() => {
    void reload();
    const mine = (event: { messageId?: string }) => void (event.messageId === id && reload());
    const stops = [
      ...['message.revised', 'sighting', 'delivery', 'message.copied'].map((kind) => listen(kind, mine)),
      listen('reset', () => void reload()),
      watchTime(),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [id]);
  return { message, why, error, reload };
}

function Code({ message }: { message: Message }) {
  return (
    <div class="row message-code">
      <CodeText code={message.code ?? ''} />
      {isDue(message, hubNow()) && <Ring from={message.receivedAt} until={usableUntil(message)} />}
      <CodeCopy message={message} class="primary" shortcut />
    </div>
  );
}

function Facts({ message }: { message: Message }) {
  const said = words.value.message;
  const facts: [string, string | null][] = [
    [said.sender, message.sender],
    [said.line, message.line],
    [said.domain, message.domain],
    [said.sources, message.sources.join(', ')],
  ];
  return (
    <>
      <dl class="facts">
        <dt>{said.received}</dt>
        <dd>
          <Time at={message.receivedAt} />
        </dd>
        {facts
          .filter(([, value]) => value !== null && value !== '')
          .map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}-value`}>{value}</dd>])}
      </dl>
      <div class="row message-marks">
        <Marks message={message} />
      </div>
    </>
  );
}
