import type { ComponentChildren } from 'preact';
import { type LineTest, type LineTestRun, runLineTest } from '../../api/canaries.ts';
import { tell } from '../../parts/notices.tsx';
import { useTask } from '../../parts/task.ts';
import { Time } from '../../parts/time.tsx';
import { lineTestWords } from '../../words/line-tests.ts';
import { sayEvery, saySeconds } from './say-time.ts';

/** One line test: whether its texts arrive, how long they take, and a button that sends one now. */
export function LineTestCard({ test, onRun }: { test: LineTest; onRun: () => Promise<void> }) {
  const said = lineTestWords.value;
  const task = useTask();
  const run = () =>
    task.run(async () => {
      const { run: id, canary } = await runLineTest(test.id);
      const hasFailed = canary.runs.some((one) => one.id === id && one.state === 'failed');
      tell(hasFailed ? said.notLeft : said.left, hasFailed ? 'bad' : 'good');
      await onRun();
    });
  const newest = test.runs[0];
  return (
    <li class="card item-card">
      <div class="item-head">
        <h2>{test.id}</h2>
        <State test={test} />
      </div>
      <p class="muted">
        {said.way(test.to, test.via)} · {said.every(sayEvery(test.everyMinutes))}
      </p>
      <Facts test={test} />
      {newest?.reason != null && (
        <p class="small health-detail" lang="en">
          {newest.reason}
        </p>
      )}
      {test.runs.length > 0 && <Runs runs={test.runs} />}
      {task.error !== undefined && (
        <p class="notice bad" role="alert">
          {task.error}
        </p>
      )}
      <div class="row">
        <button type="button" aria-label={said.runOf(test.id)} disabled={task.running} onClick={run}>
          {said.run}
        </button>
      </div>
    </li>
  );
}

function State({ test: { lostSince, summary } }: { test: LineTest }) {
  const said = lineTestWords.value;
  if (lostSince !== null)
    return (
      <span class="tag bad">
        {said.lost} <Time at={lostSince} />
      </span>
    );
  return summary.arrived > 0 ? <span class="tag good">{said.arrives}</span> : <span class="tag">{said.untested}</span>;
}

function Facts({ test: { runs, summary, nextAt } }: { test: LineTest }) {
  const said = lineTestWords.value;
  const [newest] = runs;
  const lastDelay = runs.find(({ delaySeconds }) => delaySeconds !== null)?.delaySeconds ?? null;
  return (
    <dl class="line-facts" aria-live="polite">
      <Fact name={said.last}>{newest === undefined ? said.never : <Run run={newest} />}</Fact>
      <Fact name={said.delay}>{saySeconds(lastDelay)}</Fact>
      <Fact name={said.usual}>{saySeconds(summary.medianSeconds)}</Fact>
      <Fact name={said.loss}>{summary.sent === 0 ? said.none : said.lossOf(summary.lost, summary.sent)}</Fact>
      {nextAt !== null && (
        <Fact name={said.next}>
          <Time at={nextAt} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt class="small muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Run({ run }: { run: LineTestRun }) {
  return (
    <>
      <Time at={run.startedAt} /> · {lineTestWords.value.states[run.state]}
    </>
  );
}

function Runs({ runs }: { runs: readonly LineTestRun[] }) {
  return (
    <details class="more-settings">
      <summary>{lineTestWords.value.all}</summary>
      <ul class="stack line-test-runs">
        {runs.map((run) => (
          <li key={run.id}>
            <Run run={run} />
            {run.delaySeconds !== null && ` · ${saySeconds(run.delaySeconds)}`}
          </li>
        ))}
      </ul>
    </details>
  );
}
