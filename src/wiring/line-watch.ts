import { createHmac, type KeyObject } from 'node:crypto';
import type { Line } from '../domain/line.ts';
import { lineEventText } from '../domain/line-event-text.ts';
import {
  emptyLineRecord,
  isStale,
  judgeLine,
  type LineChange,
  type LineRecord,
  type LineSight,
  type LineSuspense,
  type LineTrouble,
} from '../domain/line-judge.ts';
import { type LineReport, latest, mergeStatuses } from '../domain/line-report.ts';
import { type LineStatus, unknownLineStatus } from '../domain/line-status.ts';
import type { Receive } from '../reception/receive.ts';
import type { Health } from '../sources/source.ts';
import type { Database } from '../store/database.ts';
import { lastTextAt, loadLineRecord, saveLineRecord } from '../store/line-records.ts';
import type { Clock, Timer } from '../support/clock.ts';
import { inTurn } from '../support/in-turn.ts';
import type { Logger } from '../support/logger.ts';

/** Silence makes no sound, so it is looked for. */
const lookEveryMs = 10_000;
/** Several changes of a device that starts are one look. */
const lookAfterChangeMs = 500;

/** A source with how it is. */
export interface WatchedSource {
  id: string;
  kind: string;
  line: Line;
  health: Health;
  /** null: it cannot tell. */
  status: LineStatus | null;
}

export interface LineWatchParts {
  database: Database;
  /** Hashes what is remembered of a SIM. */
  fingerprintKey: KeyObject;
  receive: Receive;
  clock: Clock;
  log: Logger;
  lines(): { id: string; number: string | null; owner: string }[];
  sources(): WatchedSource[];
  /** What line tests found, by line. */
  tests(lineId: string): { canaryId: string; since: number }[];
  /** After each look. */
  onReports(reports: LineReport[]): void;
}

interface Watched {
  record: LineRecord;
  suspense: LineSuspense | null;
}

/** Looks at the lines through their sources, tells what befalls them by the one door, and says how they are. */
export class LineWatch {
  readonly #parts: LineWatchParts;
  readonly #watched = new Map<string, Watched>();
  readonly #lastTexts = new Map<string, number | null>();
  readonly #oneAtATime = inTurn();
  #underWay: Promise<void> = Promise.resolve();
  #timer: Timer | null = null;
  #nextLookAt = Infinity;
  #closed = false;

  constructor(parts: LineWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#plan(0);
  }

