import { type Clock, sleep } from '../../support/clock.ts';
import type { Logger } from '../../support/logger.ts';

const firstWaitMs = 500;
const longestWaitMs = 5_000;

/** Asks the store again and again, as the modem keeps what it does not take. */
export class Patience {
  /** How much waits for the store now. */
  waiting = 0;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #signal: AbortSignal;
  readonly #onChange: () => void;
  readonly #running = new Set<Promise<unknown>>();

  constructor(options: { clock: Clock; log: Logger; signal: AbortSignal; onChange: () => void }) {
    this.#clock = options.clock;
    this.#log = options.log;
    this.#signal = options.signal;
    this.#onChange = options.onChange;
  }

  /** false: the source was closed before it worked. Never rejects. */
  untilDone(work: () => Promise<unknown>): Promise<boolean> {
    const running = this.#try(work).finally(() => this.#running.delete(running));
    this.#running.add(running);
    return running;
  }

  async #try(work: () => Promise<unknown>): Promise<boolean> {
    for (let tries = 0; ; tries += 1) {
      if (this.#signal.aborted) return false;
      try {
        await work();
        if (tries > 0) this.#count(-1);
        return true;
      } catch (error) {
        if (tries === 0) {
          this.#count(1);
          this.#log.warn({ error }, 'the store did not take a text; it stays on the modem and is tried again');
        }
        const waitMs = Math.min(firstWaitMs * 2 ** Math.min(tries, 10), longestWaitMs);
        await sleep(this.#clock, waitMs, this.#signal).catch(() => undefined);
      }
    }
  }

  #count(change: number): void {
    this.waiting += change;
    this.#onChange();
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled([...this.#running]);
  }
}
