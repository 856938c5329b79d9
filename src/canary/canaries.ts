import type { KeyObject } from 'node:crypto';
import { createHmac } from 'node:crypto';
import { type CanaryRoute, canaryEventText } from '../domain/canary.ts';
import { PermanentDeliveryError, TemporaryDeliveryError } from '../domain/delivery-errors.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { Line } from '../domain/line.ts';
import type { InboundMessage } from '../domain/message.ts';
import {
  beginCanaryRun,
  type CanaryRun,
  type CanaryState,
  canaryArrived,
  canaryLeaves,
  canaryStates,
  canaryTold,
  claimCanary,
  forgetOtherWays,
  loseCanaries,
  settleCanary,
} from '../store/canaries.ts';
import type { Database } from '../store/database.ts';
import type { Clock, Timer } from '../support/clock.ts';
import { inTurn } from '../support/in-turn.ts';
import type { Logger } from '../support/logger.ts';
import type { RandomBytes } from '../support/random.ts';
import { canaryText, newCanaryName, readCanaryText } from './canary-text.ts';

export interface CanariesParts {
  database: Database;
  key: KeyObject;
  clock: Clock;
  random: RandomBytes;
  log: Logger;
  /** Those of the configuration whose line has a number. */
  canaries(): readonly CanaryRoute[];
  /** Hands one over to a line or provider; rejects with the errors of `domain/delivery-errors.ts`. */
  send(route: CanaryRoute, text: string, help: { signal: AbortSignal; leaving(): Promise<void> }): Promise<unknown>;
  /** Puts an event of a line through the one door. */
  receive(source: { id: string; line: Line }, inbound: InboundMessage): Promise<unknown>;
  /** After each commit of what became of a run. */
  onRun(run: CanaryRun): void;
}

/** How often it is looked for what is due, or is lost. */
const lookEveryMs = 10_000;
/** A lost one is repeated sooner. */
const soonMs = 3_600_000;
/** So long a line or provider may take to hand one over. */
const handOverMs = 120_000;
/** A tenth earlier or later each time, so that carriers see no machine. */
const jitter = 0.1;

/** When it can be due at the latest, by its settings. */
function latestNext({ everyMs }: CanaryRoute, now: number): number {
  return now + everyMs * (1 + jitter);
}

/** Sends texts to our own lines by another way, reads them back, and says when they are late or lost. */
export class Canaries {
  readonly #parts: CanariesParts;
  readonly #oneAtATime = inTurn();
  readonly #running = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  #states: readonly CanaryState[] = [];
  #timer: Timer | null = null;
  #underWay: Promise<void> = Promise.resolve();

  constructor(parts: CanariesParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#states = await canaryStates(this.#parts.database);
    this.#plan();
  }

