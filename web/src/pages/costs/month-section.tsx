import { useEffect, useState } from 'preact/hooks';
import { type Costs, readCosts } from '../../api/costs.ts';
import { hubNow } from '../../api/hub-clock.ts';
import { NotLoaded } from '../../parts/loaded.tsx';
import { useTask } from '../../parts/task.ts';
import { costWords } from '../../words/costs.ts';
import { formatMoney } from '../apps/format-money.ts';
import { CostTables } from './cost-tables.tsx';
import { monthOf, monthsLater, nameMonth } from './month.ts';

/** What a month cost, and the way to the months before. `isNew`: there is no price yet. */
export function MonthSection({ isNew }: { isNew: boolean }) {
  const [shown, setShown] = useState<{ month: string; costs: Costs } | null>(null);
  const task = useTask();
  const show = (month: string) => task.run(async () => setShown({ month, costs: await readCosts(month) }));
  const showCurrent = () => show(monthOf(hubNow()));
  useEffect(() => void showCurrent(), []);
  if (shown === null) return <NotLoaded task={task} reload={showCurrent} />;
  const { month, costs } = shown;
  if (isNew && costs.expected !== null && costs.total.sends === 0) return <Empty />;
  return (
    <section class="card roomy" aria-labelledby="month">
      <div class="section-head month-head">
        <h2 id="month" aria-live="polite">
          {nameMonth(month)}
        </h2>
        <Switch month={month} isDisabled={task.running} onChange={show} />
      </div>
      {task.error !== undefined && (
        <p class="notice bad" role="alert">
          {task.error}
        </p>
      )}
      {costs.total.sends === 0 ? <p class="muted">{costWords.value.nothing(nameMonth(month))}</p> : <Sums {...costs} />}
    </section>
  );
}

interface SwitchProps {
  month: string;
  isDisabled: boolean;
  onChange: (month: string) => void;
}

function Switch({ month, isDisabled, onChange }: SwitchProps) {
  const said = costWords.value;
  const step = (by: number, label: string, arrow: string) => (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={isDisabled || (by > 0 && month >= monthOf(hubNow()))}
      onClick={() => onChange(monthsLater(month, by))}
    >
      <span aria-hidden="true">{arrow}</span>
    </button>
  );
  return (
    <div class="row month-switch">
      {step(-1, said.before, '‹')}
      {step(1, said.after, '›')}
    </div>
  );
}

function Sums({ costs, total, expected, currency }: Costs) {
  const said = costWords.value;
  const isKnown = total.unpriced < total.sends;
  return (
    <>
      <div class="stack tight">
        <p class="cost-total">{isKnown ? formatMoney(Number(total.cost), currency) : said.notKnown}</p>
        <p class="muted">
          {said.sent(total.sends)}
          {isKnown && expected !== null && ` · ${said.expected(formatMoney(Number(expected), currency, 2))}`}
        </p>
      </div>
      {total.unpriced > 0 && <p class="notice-box">{said.unpriced(total.unpriced)}</p>}
      <CostTables costs={costs} currency={currency} />
    </>
  );
}

function Empty() {
  const { empty } = costWords.value;
  return (
    <section class="card roomy app-empty" aria-labelledby="month">
      <h2 id="month">{empty.title}</h2>
      <ol class="stack">
        {empty.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class="muted">{empty.text}</p>
      <div class="row">
        <a class="button" href="/settings/apps">
          {empty.apps}
        </a>
      </div>
    </section>
  );
}
