import type { ComponentChildren } from 'preact';
import type { LineTest, LineTestRun } from '../../api/canaries.ts';
import { Time } from '../../parts/time.tsx';
import { lineTestWords } from '../../words/line-tests.ts';
import { words } from '../../words/words.ts';
import { sayEvery, saySeconds } from './say-time.ts';

/** One line test: whether its texts arrive, and how long they take. `children`: what can be done with it. */
export function LineTestCard({ test, children }: { test: LineTest; children?: ComponentChildren }) {
  const said = lineTestWords.value;
  const newest = test.runs[0];
  return (
    <li class="card item-card">
      <div class="item-head">
        <h2>{test.id}</h2>
        {!test.enabled && <span class="tag warn">{words.value.items.off}</span>}
        <State test={test} />
      </div>
      <p class="muted">
        {said.way(test.to, test.via)} · {test.enabled ? said.every(sayEvery(test.everyMinutes)) : said.byHand}
      </p>
      <Facts test={test} />
      {newest?.reason != null && (
        <p class="small health-detail" lang="en">
          {newest.reason}
        </p>
      )}
      {test.runs.length > 0 && <Runs runs={test.runs} />}
      {children}
    </li>
  );
}

function State({ test: { lostSince, summary, runs } }: { test: LineTest }) {
  const said = lineTestWords.value;
  if (runs[0]?.state === 'failed') return <span class="tag bad">{said.states.failed}</span>;
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
