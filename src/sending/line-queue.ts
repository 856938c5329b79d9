import type { Clock, Timer } from '../support/clock.ts';

/** Texts at once by a line that needs no pace: a provider takes them side by side. */
const slotsWithoutPace = 72;

/** A text whose turn it is. */
export interface Turn {
  /** The text leaves now: the pace counts from here. */
  leaves(): void;
  done(): void;
}

interface Waiter {
  begin(): void;
}

/**
 * Gives the texts of one line their turns: relayed codes before other texts, each in the order in which they came. Where
 * the line has a pace, one at a time, and none sooner after the one before than the pace.
 */
export class LineQueue {
  readonly #clock: Clock;
  readonly #paceMs: () => number;
  readonly #urgent = new Set<Waiter>();
  readonly #others = new Set<Waiter>();
  #running = 0;
  #leftAt: number | null = null;
  #timer: Timer | null = null;

  /** `paceMs` is asked at each turn: settings change. */
  constructor(clock: Clock, paceMs: () => number) {
    this.#clock = clock;
    this.#paceMs = paceMs;
  }

  /** How many wait. */
  get depth(): number {
    return this.#urgent.size + this.#others.size;
  }

  /** Resolves when it is this one's turn, which then must be ended; rejects with the signal's reason while it waits. */
  turn(urgent: boolean, signal: AbortSignal): Promise<Turn> {
    const line = urgent ? this.#urgent : this.#others;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const onAbort = () => {
        line.delete(waiter);
        reject(signal.reason);
      };
      const waiter = {
        begin: () => {
          signal.removeEventListener('abort', onAbort);
          resolve(this.#begin());
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      line.add(waiter);
      this.#pump();
    });
  }

  /** Those who wait are given up elsewhere, by their signals. */
  close(): void {
    this.#timer?.cancel();
  }

  #begin(): Turn {
    let open = true;
    return {
      leaves: () => {
        this.#leftAt = this.#clock.now();
      },
      done: () => {
        if (!open) return;
        open = false;
        this.#running--;
        this.#pump();
      },
    };
  }

  #pump(): void {
    this.#timer?.cancel();
    const paceMs = this.#paceMs();
    while (this.depth > 0 && this.#running < (paceMs > 0 ? 1 : slotsWithoutPace)) {
      const wait = this.#leftAt === null ? 0 : this.#leftAt + paceMs - this.#clock.now();
      // A clock that was set back must not hold up the line.
      if (wait > 0 && wait <= paceMs) {
        this.#timer = this.#clock.after(wait, () => this.#pump());
        return;
      }
      const line = this.#urgent.size > 0 ? this.#urgent : this.#others;
      const [next] = line;
      if (next === undefined) return;
      line.delete(next);
      this.#running++;
      next.begin();
    }
  }
}
