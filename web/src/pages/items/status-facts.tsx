import type { ComponentChildren } from 'preact';
import type { LineStatus } from '../../api/lines.ts';
import { words } from '../../words/words.ts';
import { gradeOf, type SignalGrade } from '../set-up/causes.ts';

/** SIM, network, signal and storage, as far as they are known, among what else is to be said of a line. */
export function StatusFacts({ status, children }: { status: LineStatus; children?: ComponentChildren }) {
  const said = words.value.items.status;
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
      {children}
    </dl>
  );
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
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
