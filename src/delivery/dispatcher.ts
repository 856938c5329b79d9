import type { Destination, DestinationKind } from '../destinations/destination.ts';
import { present } from '../destinations/present.ts';
import { narrower, type Show } from '../domain/delivery.ts';
import type { Step } from '../domain/step.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { adoptDeliveries } from '../store/nodes.ts';
import {
  type AttemptOutcome,
  nextDue,
  type OpenDelivery,
  openDeliveries,
  recordOutcome,
  reopenDelivery,
} from '../store/outbox.ts';
import { type Clock, sleep } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import { announce, type Tried, waiting } from './announce.ts';
import { type AttemptResult, attempt } from './attempt.ts';
import type { Inquiry } from './inquiry.ts';
import { type DeliveryItem, toItem } from './item.ts';
import { Lane } from './lane.ts';
import { interrupted, judge, lostOnTheWay, type OutcomeOfTry, settledAs } from './outcome.ts';

/** A destination as the dispatcher uses it. */
export interface DispatchTarget {
  id: string;
  kind: Pick<DestinationKind, 'repeatable' | 'waits' | 'concurrency'>;
  destination: Destination;
  show: Show;
  template: string | null;
}

export interface DispatcherParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  /** 0 … 1. */
  random(): number;
  nodeId: string;
  log: Logger;
  lineOf(lineId: string): { id: string; number: string | null };
  /** Asks about outcomes that are not known. */
  inquiry: Inquiry;
  /** The other side said that it is gone for good (410): closes its lane, so that no try may wait for this. */
  onGone(destinationId: string, detail: string): Promise<void>;
  onStep(step: Step): void;
  /** After each committed outcome: metrics, live views. */
  onOutcome(outcome: AttemptOutcome, durationMs: number): void;
}

/** A destination's lane. `stopWaiting`: no item waits for its turn any more. */
type Place = { lane: Lane; target: DispatchTarget; stopWaiting: AbortSignal };

const closing = new Error('the destination is being closed');

/** How long a stopping hub waits for attempts under way. */
const closePatienceMs = 3_000;

