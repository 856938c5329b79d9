import type { Clock, Timer } from '../support/clock.ts';
import { Heap } from '../support/heap.ts';
import { type DeliveryItem, goesBefore, type Rank } from './item.ts';

/** Open deliveries of one lane that are held in memory; more wait in the store. */
const memoryLimit = 1_000;
/** Read back from the store when slots fall free. */
const pageSize = 200;
/** Above this many, items that wait for a later try are left to the store, so that new codes always find room. */
const waitingLimit = memoryLimit - 2 * pageSize;
/** Ordinary texts leave this much of memory to codes, which must not wait behind them in the store. */
const keptForCodes = pageSize;
/** Before every item: what waits in the store is not known. */
const first: Rank = { priority: 0, id: '' };
/** Pause before the store is asked again after it failed or when memory is full. */
const reloadPauseMs = 1_000;

export interface LaneWork {
  clock: Clock;
  /** Attempts at once. */
  slots: number;
  /**
   * Works on one item; afterwards `settled` or `again` has been called for it. Never rejects. `freeSlot` may be called
   * before the end, when the other side has answered and only the outcome is to be stored.
   */
  run(item: DeliveryItem, freeSlot: () => void): Promise<void>;
  /**
   * Due items from the store, codes first; whether the store may have more of them (its page was full, which says more
   * than the number of items: some rows of a page are dealt with otherwise); when the next one falls due (null: none).
   */
  load(limit: number): Promise<{ items: DeliveryItem[]; more: boolean; nextDueAt: number | null }>;
}

/**
 * The open deliveries of one destination. A lane has slots of its own, so that a destination that hangs holds up only
 * itself. What does not fit in memory stays in the store and is read back, in small pages, as slots fall free.
 */
export class Lane {
  readonly #work: LaneWork;
  readonly #ready = new Heap<DeliveryItem>(goesBefore);
  /** Everything held here: ready, waiting for its time, or being sent. */
  readonly #held = new Set<string>();
  readonly #timers = new Map<string, Timer>();
  /** Canceled while they stood in `#ready`. */
  readonly #dropped = new Set<string>();
  #busy = 0;
  readonly #underWay = new Set<Promise<void>>();
  #overflowed = false;
  /** From here on, in order, items may wait in the store: what does not go before them waits behind them. */
  #storedFrom: Rank | null = null;
  #loading = false;
  /** Came while a page was read, which may hold what goes before them. */
  #arrived: DeliveryItem[] = [];
  /** Let go since the last look into the store began: a page that was read before shows them as they were. */
  readonly #settledMeanwhile = new Set<string>();
  #reload: Timer | null = null;
  #reloadTime = 0;
  #closed = false;

  constructor(work: LaneWork) {
    this.#work = work;
  }

  /** How many are held, for metrics. */
  get depth(): number {
    return this.#held.size;
  }

  holds(id: string): boolean {
    return this.#held.has(id);
  }

  get running(): number {
    return this.#busy;
  }

