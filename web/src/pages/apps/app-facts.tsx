import type { App } from '../../api/apps.ts';
import type { Items } from '../../api/configuration.ts';
import type { Costs } from '../../api/costs.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Time } from '../../parts/time.tsx';
import { appWords } from '../../words/apps.ts';
import { words } from '../../words/words.ts';
import { formatMoney } from './format-money.ts';

/** What an app is known by. */
export function AppFacts({ app, items, costs }: { app: App; items: Items; costs: Costs }) {
  const { facts: said, made } = appWords.value;
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
        <dt>{said.month}</dt>
        <dd>
          {sayMonth(costs, app.accountSid)} · <a href="/settings/costs">{words.value.settings.costs}</a>
        </dd>
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

/** What was sent this month, and what it cost. */
function sayMonth({ costs, currency }: Costs, accountSid: string): string {
  const { facts: said } = appWords.value;
  const own = costs.filter(({ app }) => app?.accountSid === accountSid);
  const total = (part: 'sends' | 'unpriced') => own.reduce((sum, one) => sum + one[part], 0);
  const sends = total('sends');
  if (sends === 0) return said.nothingSent;
  const cost = own.reduce((sum, one) => sum + Number(one.cost), 0);
  return said.sent(sends, total('unpriced') === sends ? null : formatMoney(cost, currency), total('unpriced'));
}