/** Brings every open delivery to its destination: in parallel, one lane for each destination. */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #lanes = new Map<string, { lane: Lane; target: DispatchTarget; stopWaiting: AbortController }>();
  readonly #stop = new AbortController();

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  /** Takes over what an earlier run left, so that it goes out at once. */
  async start(): Promise<void> {
    const { database, nodeId, clock } = this.#parts;
    if (database.dialect === 'sqlite') await database.write(adoptDeliveries, { nodeId, now: clock.now() });
    for (const { lane } of this.#lanes.values()) lane.addFromStore();
  }

  /** Opens the lane of a destination that has none; what waits in the store for it goes out. */
  addTarget(target: DispatchTarget): void {
    const stopWaiting = new AbortController();
    const lane: Lane = new Lane({
      clock: this.#parts.clock,
      slots: target.kind.concurrency,
      run: (item, freeSlot) => this.#deliver({ lane, target, stopWaiting: stopWaiting.signal }, item, freeSlot),
      load: (limit) => this.#load(target.id, limit),
    });
    this.#lanes.set(target.id, { lane, target, stopWaiting });
    lane.addFromStore();
  }

  /** Closes the lane; resolves when nothing of it is under way, so that its adapter may close. */
  async removeTarget(destinationId: string): Promise<void> {
    const found = this.#lanes.get(destinationId);
    this.#lanes.delete(destinationId);
    const closed = found?.lane.close();
    found?.stopWaiting.abort(closing);
    await closed;
  }

  /** Items that are committed, or have come back from another node. */
  enqueue(items: DeliveryItem[]): void {
    for (const item of items) this.#lanes.get(item.destinationId)?.lane.add(item);
  }

  /** These were canceled in the store: what has not begun does not begin. */
  drop(canceled: { id: string; destinationId: string }[]): void {
    for (const { id, destinationId } of canceled) this.#lanes.get(destinationId)?.lane.drop(id);
  }

  /** Rows of these destinations were claimed from a lost node. */
  wake(destinationIds: string[]): void {
    for (const id of destinationIds) this.#lanes.get(id)?.lane.addFromStore();
  }

  /** "Send again": a new term for an ended delivery. false: it is not ended. */
  async retry(delivery: { id: string; destinationId: string }, deliverUntil: number): Promise<boolean> {
    const { database, nodeId, clock } = this.#parts;
    const reopened = await database.write(reopenDelivery, { id: delivery.id, nodeId, now: clock.now(), deliverUntil });
    if (reopened) this.wake([delivery.destinationId]);
    return reopened;
  }

  /** Held in memory and being sent, by destination. */
  depths(): { destinationId: string; held: number; running: number }[] {
    return [...this.#lanes].map(([destinationId, { lane }]) => ({
      destinationId,
      held: lane.depth,
      running: lane.running,
    }));
  }

  /** Starts nothing more and waits a little for what is under way; the rest is aborted and goes out at the next start. */
  async close(): Promise<void> {
    const done = Promise.all([...this.#lanes.values()].map(({ lane }) => lane.close()));
    for (const { stopWaiting } of this.#lanes.values()) stopWaiting.abort(closing);
    const patience = new AbortController();
    await Promise.race([done, sleep(this.#parts.clock, closePatienceMs, patience.signal).catch(() => undefined)]);
    patience.abort();
    this.#stop.abort(new Error('the hub is stopping'));
    await done;
  }

  async #deliver(at: Place, item: DeliveryItem, freeSlot: () => void): Promise<void> {
    const { lane, target } = at;
    const { repeatable, waits = false } = target.kind;
    const { clock } = this.#parts;
    const startedAt = clock.now();
    if (startedAt >= item.deliverUntil) return this.#expire(lane, item, startedAt);
    const announceNow = () => this.#announce(lane, item);
    if (!repeatable && !waits && !(await announceNow())) return;
    const tried: Tried = { startedAt, leftAt: null, given: false };
    item.firstAttemptAt ??= startedAt;
    item.attempts++;
    const result = await attempt(target.destination, this.#presentItem(target, item, startedAt), {
      clock,
      repeatable,
      stop: this.#stop.signal,
      ...(waits ? { wait: waiting(item, tried, { clock, stop: at.stopWaiting, announceNow }) } : {}),
    });
    if (tried.given) {
      item.attempts--;
      return;
    }
    this.#parts.onStep('answered');
    freeSlot();
    await this.#conclude(at, item, tried, result);
  }

  #presentItem(target: DispatchTarget, item: DeliveryItem, now: number) {
    return present(item.message, {
      deliveryId: item.id,
      line: this.#parts.lineOf(item.lineId),
      show: narrower(target.show, item.show),
      template: target.template,
      route: item.route,
      now,
    });
  }

  /** false: not now, or not any more. */
  async #announce(lane: Lane, item: DeliveryItem): Promise<boolean> {
    const announced = await announce(this.#parts, this.#stop.signal, item.id);
    if (announced === 'not ours') lane.settled(item);
    if (announced === 'later') {
      item.nextAttemptAt = this.#parts.clock.now() + 1_000;
      lane.again(item);
    }
    return announced === 'leave';
  }

  async #conclude(at: Place, item: DeliveryItem, tried: Tried, result: AttemptResult): Promise<void> {
    const { lane, target, stopWaiting } = at;
    const { startedAt } = tried;
    const now = this.#parts.clock.now();
    // Stopped by the hub, not by the other side: no failed try.
    const stopped = (this.#stop.signal.aborted || stopWaiting.aborted) && result.outcome === 'temporary';
    const outcome = stopped
      ? interrupted(item, now)
      : judge(item, { startedAt, now, result, random: this.#parts.random() });
    const stands = await this.#record(outcome);
    this.#parts.onStep('recorded');
    if (!stands) {
      lane.settled(item);
      return;
    }
    this.#parts.onOutcome({ ...outcome, nodeId: this.#parts.nodeId }, now - startedAt);
    if (outcome.nextAttemptAt !== null) {
      item.nextAttemptAt = outcome.nextAttemptAt;
      lane.again(item);
      return;
    }
    lane.settled(item);
    if (outcome.state === 'unknown')
      this.#parts.inquiry.ask(
        target.destination,
        this.#presentItem(target, item, now),
        item,
        tried.leftAt ?? startedAt,
      );
    if (result.outcome === 'permanent' && result.gone) this.#tellGone(item.destinationId, result.detail);
  }

  /** Not awaited: it closes this lane, which waits for its tries. */
  #tellGone(destinationId: string, detail: string): void {
    this.#parts.onGone(destinationId, detail).catch((error: unknown) => {
      this.#parts.log.error(
        { err: error, destination: destinationId },
        'a destination that is gone could not be turned off',
      );
    });
  }

  async #expire(lane: Lane, item: DeliveryItem, now: number): Promise<void> {
    const outcome = { ...settledAs(item, 'expired', now), reason: 'its lifetime ended before it arrived' };
    const stands = await this.#record(outcome);
    lane.settled(item);
    if (stands) this.#parts.onOutcome({ ...outcome, nodeId: this.#parts.nodeId }, 0);
  }

  /**
   * An outcome that is not committed would be repeated after a crash: it is offered until the store takes it. false: it
   * does not stand, and this node has nothing more to do with the delivery.
   */
  async #record(outcome: OutcomeOfTry): Promise<boolean> {
    const { database, nodeId } = this.#parts;
    for (;;) {
      try {
        return await database.write(recordOutcome, { ...outcome, nodeId });
      } catch (error) {
        this.#parts.log.error(
          { err: error, delivery: outcome.deliveryId },
          'an outcome could not be stored; trying again',
        );
        if (this.#stop.signal.aborted) return false;
        await sleep(this.#parts.clock, 1_000, this.#stop.signal).catch(() => undefined);
      }
    }
  }

  async #load(destinationId: string, limit: number) {
    const { database, nodeId, clock } = this.#parts;
    const now = clock.now();
    const open = await openDeliveries(database, { nodeId, destinationId, dueBy: now, limit });
    const items: DeliveryItem[] = [];
    for (const one of open) {
      // One row that does not open must not hold up all the others.
      try {
        if (one.delivery.state === 'sending') await this.#recover(one);
        else items.push(toItem(this.#parts.keyring, one));
      } catch (error) {
        this.#parts.log.error({ err: error, delivery: one.delivery.id }, 'a delivery could not be read back');
      }
    }
    return {
      items,
      more: open.length === limit,
      nextDueAt: await nextDue(database, { nodeId, destinationId, after: now }),
    };
  }

  /** It was being sent when its node died: visible as unknown, asked about, never repeated blindly. */
  async #recover(open: OpenDelivery): Promise<void> {
    const target = this.#lanes.get(open.delivery.destination_id)?.target;
    if (target === undefined || this.#isHeld(open)) return;
    const item = toItem(this.#parts.keyring, open);
    const now = this.#parts.clock.now();
    const startedAt = open.delivery.first_attempt_at ?? open.delivery.created_at;
    const outcome = lostOnTheWay(item, startedAt, now);
    item.attempts = outcome.attempts;
    if (!(await this.#record(outcome))) return;
    this.#parts.onOutcome({ ...outcome, nodeId: this.#parts.nodeId }, 0);
    this.#parts.inquiry.ask(target.destination, this.#presentItem(target, item, now), item, startedAt);
  }

  #isHeld(open: OpenDelivery): boolean {
    return this.#lanes.get(open.delivery.destination_id)?.lane.holds(open.delivery.id) ?? false;
  }
}
