import type { Health } from '../../api/configuration.ts';
import { words } from '../../words/words.ts';

const tones: Record<string, string> = { ok: 'good', degraded: 'warn', connecting: 'warn', failing: 'bad', off: 'bad' };

/** How a source or destination is, in a word. */
export function HealthTag({ health }: { health: Health }) {
  const said = words.value.items.health;
  return (
    <span class={`tag ${tones[health.state] ?? ''}`} title={health.detail}>
      {said[health.state as keyof typeof said] ?? health.state}
    </span>
  );
}
