import type { Database } from '../store/database.ts';
import { beat, claimLost, leave } from '../store/nodes.ts';
import type { Clock, Timer } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';

const beatEveryMs = 5_000;
/** Rows taken over from a lost node at once. */
const claimLimit = 500;

export interface MembershipParts {
  database: Database;
  clock: Clock;
  log: Logger;
  nodeId: string;
  /** Deliveries to these destinations came from a lost node. */
  onClaimed(destinationIds: string[]): void;
  /** After each sign of life, where nodes share a store: what another node changed is to be taken up. */
  onRound(): Promise<unknown>;
}

/** This node among others: says that it is alive, and takes over the deliveries of nodes that are not. */
export class Membership {
  readonly #parts: MembershipParts;
  #timer: Timer | null = null;
  #underWay: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(parts: MembershipParts) {
    this.#parts = parts;
  }

  /** The first sign of life is committed before the node receives anything; `lastRun` is known to be gone. */
  async start(lastRun: string | null): Promise<void> {
    if (lastRun !== null) await this.#parts.database.write(leave, { nodeId: lastRun });
    await this.#beat();
  }

  /** Begins to look after the others; only where nodes share a store. */
  watch(): void {
    if (this.#parts.database.dialect === 'postgres') this.#plan(0);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#underWay;
    await this.#parts.database.write(leave, { nodeId: this.#parts.nodeId });
  }

  #plan(pause: number): void {
    if (this.#closed) return;
    this.#timer = this.#parts.clock.after(pause, () => {
      this.#underWay = this.#round()
        .catch((error: unknown) => this.#parts.log.warn({ err: error }, 'the sign of life could not be stored'))
        .finally(() => this.#plan(beatEveryMs));
    });
  }

  async #round(): Promise<void> {
    await this.#beat();
    const { database, clock, nodeId, onClaimed, onRound } = this.#parts;
    await onRound();
    for (;;) {
      const claimed = await database.write(claimLost, { nodeId, now: clock.now(), limit: claimLimit });
      if (claimed.destinationIds.length > 0) onClaimed(claimed.destinationIds);
      if (!claimed.more || this.#closed) return;
    }
  }

  #beat(): Promise<void> {
    const { database, clock, nodeId } = this.#parts;
    return database.write(beat, { nodeId, now: database.dialect === 'sqlite' ? clock.now() : null });
  }
}
