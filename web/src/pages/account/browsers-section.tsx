import { endTrust, listBrowsers } from '../../api/sessions.ts';
import { nameBrowser } from '../../parts/browser-name.ts';
import { Item } from '../../parts/item.tsx';
import { NotLoaded, useLoaded } from '../../parts/loaded.tsx';
import { tell } from '../../parts/notices.tsx';
import { useTask } from '../../parts/task.ts';
import { Time } from '../../parts/time.tsx';
import { words } from '../../words/words.ts';

/** Where the second factor is not asked for. */
export function BrowsersSection() {
  const { account: said } = words.value;
  const { value: browsers, reload, task } = useLoaded(listBrowsers);
  const ending = useTask();
  const end = (id: string) =>
    ending.run(async () => {
      await endTrust(id);
      await reload();
      tell(said.untrusted);
    });
  return (
    <section class="stack">
      <h2>{said.browsersTitle}</h2>
      <p class="muted">{said.browsersText}</p>
      {ending.error !== undefined && (
        <p class="notice bad" role="alert">
          {ending.error}
        </p>
      )}
      {browsers === null && <NotLoaded task={task} reload={reload} />}
      {browsers?.length === 0 && <p>{said.noBrowsers}</p>}
      <ul class="card items" hidden={!browsers?.length}>
        {browsers?.map(({ id, browser, seenAt, endsAt }) => {
          const name = nameBrowser(browser);
          const detail = (
            <>
              {said.lastSeen} <Time at={seenAt} /> · {said.until} <Time at={endsAt} />
            </>
          );
          return (
            <Item key={id} name={<span title={browser}>{name}</span>} detail={detail}>
              <button
                type="button"
                disabled={ending.running}
                aria-label={said.untrustLabel(name)}
                onClick={() => end(id)}
              >
                {said.untrust}
              </button>
            </Item>
          );
        })}
      </ul>
    </section>
  );
}
