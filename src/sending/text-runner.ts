import { nextAttemptAt } from '../delivery/backoff.ts';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import type { OutgoingText } from '../sources/source.ts';
import type { TextRow } from '../store/texts.ts';
import { type Clock, sleep, type Timer } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import { redactUrls } from '../support/redact.ts';
import { handOver } from './hand-over.ts';
import type { Lines } from './lines.ts';
import { outgoingOf } from './outgoing.ts';
import type { TextInquiry } from './text-inquiry.ts';
import type { TextLedger } from './text-ledger.ts';

export interface TextRunnerParts {
  lines: Lines;
  ledger: TextLedger;
  inquiry: TextInquiry;
  clock: Clock;
  /** 0 … 1. */
  random(): number;
  nodeId: string;
  log: Logger;
  /** It left, or may have. */
  onLeft?(text: LeftText): void;
}

/** A text that a line sent, for whoever keeps the books. */
export interface LeftText {
  lineId: string;
  to: string;
  text: string;
  /** The app that asked for it (`AC…`); null: a person, or the hub itself. */
  appId: string | null;
}

/** A text that waits or is being sent. */
interface Job {
  row: TextRow;
  /** Ends the waiting. */
  stop: AbortController;
  attempts: number;
  firstAttemptAt: number | null;
  /** Ends the waiting with its time. */
  overdue: Timer;
  done: Promise<void>;
}

type Refusal = PermanentDeliveryError | TemporaryDeliveryError;

/** The text is not to leave any more: canceled, over its time, or another node's. */
class NotToLeave extends Error {}
/** Its time has ended while it waited. */
class OverTime extends Error {}

/** How long a stopping hub waits for texts that are being sent. */
const closePatienceMs = 3_000;

/** Brings every text that waits to its line, and writes what became of it. */
export class TextRunner {
  readonly #parts: TextRunnerParts;
  readonly #jobs = new Map<string, Job>();
  readonly #ending = new AbortController();

  constructor(parts: TextRunnerParts) {
    this.#parts = parts;
  }