  add(item: DeliveryItem): void {
    if (this.#closed || this.#held.has(item.id)) return;
    if (this.#loading) this.#arrived.push(item);
    else if (this.#mustWait(item)) this.#leaveInStore(item);
    else this.#hold(item);
    this.#pump();
  }

  /** There are rows in the store that this lane does not hold. */
  addFromStore(): void {
    this.#leaveInStore(first);
    this.#pump();
  }

  /** The item is to be tried again at `item.nextAttemptAt`. */
  again(item: DeliveryItem): void {
    if (this.#closed) return;
    if (this.#timers.size < waitingLimit) {
      this.#schedule(item);
      // Its time may have come while a slow disk took the outcome, and its slot is free already.
      this.#pump();
      return;
    }
    this.#letGo(item.id);
    this.#reloadAt(item.nextAttemptAt);
  }

  settled(item: DeliveryItem): void {
    this.#letGo(item.id);
    if (this.#overflowed) this.#pump();
  }

  /** Canceled in the store: it does not start any more. What is being sent ends by itself. */
  drop(id: string): void {
    this.#arrived = this.#arrived.filter((item) => item.id !== id);
    if (!this.#held.has(id)) return;
    const timer = this.#timers.get(id);
    if (timer === undefined) {
      this.#dropped.add(id);
      return;
    }
    timer.cancel();
    this.#timers.delete(id);
    this.#letGo(id);
  }

  /** Nothing more starts; resolves when what is under way has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
    this.#reload?.cancel();
    this.#ready.clear();
    await Promise.allSettled([...this.#underWay]);
  }

  #schedule(item: DeliveryItem): void {
    const pause = item.nextAttemptAt - this.#work.clock.now();
    if (pause <= 0) {
      this.#ready.push(item);
      return;
    }
    const timer = this.#work.clock.after(pause, () => {
      this.#timers.delete(item.id);
      this.#ready.push(item);
      this.#pump();
    });
    this.#timers.set(item.id, timer);
  }

  #pump(): void {
    while (!this.#closed && this.#busy < this.#work.slots) {
      const item = this.#ready.pop();
      if (item === undefined) break;
      if (this.#dropped.has(item.id)) this.#letGo(item.id);
      else this.#begin(item);
    }
    if (this.#overflowed && !this.#closed && (this.#ready.size < this.#work.slots || this.#storedFrom === first))
      void this.#refill();
  }

  #begin(item: DeliveryItem): void {
    let holdsSlot = true;
    this.#busy++;
    const freeSlot = () => {
      if (!holdsSlot) return;
      holdsSlot = false;
      this.#busy--;
      this.#pump();
    };
    const run = this.#work.run(item, freeSlot).finally(() => {
      this.#underWay.delete(run);
      freeSlot();
    });
    this.#underWay.add(run);
  }

  async #refill(): Promise<void> {
    if (this.#loading) return;
    if (this.#held.size > memoryLimit - pageSize) return this.#reloadAt(this.#work.clock.now() + reloadPauseMs);
    this.#loading = true;
    this.#overflowed = false;
    this.#storedFrom = null;
    const limit = pageSize + this.#held.size;
    try {
      const { items, more, nextDueAt } = await this.#work.load(limit);
      if (more) this.#leaveInStore(items.at(-1) ?? first);
      else if (nextDueAt !== null) this.#reloadAt(nextDueAt);
      for (const item of items) {
        if (!this.#held.has(item.id) && !this.#settledMeanwhile.has(item.id)) this.#hold(item);
      }
    } catch {
      this.#reloadAt(this.#work.clock.now() + reloadPauseMs);
    } finally {
      this.#loading = false;
      this.#settledMeanwhile.clear();
    }
    for (const item of this.#arrived.splice(0)) this.add(item);
    this.#pump();
  }

  #mustWait(item: DeliveryItem): boolean {
    const limit = item.priority === 0 ? memoryLimit : memoryLimit - keptForCodes;
    return this.#held.size >= limit || (this.#storedFrom !== null && !goesBefore(item, this.#storedFrom));
  }

  #leaveInStore(from: Rank): void {
    this.#overflowed = true;
    if (this.#storedFrom === null || goesBefore(from, this.#storedFrom)) this.#storedFrom = from;
  }

  #hold(item: DeliveryItem): void {
    this.#held.add(item.id);
    this.#schedule(item);
  }

  #letGo(id: string): void {
    this.#held.delete(id);
    this.#dropped.delete(id);
    if (this.#loading) this.#settledMeanwhile.add(id);
  }

  /** Looks into the store again at that time, or earlier when that is planned already. */
  #reloadAt(time: number): void {
    if (this.#closed || (this.#reload !== null && this.#reloadTime <= time)) return;
    this.#reload?.cancel();
    this.#reloadTime = time;
    this.#reload = this.#work.clock.after(Math.max(0, time - this.#work.clock.now()), () => {
      this.#reload = null;
      this.addFromStore();
    });
  }
}