  /** A source sees its line differently, or the configuration has changed. */
  changed(): void {
    if (this.#parts.clock.now() + lookAfterChangeMs < this.#nextLookAt) this.#plan(lookAfterChangeMs);
  }

  /** A text came to a line. */
  noteText(lineId: string, at: number): void {
    this.#lastTexts.set(lineId, at);
  }

  /** How each line of the configuration is now, in its order. */
  reports(): LineReport[] {
    const sources = this.#parts.sources();
    return this.#parts.lines().map((line) => {
      const own = sources.filter((source) => source.line.id === line.id).map((source) => this.#asOfNow(source));
      // The source by which texts come now is the first choice, one that does not work the last.
      const ordered = own.toSorted((a, b) => rank(a) - rank(b));
      const status = mergeStatuses(ordered.map((source) => source.status ?? unknownLineStatus));
      return {
        line: { id: line.id, number: line.number, ownerId: line.owner },
        status: { ...status, lastTextAt: latest([status.lastTextAt, this.#lastTexts.get(line.id) ?? null]) },
        sources: own.map(({ id, kind, status }) => ({ id, kind, status })),
        troubles: [
          ...own.flatMap((source) => this.#troublesOf(source)),
          ...this.#parts
            .tests(line.id)
            .map(({ canaryId, since }) => ({ sourceId: canaryId, trouble: 'test-lost' as const, since })),
        ],
      };
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#underWay;
  }

  #plan(pauseMs: number): void {
    if (this.#closed) return;
    this.#timer?.cancel();
    this.#nextLookAt = this.#parts.clock.now() + pauseMs;
    this.#timer = this.#parts.clock.after(pauseMs, () => {
      this.#plan(lookEveryMs);
      this.#underWay = this.#oneAtATime(() => this.#look());
    });
  }

  async #look(): Promise<void> {
    const { log, onReports } = this.#parts;
    try {
      await this.#learnLastTexts();
      for (const source of this.#parts.sources()) {
        // A line that is not in the configuration any more has nobody to be told.
        if (source.line.ownerId !== '') await this.#judge(source);
      }
    } catch (error) {
      log.warn({ err: error }, 'the lines could not be judged; trying again soon');
    }
    if (!this.#closed) onReports(this.reports());
  }

  async #learnLastTexts(): Promise<void> {
    for (const { id, owner } of this.#parts.lines()) {
      if (this.#lastTexts.has(id)) continue;
      const last = await lastTextAt(this.#parts.database, { id, ownerId: owner });
      if (!this.#lastTexts.has(id)) this.#lastTexts.set(id, last);
    }
  }

  /** What was found is told and committed before it counts as told: after a crash it is told again under the same key, which the door knows. */
  async #judge(source: WatchedSource): Promise<void> {
    const { database, clock, log } = this.#parts;
    const of = { lineId: source.line.id, sourceId: source.id };
    const key = keyOf(of.lineId, of.sourceId);
    const before = this.#watched.get(key) ?? {
      record: (await loadLineRecord(database, of)) ?? emptyLineRecord,
      suspense: null,
    };
    const { record, suspense, changes } = judgeLine(before.record, before.suspense, this.#sightOf(source), clock.now());
    for (const [index, change] of changes.entries()) {
      log.warn({ source: source.id, line: source.line.id, event: change.event }, 'something befell a line');
      await this.#tell(source, change, before.record.told + index);
    }
    if (JSON.stringify(record) !== JSON.stringify(before.record)) {
      await database.write(saveLineRecord, { ...of, record });
    }
    this.#watched.set(key, { record, suspense });
  }

  async #tell(source: WatchedSource, change: LineChange, number: number): Promise<void> {
    const { id, line, status, health } = source;
    const told = {
      lineId: line.id,
      sourceId: id,
      status: status ?? unknownLineStatus,
      complaint: health.state === 'failing' || health.state === 'degraded' ? health.detail : null,
    };
    await this.#parts.receive(
      { id, line },
      {
        // Hashed, so that nobody who hands in texts can take it first.
        transportKey: this.#fingerprint('event', JSON.stringify([line.id, number, change.event])),
        sender: 'Keypigeon',
        text: lineEventText(change, told),
        event: change.event,
      },
    );
  }

  /** What a silent source said last of the network says nothing about now. */
  #asOfNow(source: WatchedSource): WatchedSource {
    const { status, health } = source;
    if (status === null || !isStale({ status, isFailing: isFailing(health) }, this.#parts.clock.now())) return source;
    return { ...source, status: { ...status, sim: null, registration: null, signalDbm: null, operator: null } };
  }

  #sightOf({ health, status }: WatchedSource): LineSight {
    const known = status ?? unknownLineStatus;
    return {
      status: known,
      imsi: known.imsi ? this.#fingerprint('imsi', known.imsi) : null,
      iccid: known.iccid ? this.#fingerprint('iccid', known.iccid) : null,
      isFailing: isFailing(health),
    };
  }

  #fingerprint(what: string, value: string): string {
    return createHmac('sha256', this.#parts.fingerprintKey).update(`${what} ${value}`).digest('base64url');
  }

  #troublesOf(source: WatchedSource): LineReport['troubles'] {
    const troubles = this.#watched.get(keyOf(source.line.id, source.id))?.record.troubles ?? {};
    return Object.entries(troubles).map(([trouble, since]) => ({
      sourceId: source.id,
      trouble: trouble as LineTrouble,
      since,
    }));
  }
}

/** null: it has only just begun, or is turned off. */
function isFailing({ state }: Health): boolean | null {
  return state === 'starting' || state === 'off' ? null : state === 'failing';
}

function rank({ health, status }: WatchedSource): number {
  if (health.state !== 'ok' && health.state !== 'degraded') return 3;
  if (status?.registration === 'home' || status?.registration === 'roaming') return 0;
  return status?.sim === 'ready' ? 1 : 2;
}

function keyOf(lineId: string, sourceId: string): string {
  return JSON.stringify([lineId, sourceId]);
}
