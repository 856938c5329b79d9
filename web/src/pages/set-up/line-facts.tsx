import { setUpWords } from '../../words/set-up.ts';
import { HealthTag } from '../items/health-tag.tsx';
import { StatusFacts } from '../items/status-facts.tsx';
import type { LineNow } from './line-now.ts';

/** SIM, network, signal and storage, as far as the source can tell. */
export function LineFacts({ now: { status, health, error } }: { now: LineNow }) {
  const said = setUpWords.value;
  return (
    <section class="card" aria-labelledby="line-health">
      <div class="row between">
        <h2 id="line-health">{said.healthTitle}</h2>
        {health !== null && <HealthTag health={health} />}
      </div>
      {health !== null && <p class="small muted">{health.detail}</p>}
      {status !== null && <StatusFacts status={status} />}
      {error !== null && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
    </section>
  );
}
