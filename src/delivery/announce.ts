import { TemporaryDeliveryError } from '../domain/delivery-errors.ts';
import type { Step } from '../domain/step.ts';
import type { Database } from '../store/database.ts';
import { heartbeatLostMs } from '../store/nodes.ts';
import { markSending, releaseSending } from '../store/outbox.ts';
import type { Clock } from '../support/clock.ts';
import type { AttemptOptions } from './attempt.ts';

/**
 * An announced request leaves within this time or not at all: later, other nodes may hold this one for lost and ask
 * the other side whether it left.
 */
const leaveWithinMs = heartbeatLostMs / 3;

export interface AnnouncingParts {
  database: Database;
  nodeId: string;
  clock: Clock;
  onStep(step: Step): void;
}

/** `leave`: now; `later`: the store was away or too slow; `not ours`: somebody else has settled or taken it over. */
export type Announced = 'leave' | 'later' | 'not ours';

/** Commits `sending` before a request leaves that must not be repeated. Never rejects. */
export async function announce(parts: AnnouncingParts, stop: AbortSignal, id: string): Promise<Announced> {
  const { database, nodeId, clock, onStep } = parts;
  const now = clock.now();
  try {
    const marked = await database.write(markSending, { id, nodeId, now });
    if (marked.length === 0) return 'not ours';
    onStep('announced');
    if (clock.now() - now < leaveWithinMs && !stop.aborted) return 'leave';
    return (await database.write(releaseSending, { id, nodeId, now: clock.now() })) ? 'later' : 'not ours';
  } catch {
    // The mark may be there or not: the next try finds out.
    return 'later';
  }
}

/** One try, as it goes. */
export interface Tried {
  startedAt: number;
  /** When its turn had come; null: it has not waited, or still waits. */
  leftAt: number | null;
  /** It was left to others, or to a later try, and has no outcome here. */
  given: boolean;
}

/**
 * What a destination gets that waits for its turn: it is announced when it leaves, and not before. `announceNow` false:
 * not now, or not any more.
 */
export function waiting(
  item: { deliverUntil: number },
  tried: Tried,
  { clock, stop, announceNow }: { clock: Clock; stop: AbortSignal; announceNow(): Promise<boolean> },
): NonNullable<AttemptOptions['wait']> {
  return {
    limitMs: Math.max(0, item.deliverUntil - clock.now()),
    stop,
    leaving: async () => {
      tried.leftAt = clock.now();
      const inTime = tried.leftAt < item.deliverUntil;
      if (!tried.given && inTime && (await announceNow())) return;
      tried.given ||= inTime;
      throw new TemporaryDeliveryError('it is not to leave any more');
    },
  };
}