  /** Takes a text that is stored as `queued` by this node. */
  add(row: TextRow): void {
    if (this.#jobs.has(row.id) || this.#ending.signal.aborted) return;
    const stop = new AbortController();
    const job: Job = {
      row,
      stop,
      attempts: 0,
      firstAttemptAt: null,
      overdue: this.#stopAtItsEnd(row, stop),
      done: Promise.resolve(),
    };
    this.#jobs.set(row.id, job);
    job.done = this.#run(job)
      .catch((error: unknown) => this.#parts.log.error({ err: error, text: row.id }, 'a text could not be worked on'))
      .finally(() => this.#jobs.delete(row.id));
  }

  holds(id: string): boolean {
    return this.#jobs.has(id);
  }

  /** Was taken back in the store: it does not wait any more. */
  drop(id: string): void {
    this.#jobs.get(id)?.stop.abort(new Error('the text was taken back'));
  }

  /** Starts nothing more and waits a little for what is being sent; the rest is unknown, or goes out at the next start. */
  async close(): Promise<void> {
    this.#ending.abort(new Error('the hub is stopping'));
    const jobs = [...this.#jobs.values()];
    for (const { row, stop } of jobs) if (row.state === 'queued') stop.abort(this.#ending.signal.reason);
    const done = Promise.all(jobs.map((job) => job.done));
    const patience = new AbortController();
    await Promise.race([done, sleep(this.#parts.clock, closePatienceMs, patience.signal).catch(() => undefined)]);
    patience.abort();
    for (const { stop } of jobs) stop.abort(this.#ending.signal.reason);
    // A store that is away takes no outcome: what it does not have is unknown at the next start.
    this.#parts.ledger.end();
    await done;
  }

  async #run(job: Job): Promise<void> {
    const { clock } = this.#parts;
    try {
      while (!job.stop.signal.aborted) {
        const next = await this.#tryOnce(job);
        if (next === null) return;
        await sleep(clock, Math.max(0, next - clock.now()), job.stop.signal).catch(() => undefined);
      }
      await this.#giveUp(job);
    } finally {
      job.overdue.cancel();
    }
  }

  #stopAtItsEnd(row: TextRow, stop: AbortController): Timer {
    const { clock } = this.#parts;
    return clock.after(Math.max(0, row.send_until - clock.now()), () => stop.abort(new Error('its time is over')));
  }

  /** One round over its lines. Resolves with when to try again; null: it is settled, or not ours any more. */
  async #tryOnce(job: Job): Promise<number | null> {
    const { lines, ledger, clock } = this.#parts;
    job.attempts++;
    job.firstAttemptAt ??= clock.now();
    const refusals: Refusal[] = [];
    for (const lineId of JSON.parse(job.row.lines) as string[]) {
      try {
        const { receipt, sourceId } = await handOver(lines.get(lineId), this.#handOver(job, lineId), clock);
        const now = clock.now();
        const sent = { state: 'sent', reason: null, receipt, sourceId, sentAt: now, now } as const;
        await ledger.record({ id: job.row.id, from: ['sending', 'unknown'], nodeId: null, ...sent });
        this.#left(job, lineId);
        return null;
      } catch (error) {
        if (error instanceof NotToLeave) return null;
        if (error instanceof OverTime) return await this.#giveUp(job);
        if (error instanceof UnknownOutcomeError) return await this.#unknown(job, lineId, error);
        const refusal = asRefusal(error);
        refusals.push(refusal);
        if (!(await this.#backToQueue(job, refusal))) return null;
      }
      if (job.stop.signal.aborted) break;
    }
    return await this.#afterRefusals(job, refusals);
  }

  #handOver(job: Job, lineId: string) {
    const { ledger, clock, nodeId } = this.#parts;
    return {
      text: () => this.#outgoing(job),
      urgent: false,
      signal: job.stop.signal,
      leaving: async (sourceId: string) => {
        const now = clock.now();
        // Its time is for the waiting: what is being sent ends by itself.
        job.overdue.cancel();
        if (now >= job.row.send_until || job.stop.signal.aborted) throw new OverTime();
        const row = await ledger.change({
          id: job.row.id,
          from: ['queued', 'sending'],
          nodeId,
          state: 'sending',
          reason: null,
          errorCode: null,
          lineId,
          sourceId,
          sentAt: now,
          now,
        });
        if (row === undefined) throw new NotToLeave();
        job.row = row;
      },
    };
  }

  #left(job: Job, lineId: string): void {
    const { to, text } = this.#outgoing(job);
    this.#parts.onLeft?.({ lineId, to, text, appId: job.row.app_id });
  }

  #outgoing({ row }: Job): OutgoingText {
    return outgoingOf(this.#parts.ledger.read(row), this.#parts.lines);
  }

  /** It surely did not leave. false: it is not ours any more. */
  async #backToQueue(job: Job, refusal: Refusal): Promise<boolean> {
    const { ledger, clock, nodeId } = this.#parts;
    if (job.row.state !== 'sending') return true;
    const now = clock.now();
    const errorCode = refusal.errorCode ?? null;
    const changes = { state: 'queued', reason: oneLine(refusal), errorCode, sentAt: null, now } as const;
    const row = await ledger.record({ id: job.row.id, from: ['sending'], nodeId, ...changes });
    if (row === undefined) return false;
    job.row = row;
    job.overdue = this.#stopAtItsEnd(row, job.stop);
    return true;
  }

  async #afterRefusals(job: Job, refusals: Refusal[]): Promise<number | null> {
    const { clock, random } = this.#parts;
    const temporary = refusals.filter((error) => error instanceof TemporaryDeliveryError);
    const code = refusals.find(({ errorCode }) => errorCode !== undefined)?.errorCode;
    if (temporary.length === 0) return await this.#fail(job, refusals.map(oneLine).join('; '), code);
    if (this.#ending.signal.aborted) return null;
    const waits = temporary.map((error) => error.retryAfterMs ?? 0);
    const next = nextAttemptAt({
      attempts: job.attempts,
      firstAttemptAt: job.firstAttemptAt ?? clock.now(),
      now: clock.now(),
      retryAfterMs: Math.min(...waits),
      deliverUntil: job.row.send_until,
      random: random(),
    });
    if (next !== null) return next;
    return await this.#fail(job, `${refusals.map(oneLine).join('; ')}; its time ends before the next try`, code);
  }

  /** Its waiting has ended: by the hub's end, by being taken back, or by its time. */
  async #giveUp(job: Job): Promise<null> {
    if (this.#ending.signal.aborted) return null;
    const reason = job.row.reason === null ? '' : `; the last try: ${job.row.reason}`;
    return await this.#fail(job, `its time ended before it was sent${reason}`);
  }

  async #fail(job: Job, reason: string, errorCode?: number): Promise<null> {
    const { ledger, clock, nodeId } = this.#parts;
    const changes = { state: 'failed', reason: reason.slice(0, 500), sentAt: null, now: clock.now() } as const;
    const known = errorCode === undefined ? {} : { errorCode };
    await ledger.record({ ...known, id: job.row.id, from: ['queued', 'sending'], nodeId, ...changes });
    return null;
  }

  async #unknown(job: Job, lineId: string, error: UnknownOutcomeError): Promise<null> {
    const { ledger, clock, nodeId, inquiry } = this.#parts;
    this.#left(job, lineId);
    const changes = { state: 'unknown', reason: oneLine(error), now: clock.now() } as const;
    const row = await ledger.record({ id: job.row.id, from: ['sending'], nodeId, ...changes });
    if (row !== undefined) inquiry.ask(row);
    return null;
  }
}

/** A store that was away when the text was to leave kept it here; that passes. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof PermanentDeliveryError || error instanceof TemporaryDeliveryError) return error;
  return new TemporaryDeliveryError('the hub could not note that it leaves; nothing was sent', { cause: error });
}

function oneLine(error: Error): string {
  return redactUrls(error.message || error.name)
    .replace(/\s+/g, ' ')
    .slice(0, 300);
}
