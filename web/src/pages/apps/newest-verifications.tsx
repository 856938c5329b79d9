import { useEffect, useState } from 'preact/hooks';
import { type App, listVerifications, type Verification } from '../../api/apps.ts';
import { NotLoaded } from '../../parts/loaded.tsx';
import { useTask } from '../../parts/task.ts';
import { appWords } from '../../words/apps.ts';
import { Snippet } from './snippet.tsx';
import { curlSnippet } from './snippets.ts';
import { VerificationItem } from './verification-item.tsx';

interface Page {
  verifications: Verification[];
  next: string | null;
}

/** What an app had verified, newest first, page by page. */
export function NewestVerifications({ app, hub, currency }: { app: App; hub: string; currency: string }) {
  const said = appWords.value.newest;
  const { page, task, refresh, more } = usePages(app.accountSid);
  return (
    <section class="stack" aria-labelledby="newest">
      <div class="section-head">
        <h2 id="newest">{said.title}</h2>
        <button type="button" disabled={task.running} onClick={refresh}>
          {said.refresh}
        </button>
      </div>
      {(page === null || task.error !== undefined) && <NotLoaded task={task} reload={refresh} />}
      {page?.verifications.length === 0 && <None app={app} hub={hub} />}
      {page !== null && page.verifications.length > 0 && (
        <ul class="card verifications">
          {page.verifications.map((one) => (
            <VerificationItem key={one.id} accountSid={app.accountSid} verification={one} currency={currency} />
          ))}
        </ul>
      )}
      {page !== null && page.next !== null && (
        <div class="row">
          <button type="button" disabled={task.running} onClick={more}>
            {said.more}
          </button>
        </div>
      )}
    </section>
  );
}

function usePages(accountSid: string) {
  const [page, setPage] = useState<Page | null>(null);
  const task = useTask();
  const refresh = () => task.run(async () => setPage(await listVerifications(accountSid, null)));
  const more = () =>
    task.run(async () => {
      const older = await listVerifications(accountSid, page?.next ?? null);
      setPage({ next: older.next, verifications: [...(page?.verifications ?? []), ...older.verifications] });
    });
  useEffect(() => void refresh(), []);
  return { page, task, refresh, more };
}

function None({ app, hub }: { app: App; hub: string }) {
  const { newest: said } = appWords.value;
  if (app.revokedAt !== null) return <p class="muted">{said.noneRevoked}</p>;
  const snippet = curlSnippet({ accountSid: app.accountSid, authToken: '$TOKEN' }, hub).split('\n\n', 1)[0] ?? '';
  return (
    <div class="card">
      <p>{said.none}</p>
      <Snippet text={snippet} />
    </div>
  );
}
