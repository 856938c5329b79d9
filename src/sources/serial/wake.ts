import type { Clock, Timer } from '../../support/clock.ts';

/** Lets one loop sleep until something is to be done. */
export class Wake {
  readonly #clock: Clock;
  #called = false;
  #resolve: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  call(): void {
    this.#called = true;
    this.#resolve?.();
  }

  /** Resolves at once when it was called since the last sleep. */
  async sleep(ms: number): Promise<void> {
    let timer: Timer | undefined;
    if (!this.#called && ms > 0) {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
        if (ms !== Infinity) timer = this.#clock.after(ms, resolve);
      });
    }
    timer?.cancel();
    this.#resolve = null;
    this.#called = false;
  }
}
