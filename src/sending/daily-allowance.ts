import { giveBackToDaily, takeFromDaily, takenFromDaily } from '../store/daily-cap.ts';
import type { Database } from '../store/database.ts';
import type { Clock } from '../support/clock.ts';

/** Taken from the store at once, as a part of the cap: what a crash loses of a day is less than this. */
const shareAtOnce = 0.005;
/** At most; one commit for so many texts costs nothing any more. */
const mostAtOnce = 64;
const dayMs = 86_400_000;

/**
 * How many texts may still leave today (UTC), counted durably over restarts and nodes. Large caps are drawn from the
 * store in small lots, as a commit for each text would cost more than the text: never more than the cap leaves, and a
 * crash makes it less by a lot.
 */
export class DailyAllowance {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #name: string;
  #lot = { day: '', cap: 0, left: 0 };
  /** Asked for at each text, and written anew once a day. */
  #day = { number: 0, name: '' };
  #drawing: Promise<boolean> | null = null;

  constructor(database: Database, clock: Clock, name: string) {
    this.#database = database;
    this.#clock = clock;
    this.#name = name;
  }

  /** Takes one; false when today's are used up. */
  async take(cap: number): Promise<boolean> {
    for (;;) {
      if (this.#isCurrent(cap) && this.#lot.left > 0) {
        this.#lot.left--;
        return true;
      }
      this.#drawing ??= this.#draw(cap).finally(() => {
        this.#drawing = null;
      });
      if (!(await this.#drawing)) return false;
    }
  }

  /** One that was taken did not leave. */
  async giveBack(): Promise<void> {
    if (this.#lot.day === this.#today()) this.#lot.left++;
  }

  /** How many left or may leave today, on all nodes, without what this one holds ready. */
  async taken(): Promise<number> {
    const day = this.#today();
    const taken = await takenFromDaily(this.#database, this.#name, day);
    return this.#lot.day === day ? taken - this.#lot.left : taken;
  }

  /** Gives back what is held ready. */
  async close(): Promise<void> {
    const { day, left } = this.#lot;
    this.#lot = { day: '', cap: 0, left: 0 };
    if (left > 0) await this.#database.write(giveBackToDaily, { name: this.#name, day, count: left });
  }

  async #draw(cap: number): Promise<boolean> {
    if (!this.#isCurrent(cap)) await this.close();
    const day = this.#today();
    const lot = Math.min(mostAtOnce, Math.max(1, Math.floor(cap * shareAtOnce)));
    // Near the end of the day's number they go one by one.
    for (const count of new Set([lot, 1])) {
      if (!(await this.#database.write(takeFromDaily, { name: this.#name, day, cap, count }))) continue;
      this.#lot = { day, cap, left: this.#lot.left + count };
      return true;
    }
    return false;
  }

  #isCurrent(cap: number): boolean {
    return this.#lot.cap === cap && this.#lot.day === this.#today();
  }

  #today(): string {
    const number = Math.floor(this.#clock.now() / dayMs);
    if (number !== this.#day.number) this.#day = { number, name: new Date(number * dayMs).toISOString().slice(0, 10) };
    return this.#day.name;
  }
}
