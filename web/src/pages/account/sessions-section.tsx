import { endOtherSessions, endSession, listSessions, type Session } from '../../api/sessions.ts';
import { nameBrowser } from '../../parts/browser-name.ts';
import { Item } from '../../parts/item.tsx';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { tell } from '../../parts/notices.tsx';
import { useTask } from '../../parts/task.ts';
import { Time } from '../../parts/time.tsx';
import { words } from '../../words/words.ts';

export function SessionsSection() {
  const { account: said } = words.value;
  const { value: sessions, reload, task } = useLoaded(listSessions);
  const ending = useTask();
  const end = (work: () => Promise<unknown>, done: string) =>
    ending.run(async () => {
      await work();
      await reload();
      tell(done);
    });
  const others = sessions?.filter(({ current }) => !current) ?? [];
  return (
    <section class="stack">
      <div class="section-head">
        <h2>{said.whereTitle}</h2>
        {others.length > 0 && (
          <button type="button" disabled={ending.running} onClick={() => end(endOtherSessions, said.othersSignedOut)}>
            {said.signOutOthers}
          </button>
        )}
      </div>
      {ending.error !== undefined && (
        <p class="notice bad" role="alert">
          {ending.error}
        </p>
      )}
      {sessions === null && <NotLoaded task={task} reload={reload} />}
      <ul class="card items" hidden={!sessions?.length}>
        {sessions?.map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            disabled={ending.running}
            onEnd={() => end(() => endSession(session.id), said.signedOutThere)}
          />
        ))}
      </ul>
    </section>
  );
}

function SessionItem({ session, disabled, onEnd }: { session: Session; disabled: boolean; onEnd: () => void }) {
  const { account: said } = words.value;
  const { browser, address, how, createdAt, seenAt, current } = session;
  const name = nameBrowser(browser);
  const detail = (
    <>
      {said.from(address)}, {said.how[how] ?? how} · {said.signedIn} <Time at={createdAt} /> · {said.lastSeen}{' '}
      <Time at={seenAt} />
    </>
  );
  return (
    <Item
      name={
        <>
          <span title={browser}>{name}</span> {current && <span class="tag good">{said.thisOne}</span>}
        </>
      }
      detail={detail}
    >
      {!current && (
        <button type="button" disabled={disabled} aria-label={said.signOutThereLabel(name)} onClick={onEnd}>
          {said.signOutThere}
        </button>
      )}
    </Item>
  );
}
