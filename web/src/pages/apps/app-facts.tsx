import type { App } from '../../api/apps.ts';
import type { Items } from '../../api/configuration.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Time } from '../../parts/time.tsx';
import { words } from '../../words/words.ts';

/** What an app is known by. */
export function AppFacts({ app, items }: { app: App; items: Items }) {
  const { facts: said, made } = words.value.apps;
  const owner = items.people.find(({ id }) => id === app.owner)?.name ?? app.owner;
  return (
    <section class="card">
      <dl class="facts app-facts">
        <dt>{said.accountSid}</dt>
        <dd class="app-sid">
          <code>{app.accountSid}</code>
          <CopyButton text={app.accountSid} label={made.copy(said.accountSid)} />
        </dd>
        <dt>{said.owner}</dt>
        <dd>{owner}</dd>
        <dt>{said.lines}</dt>
        <dd>{app.lines === null ? said.allLines : app.lines.join(', ')}</dd>
        <dt>{said.made}</dt>
        <dd>
          <Time at={app.createdAt} />
        </dd>
        <dt>{said.lastUsed}</dt>
        <dd>{app.lastUsedAt === null ? said.never : <Time at={app.lastUsedAt} />}</dd>
      </dl>
    </section>
  );
}
