import type { ComponentChildren } from 'preact';
import type { Cost } from '../../api/costs.ts';
import { costWords } from '../../words/costs.ts';
import { words } from '../../words/words.ts';
import { formatMoney } from '../apps/format-money.ts';
import { type Sum, sumBy } from './sums.ts';

/** What each app spent, and each line and provider. */
export function CostTables({ costs, currency }: { costs: readonly Cost[]; currency: string }) {
  const said = costWords.value;
  const byApp = sumBy(costs, ({ app }) => app?.accountSid ?? '');
  const byWay = sumBy(costs, ({ line, provider }) => JSON.stringify([line, provider]));
  return (
    <>
      <CostTable title={said.byApp} of={said.app} sums={byApp} currency={currency} nameOf={nameApp} />
      <CostTable title={said.byWay} of={said.way} sums={byWay} currency={currency} nameOf={nameWay} />
    </>
  );
}

interface TableProps {
  title: string;
  /** What stands in the first column. */
  of: string;
  sums: readonly Sum[];
  currency: string;
  nameOf: (cost: Cost) => ComponentChildren;
}

function CostTable({ title, of, sums, currency, nameOf }: TableProps) {
  const said = costWords.value;
  return (
    <table class="cost-table">
      <caption>{title}</caption>
      <thead class="small muted">
        <tr>
          <th scope="col">{of}</th>
          <th scope="col">{said.sends}</th>
          <th scope="col">{said.cost}</th>
        </tr>
      </thead>
      <tbody>
        {sums.map(({ key, one, sends, unpriced, cost }) => (
          <tr key={key}>
            <th scope="row">{nameOf(one)}</th>
            <td>{sends}</td>
            <td>{unpriced === sends ? said.notKnown : formatMoney(cost, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nameApp({ app }: Cost): ComponentChildren {
  const said = costWords.value;
  if (app === null) return <>{said.hubItself}</>;
  return (
    <>
      <a href={`/settings/apps/${app.accountSid}`}>{app.name ?? app.accountSid}</a>
      {app.name === null && <span class="small muted"> {said.revoked}</span>}
    </>
  );
}

function nameWay({ line, provider }: Cost): ComponentChildren {
  const said = costWords.value;
  const [id, at, what] = line !== null ? [line, 'lines', said.line] : [provider, 'providers', said.provider];
  return (
    <>
      <a href={`/settings/${at}`} aria-label={words.value.forms.of(what, id ?? '')}>
        {id}
      </a>
      <span class="small muted"> {what}</span>
    </>
  );
}
