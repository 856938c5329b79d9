import { unreachedRetentionMs } from '../domain/lifetime.ts';
import type { Database } from '../store/database.ts';
import { sweep } from '../store/sweep.ts';
import { sweepVerifications } from '../store/verification-end.ts';
import type { Clock, Timer } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';

/** How often texts past their time are looked for. */
const sweepEveryMs = 30_000;

export interface SweeperParts {
  database: Database;
  /** False: not possible now. */
  checkpoint(): boolean;
  clock: Clock;
  log: Logger;
  /** Something of which live views want to know was committed. */
  onExpired(): void;
}

/** Erases what is past its time, page by page, and gives the disk's copy back after each sweep that erased something. */
export class Sweeper {
  readonly #parts: SweeperParts;
  #timer: Timer | null = null;
  #underWay: Promise<void> = Promise.resolve();
  #closed = false;
  /** Erased texts may still stand in the write-ahead log. */
  #owesCheckpoint = false;

  constructor(parts: SweeperParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#underWay = this.sweepAll()
      .then(() => undefined)
      .catch((error: unknown) => this.#parts.log.error({ err: error }, 'the sweep failed; trying again later'))
      .finally(() => {
        if (!this.#closed) this.#timer = this.#parts.clock.after(sweepEveryMs, () => this.start());
      });
  }

  /** Sweeps until nothing is left that is due. */
  async sweepAll(): Promise<{ purged: number; expired: number }> {
    const { database, clock, checkpoint, onExpired } = this.#parts;
    const total = { purged: 0, expired: 0 };
    for (;;) {
      const now = clock.now();
      const day = new Date(now).toISOString().slice(0, 10);
      const page = await database.write(sweep, { now, day, unreachedKeptMs: unreachedRetentionMs });
      total.purged += page.purged;
      total.expired += page.expired;
      if (!page.more || this.#closed) break;
    }
    const endedCodes = await this.#sweepVerifications();
    if (total.expired + endedCodes > 0) onExpired();
    if (total.purged > 0 || this.#owesCheckpoint) this.#owesCheckpoint = !checkpoint();
    return total;
  }

  /** How many codes were found to be past their time. */
  async #sweepVerifications(): Promise<number> {
    const { database, clock } = this.#parts;
    let ended = 0;
    for (;;) {
      const { expired, more } = await database.write(sweepVerifications, { now: clock.now() });
      ended += expired;
      if (!more || this.#closed) return ended;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#underWay;
  }
}
