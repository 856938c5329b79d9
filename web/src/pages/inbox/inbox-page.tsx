import '../../styles/inbox.css';
import { useEffect, useMemo } from 'preact/hooks';
import { Loading } from '../../parts/loading.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { words } from '../../words/words.ts';
import { DueCodes } from './due-codes.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Inbox } from './inbox.ts';
import { listenForKeys } from './keys.ts';
import { LiveCalls } from './live-calls.tsx';
import { MessageList } from './message-list.tsx';
import { HideSwitch } from './privacy.tsx';

export function InboxPage() {
  const inbox = useMemo(() => new Inbox(), []);
  useEffect(() => {
    inbox.open();
    const stop = listenForKeys();
    return () => {
      stop();
      inbox.close();
    };
  }, [inbox]);
  const said = words.value.inbox;
  const aside = (
    <div class="row">
      <HideSwitch />
      <a class="button" href="/wait">
        {said.waiting}
      </a>
    </div>
  );
  return (
    <>
      <PageTitle aside={aside}>{words.value.shell.inbox}</PageTitle>
      <LiveCalls />
      <DueCodes codes={inbox.due.value} />
      <section class="stack" aria-labelledby="all-messages">
        <h2 id="all-messages">{said.all}</h2>
        <FilterBar inbox={inbox} />
        {inbox.error.value !== null && (
          <p class="notice bad" role="alert">
            {inbox.error.value}
            <button type="button" onClick={() => inbox.reload()}>
              {words.value.common.tryAgain}
            </button>
          </p>
        )}
        {inbox.list.value === null ? inbox.error.value === null && <Loading /> : <MessageList inbox={inbox} />}
      </section>
    </>
  );
}
