import type { App } from '../../api/apps.ts';
import type { Items } from '../../api/configuration.ts';
import { Item } from '../../parts/item.tsx';
import { Time } from '../../parts/time.tsx';
import { appWords } from '../../words/apps.ts';

/** All apps; each leads to its own page. */
export function AppList({ apps, items }: { apps: readonly App[]; items: Items }) {
  const said = appWords.value;
  return (
    <ul class="card items">
      {apps.map((app) => (
        <Item
          key={app.accountSid}
          name={
            <>
              <a href={`/settings/apps/${app.accountSid}`}>{app.name}</a>
              {app.revokedAt !== null && <span class="tag bad">{said.revoked}</span>}
            </>
          }
          detail={<Detail app={app} owner={items.people.find(({ id }) => id === app.owner)?.name ?? app.owner} />}
        />
      ))}
    </ul>
  );
}

function Detail({ app: { accountSid, lines, lastUsedAt, revokedAt }, owner }: { app: App; owner: string }) {
  const said = appWords.value;
  return (
    <>
      <code class="block">{accountSid}</code>
      {said.of(owner)} · {lines === null ? said.byAllLines : said.byLines(lines.join(', '))} ·{' '}
      {revokedAt !== null ? (
        <>
          {said.revokedAt} <Time at={revokedAt} />
        </>
      ) : lastUsedAt === null ? (
        said.neverUsed
      ) : (
        <>
          {said.lastUsed} <Time at={lastUsedAt} />
        </>
      )}
    </>
  );
}