  /** Which tests have been lost since when, by line: what is wrong with it. */
  troublesOf(lineId: string): { canaryId: string; since: number }[] {
    const own = this.#parts.canaries().filter(({ to, enabled }) => to.id === lineId && enabled);
    return this.#states.flatMap(({ id, lost_since }) =>
      lost_since !== null && own.some((one) => one.id === id) ? [{ canaryId: id, since: lost_since }] : [],
    );
  }

  stateOf(id: string): CanaryState | undefined {
    return this.#states.find((one) => one.id === id);
  }

  /** Is this a text of ours? Then it is noted, and is to go no further. */
  async take(source: { id: string; line: Line }, line: Line, { text }: InboundMessage): Promise<boolean> {
    const { database, key, clock, onRun } = this.#parts;
    const id = readCanaryText(key, text);
    if (id === undefined) return false;
    const at = { lineId: line.id, ownerId: line.ownerId, sourceId: source.id, now: clock.now() };
    const run = await database.write(canaryArrived, { id, ...at });
    if (run !== undefined) {
      onRun(run);
      void this.look();
    }
    return true;
  }

  /** Sends one now; resolves when it has left or could not. Throws KeypigeonError `not-found`. */
  async run(id: string): Promise<string> {
    const route = this.#parts.canaries().find((one) => one.id === id);
    if (route === undefined)
      throw new KeypigeonError('not-found', `There is no line test ${JSON.stringify(id)} whose line has a number.`);
    const name = await this.#begin(route, true);
    await this.#track(this.#send(route, name));
    return name;
  }

  /** Sends what is due, gives up what is lost, and tells of it. Waits for nobody who sends. */
  look(): Promise<void> {
    return this.#oneAtATime(() => this.#look()).catch((error: unknown) =>
      this.#parts.log.warn({ err: error }, 'the line tests could not be looked at; trying again soon'),
    );
  }

  async close(): Promise<void> {
    this.#timer?.cancel();
    this.#closing.abort(new Error('the hub stops'));
    await this.#underWay;
    await Promise.allSettled(this.#running);
  }

  #plan(): void {
    this.#timer = this.#parts.clock.after(lookEveryMs, () => {
      this.#underWay = this.look().finally(() => {
        if (!this.#closing.signal.aborted) this.#plan();
      });
    });
  }

  async #look(): Promise<void> {
    const { database, clock, onRun } = this.#parts;
    const routes = this.#parts.canaries();
    this.#states = await canaryStates(database);
    if (routes.length === 0 && this.#states.length === 0) return;
    const now = clock.now();
    const owners = Object.fromEntries(routes.map(({ to }) => [to.id, to.ownerId]));
    for (const run of await database.write(loseCanaries, { now, owners, soonMs })) onRun(run);
    if (this.#states.some(({ lost_since }) => lost_since !== null)) await this.#forgetOtherWays(routes, now);
    const running = routes.filter(({ enabled }) => enabled);
    for (const route of running) if (this.#isDue(route, now)) await this.#sendDue(route);
    this.#states = await canaryStates(database);
    for (const route of running) await this.#tell(route);
  }

  async #forgetOtherWays(routes: readonly CanaryRoute[], now: number): Promise<void> {
    const ways = routes.map(({ id, to, via }) => ({ id, lineId: to.id, via }));
    await this.#parts.database.write(forgetOtherWays, { now, ways });
  }

  /** Also when it is planned for later than it would be now: it was rarer when that was said. */
  #isDue(route: CanaryRoute, now: number): boolean {
    const nextAt = this.stateOf(route.id)?.next_at ?? 0;
    return nextAt <= now || nextAt > latestNext(route, now);
  }

  async #sendDue(route: CanaryRoute): Promise<void> {
    const name = await this.#begin(route, false);
    if (name !== '') void this.#track(this.#send(route, name));
  }

  /** Empty: another node has it. */
  async #begin(route: CanaryRoute, force: boolean): Promise<string> {
    const { database, clock, random } = this.#parts;
    const now = clock.now();
    const everyMs = this.stateOf(route.id)?.lost_since == null ? route.everyMs : Math.min(route.everyMs, soonMs);
    const share = 1 - jitter + (2 * jitter * (random(1)[0] ?? 0)) / 255;
    const nextAt = now + Math.round(everyMs * share);
    const latestAt = latestNext(route, now);
    if (!(await database.write(claimCanary, { id: route.id, now, latestAt, nextAt, force }))) return '';
    const name = newCanaryName(random);
    const about = { id: name, canary_id: route.id, line_id: route.to.id, via: route.via };
    await database.write(beginCanaryRun, { ...about, started_at: now, due_at: now + handOverMs });
    return name;
  }

  async #send(route: CanaryRoute, name: string): Promise<void> {
    const { database, key, clock, send, onRun } = this.#parts;
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(handOverMs)]);
    let left = false;
    const leaving = async () => {
      left = true;
      const now = clock.now();
      await database.write(canaryLeaves, { id: name, now, dueAt: now + route.lostAfterMs });
    };
    try {
      await send(route, canaryText(key, name), { signal, leaving });
      if (!left) await leaving();
    } catch (error) {
      const surelyNot = error instanceof PermanentDeliveryError || error instanceof TemporaryDeliveryError || !left;
      // What may have left is waited for as if it had.
      if (!surelyNot) return;
      const reason = error instanceof Error ? error.message : 'it could not be sent';
      const about = { id: name, state: 'failed' as const, reason, ownerId: route.to.ownerId, now: clock.now() };
      const run = await database.write(settleCanary, about);
      if (run !== undefined) onRun(run);
    }
  }

  /** Committed before it counts as told: after a crash it is told again under the same key, which the door knows. */
  async #tell(route: CanaryRoute): Promise<void> {
    const state = this.stateOf(route.id);
    if (state === undefined || (state.lost_since === null) === (state.told_since === null)) return;
    const { database, key, log, receive } = this.#parts;
    const since = state.lost_since ?? state.told_since ?? 0;
    const event = state.lost_since === null ? 'test-arrived' : 'test-lost';
    log.warn({ canary: route.id, line: route.to.id, event }, 'something befell a line');
    const told = JSON.stringify(['canary event', route.id, event, since]);
    await receive(
      { id: route.id, line: route.to },
      {
        transportKey: createHmac('sha256', key).update(told).digest('base64url'),
        sender: 'Keypigeon',
        text: canaryEventText(event, route, since),
        event,
      },
    );
    await database.write(canaryTold, { id: route.id, since: state.lost_since });
    this.#states = await canaryStates(database);
  }

  async #track(work: Promise<void>): Promise<void> {
    const guarded = work.catch((error: unknown) =>
      this.#parts.log.warn({ err: error }, 'what became of a line test could not be stored'),
    );
    this.#running.add(guarded);
    await guarded.finally(() => this.#running.delete(guarded));
  }
}
