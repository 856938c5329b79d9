import type { ComponentChildren } from 'preact';
import type { LineStatus } from '../../api/lines.ts';
import { words } from '../../words/words.ts';
import { HealthTag } from '../items/health-tag.tsx';
import { gradeOf, type SignalGrade } from './causes.ts';
import type { LineNow } from './line-now.ts';

/** SIM, network, signal and storage, as far as the source can tell. */
export function LineFacts({ now: { status, health, error } }: { now: LineNow }) {
  const said = words.value.setUp;
  return (
    <section class="card" aria-labelledby="line-health">
      <div class="row between">
        <h2 id="line-health">{said.healthTitle}</h2>
        {health !== null && <HealthTag health={health} />}
      </div>
      {health !== null && <p class="small muted">{health.detail}</p>}
      {status !== null && <Facts status={status} />}
      {error !== null && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
    </section>
  );
}

function Facts({ status }: { status: LineStatus }) {
  const said = words.value.setUp;
  const { sim, registration, operator, signalDbm, storageUsed, storageTotal } = status;
  const network = [operator, registration === null ? null : said.registrations[registration]]
    .filter(Boolean)
    .join(', ');
  return (
    <dl class="line-facts">
      {sim !== null && <Fact name={said.sim}>{said.sims[sim]}</Fact>}
      {network !== '' && <Fact name={said.network}>{network}</Fact>}
      {signalDbm !== null && (
        <Fact name={said.signal}>
          <Bars grade={gradeOf(signalDbm)} /> {said.grades[gradeOf(signalDbm)]}{' '}
          <span class="muted">({signalDbm} dBm)</span>
        </Fact>
      )}
      {storageUsed !== null && storageTotal !== null && (
        <Fact name={said.storage}>{said.storageOf(storageUsed, storageTotal)}</Fact>
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

const heights = [6, 10, 14, 18];
const lit: Record<SignalGrade, number> = { weak: 1, fair: 2, good: 3, strong: 4 };

function Bars({ grade }: { grade: SignalGrade }) {
  return (
    <svg class={`bars ${grade}`} viewBox="0 0 24 20" width="24" height="20" aria-hidden="true">
      {heights.map((height, index) => (
        <rect
          key={height}
          class={index < lit[grade] ? 'lit' : ''}
          x={index * 6 + 1}
          y={19 - height}
          width="4"
          height={height}
          rx="1"
        />
      ))}
    </svg>
  );
}
