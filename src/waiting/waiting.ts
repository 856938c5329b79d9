import { KeypigeonError } from '../domain/errors.ts';
import type { LineReport } from '../domain/line-report.ts';
import { administrator, mayLookAt, type Viewer } from '../domain/viewer.ts';
import { usualDelay, type Wait } from '../domain/wait.ts';
import { canonicalService, serviceKey } from '../extraction/service-key.ts';
import type { Actor } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { hasSeenLine } from '../store/heard.ts';
import type { Keyring } from '../store/keyring.ts';
import { findPerson } from '../store/people.ts';
import { beginWait, endWait, getWait, mostOpenWaits, noteNothing, openWaits, waitDurations } from '../store/waits.ts';
import type { Clock, Timer } from '../support/clock.ts';
import type { IdMaker } from '../support/ids.ts';
import type { Logger } from '../support/logger.ts';
import { adviceFor } from './advice.ts';
import { causesOf } from './causes.ts';
import { sightOf } from './sight.ts';

export interface WaitingParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  ids: IdMaker;
  log: Logger;
  /** How each line of the configuration is. */
  lines(): LineReport[];
  sources(): { id: string; line: string; health: { state: string; detail: string } }[];
  /** Something was committed that live views show. */
  changed(): void;
}

/** `service`, `line`: null is any. */
export interface WaitWish {
  service: string | null;
  line: string | null;
  minutes: number;
}

/** The usual delay is learned from so many waits. */
const learnedFrom = 9;

/** Those who wait for a code: begins and ends their waits, and says when nothing came. What came is decided where texts are committed. */
export class Waiting {
  readonly #parts: WaitingParts;
  readonly #timers = new Map<string, Timer[]>();
  #lastEndsAt = 0;
  #closed = false;

  constructor(parts: WaitingParts) {
    this.#parts = parts;
  }

  /** Goes on with what an earlier run began. */
  async start(): Promise<void> {
    const { database, clock } = this.#parts;
    for (const wait of await openWaits(database, clock.now())) this.#watch(wait);
  }

  /** One process serves a file of SQLite, so it knows of every wait; with PostgreSQL another node may have begun one. */
  mayBeAwaited(receivedAt: number): boolean {
    return this.#parts.database.dialect === 'postgres' || receivedAt < this.#lastEndsAt;
  }

  /** Throws KeypigeonError: `not-found` for a line that this viewer knows nothing of, `conflict` where too many are open. */
  async begin(viewer: Viewer, wish: WaitWish, actor: Actor): Promise<Wait> {
    const { database, clock, ids } = this.#parts;
    const { line: lineId, minutes } = wish;
    if (lineId !== null) await this.#expectLine(viewer, lineId);
    const key = wish.service === null ? null : serviceKey(wish.service);
    const durations =
      key === null ? [] : await waitDurations(database, viewer, { serviceKey: key, lineId, limit: learnedFrom });
    const startedAt = clock.now();
    const wait = {
      id: ids(),
      personId: viewer.kind === 'person' ? viewer.personId : null,
      service: wish.service === null ? null : canonicalService(wish.service),
      lineId,
      serviceKey: key,
      startedAt,
      endsAt: await this.#endOf(viewer, startedAt + minutes * 60_000),
      usualDelayMs: usualDelay(durations),
      actor,
    };
    // Known before it is committed: no text is to slip between.
    this.#lastEndsAt = Math.max(this.#lastEndsAt, wait.endsAt);
    if (!(await database.write(beginWait, wait)))
      throw new KeypigeonError('conflict', `Expected at most ${mostOpenWaits} waits at once; end one of them first.`);
    this.#parts.changed();
    const begun = await this.#read(viewer, wait.id);
    this.#watch(begun);
    return begun;
  }

  /** Throws KeypigeonError `not-found`. One that is over stays as it is. */
  async end(viewer: Viewer, id: string): Promise<void> {
    const { database, clock, changed } = this.#parts;
    if (!(await database.write(endWait, { id, viewer, now: clock.now() })))
      throw new KeypigeonError('not-found', 'There is no wait with this id.');
    this.forget([id]);
    changed();
  }

  /** These have come to their end. */
  forget(ids: readonly string[]): void {
    for (const id of ids) {
      for (const timer of this.#timers.get(id) ?? []) timer.cancel();
      this.#timers.delete(id);
    }
  }

  close(): void {
    this.#closed = true;
    this.forget([...this.#timers.keys()]);
  }

  /** Somebody else's line is as unknown as one that is not there, unless something of it was sent to them. */
  async #expectLine(viewer: Viewer, lineId: string): Promise<void> {
    const report = this.#parts.lines().find(({ line }) => line.id === lineId);
    if (report !== undefined && mayLookAt(viewer, report.line.ownerId)) return;
    if (viewer.kind === 'person' && (await hasSeenLine(this.#parts.database, viewer, lineId))) return;
    throw new KeypigeonError('not-found', 'There is no line with this id.');
  }

  /** Whose own time ends does not wait beyond it. */
  async #endOf(viewer: Viewer, wished: number): Promise<number> {
    if (viewer.kind === 'administrator') return wished;
    const person = await findPerson(this.#parts.database, viewer.personId);
    return Math.min(wished, person?.endsAt ?? wished);
  }

  async #read(viewer: Viewer, id: string): Promise<Wait> {
    const wait = await getWait(this.#parts.database, viewer, id);
    if (wait === undefined) throw new KeypigeonError('not-found', 'There is no wait with this id.');
    return wait;
  }

  /** Looks when the usual delay is over, and at the end. */
  #watch(wait: Wait): void {
    if (this.#closed) return;
    this.#lastEndsAt = Math.max(this.#lastEndsAt, wait.endsAt);
    const now = this.#parts.clock.now();
    const overdueAt = wait.startedAt + wait.usualDelayMs;
    const times = [...(wait.state === 'waiting' && overdueAt < wait.endsAt ? [overdueAt] : []), wait.endsAt];
    this.#timers.set(
      wait.id,
      times.map((time) => this.#parts.clock.after(Math.max(time - now, 0), () => void this.#sayNothing(wait.id, time))),
    );
  }

  /** A wait that has come to its end meanwhile, maybe on another node, stays as it is. */
  async #sayNothing(id: string, time: number): Promise<void> {
    const { database, clock, log, changed } = this.#parts;
    try {
      const wait = await getWait(database, administrator, id);
      const isOpen = wait?.state === 'waiting' || wait?.state === 'nothing';
      if (wait === undefined || !isOpen || this.#closed) return;
      if (time >= wait.endsAt) this.forget([id]);
      const sight = await sightOf(this.#parts, await this.#viewerOf(wait.personId), wait);
      const causes = causesOf(sight);
      const said = { causes, advice: adviceFor(causes, sight.lines) };
      if (await database.write(noteNothing, { id, ...said, now: clock.now() })) changed();
    } catch (error) {
      if (!this.#closed) log.warn({ err: error, wait: id }, 'it could not be said why nothing came');
    }
  }

  async #viewerOf(personId: string | null): Promise<Viewer> {
    if (personId === null) return administrator;
    const person = await findPerson(this.#parts.database, personId);
    return { kind: 'person', personId, ...(person === undefined ? {} : { role: person.role }) };
  }
}
