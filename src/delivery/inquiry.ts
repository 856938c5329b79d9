import type { Destination, Outgoing } from '../destinations/destination.ts';
import type { Database } from '../store/database.ts';
import { resolveUnknown } from '../store/outbox.ts';
import type { Clock, Timer } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import type { DeliveryItem } from './item.ts';

/** A request that was on its way may still be taken for a while: only then is "never got it" to be believed. */
const settleMs = 15_000;
const askTimeoutMs = 10_000;
/** The other side may be away as well: it is asked again while the text is worth something. */
const askAgainMs = 60_000;

/** Asks the other side about outcomes that are not known (a time-out, a crash), where it can be asked. */
export class Inquiry {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #nodeId: string;
  readonly #resend: (item: DeliveryItem) => void;
  readonly #onResolved: () => void;
  readonly #timers = new Set<Timer>();
  #closed = false;

  constructor(parts: {
    database: Database;
    clock: Clock;
    log: Logger;
    nodeId: string;
    resend(item: DeliveryItem): void;
    /** After the commit of what the other side said. */
    onResolved(): void;
  }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#nodeId = parts.nodeId;
    this.#resend = parts.resend;
    this.#onResolved = parts.onResolved;
  }

  /** `since`: when the try began, in milliseconds since the epoch. */
  ask(destination: Destination, outgoing: Outgoing, item: DeliveryItem, since: number): void {
    if (destination.find === undefined) return;
    this.#later(settleMs, () => this.#askNow(destination, outgoing, item, since));
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  async #askNow(destination: Destination, outgoing: Outgoing, item: DeliveryItem, since: number): Promise<void> {
    try {
      const answer = await destination.find?.(outgoing, since, AbortSignal.timeout(askTimeoutMs));
      if (answer === undefined || answer === null) return;
      const found = answer === 'not sent' ? null : { receipt: answer.receipt ?? null };
      const now = this.#clock.now();
      if (found === null && now >= item.deliverUntil) return;
      const resolved = await this.#database.write(resolveUnknown, { id: item.id, nodeId: this.#nodeId, found, now });
      if (resolved && found === null) this.#resend({ ...item, nextAttemptAt: now });
      this.#onResolved();
    } catch (error) {
      this.#log.warn({ err: error, delivery: item.id }, 'could not ask about an unknown outcome');
      if (this.#clock.now() >= item.deliverUntil) return;
      this.#later(askAgainMs, () => this.#askNow(destination, outgoing, item, since));
    }
  }

  #later(ms: number, run: () => Promise<void>): void {
    if (this.#closed) return;
    const timer = this.#clock.after(ms, () => {
      this.#timers.delete(timer);
      void run();
    });
    this.#timers.add(timer);
  }
}
