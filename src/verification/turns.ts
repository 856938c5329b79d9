interface Lane {
  running: number;
  readonly waiting: (() => void)[];
}

/** Lets so many through at once for each name; the others wait in their order, and hold up nobody of another name. */
export class Turns {
  readonly #most: number;
  readonly #lanes = new Map<string, Lane>();

  constructor(most: number) {
    this.#most = most;
  }

  /** undefined: it is their turn already. Each turn is to be given back. */
  take(name: string): Promise<void> | undefined {
    const lane = this.#lanes.get(name) ?? { running: 0, waiting: [] };
    this.#lanes.set(name, lane);
    if (lane.running >= this.#most) return new Promise((resolve) => lane.waiting.push(resolve));
    lane.running += 1;
    return undefined;
  }

  giveBack(name: string): void {
    const lane = this.#lanes.get(name);
    if (lane === undefined) return;
    const next = lane.waiting.shift();
    if (next === undefined) lane.running -= 1;
    else next();
    if (lane.running === 0) this.#lanes.delete(name);
  }
}
