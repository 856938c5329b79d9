import type { LimitUse } from '../domain/send-limits.ts';
import type { DeliveryReport } from '../domain/sent-text.ts';
import { awaitsReports, failOver, overdueSends, reportSend } from '../store/verification-failover.ts';
import type { SendRow } from '../store/verification-tables.ts';
import type { Timer } from '../support/clock.ts';
import type { IdMaker } from '../support/ids.ts';
import type { Logger } from '../support/logger.ts';
import type { AppServices } from './app-services.ts';
import { budgetUse } from './day-budget.ts';
import { jobOf, type RecoveryParts } from './recover-sends.ts';
import type { SendJob } from './sender.ts';

export interface FailoverParts extends RecoveryParts {
  ids: IdMaker;
  services: Pick<AppServices, 'settings'>;
  log: Logger;
  /** Something was committed of which followers want to know. */
  changed(): void;
}

/** While reports are awaited, it is looked so often whether they are late. */
const lookEveryMs = 1_000;
/** So many are taken up at each look. */
const mostAtOnce = 200;
/** A report may come before what it tells of is committed. */
const reportAgainMs = [200, 1_000, 5_000, 30_000];

/**
 * Sends a code by the next provider where the one that took it reports that it did not arrive, or does not report in its
 * time: the same code, and never by one that took it already. What is awaited stands in the store, so that it goes on
 * after a restart, or at another node.
 */
export class Failover {
  readonly #parts: FailoverParts;
  readonly #again = new Set<Timer>();
  #timer: Timer | null = null;
  #underWay: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(parts: FailoverParts) {
    this.#parts = parts;
  }

  /** A report is awaited: it is to be looked whether it comes. */
  watch(): void {
    if (this.#timer !== null || this.#isClosed) return;
    this.#timer = this.#parts.clock.after(lookEveryMs, () => {
      this.#underWay = this.look().finally(() => {
        this.#timer = null;
        this.#watchIfAwaited();
      });
    });
  }

  /** Takes up what is late. Never rejects. */
  async look(): Promise<void> {
    const { database, clock, log } = this.#parts;
    try {
      const overdue = await overdueSends(database, clock.now(), mostAtOnce);
      for (const send of overdue) {
        if (this.#isClosed) return;
        await this.#failOver(send).catch((error: unknown) => {
          log.warn({ attempt: send.id, err: error }, 'a code could not go on to the next provider; trying again');
        });
      }
    } catch (error) {
      log.warn({ err: error }, 'codes that were not reported could not be taken up');
    }
  }

  /** Resolves after the commit. */
  async report(provider: string, report: DeliveryReport): Promise<void> {
    if (!(await this.#apply(provider, report))) this.#applyAgain(provider, report, 0);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    for (const timer of this.#again) timer.cancel();
    await this.#underWay;
  }

  #watchIfAwaited(): void {
    if (this.#isClosed) return;
    const { database, log } = this.#parts;
    this.#underWay = awaitsReports(database)
      .then((awaited) => (awaited ? this.watch() : undefined))
      .catch((error: unknown) => {
        log.warn({ err: error }, 'it could not be read whether reports are awaited');
        this.watch();
      });
  }

  async #failOver(overdue: SendRow & { by: string }): Promise<void> {
    const { database, ids, nodeId, clock, sender, changed } = this.#parts;
    const { by: _, ...send } = overdue;
    const now = clock.now();
    const nothing = { channel: null, provider: null, line: null, receipt: null, reason: null, error_code: null };
    const next: SendRow = {
      ...{ ...send, ...nothing, cost_micros: null, id: ids(), state: 'queued', node_id: nodeId },
      ...{ created_at: now, updated_at: now },
    };
    const job = send.state === 'delivered' ? null : await jobOf(this.#parts, next);
    const canFollow = job !== null && !namesChannels(job) && sender.channelsFor(job).length > 0;
    const limits = canFollow ? await this.#budgetOf(job) : null;
    const follows = { next: limits === null ? null : next, limits: limits ?? [] };
    if (await database.write(failOver, { sendId: send.id, ...follows })) {
      changed();
      if (job !== null) sender.add(job);
    }
  }

  /** What it counts towards the day's money of its app, kept back in its row; null: what it costs is not known. */
  async #budgetOf(job: SendJob): Promise<LimitUse[] | null> {
    const { dailyCostMicros: ceiling } = await this.#parts.services.settings(job.app.id);
    if (ceiling === null) return [];
    const most = this.#parts.sender.mostCostOf(job);
    if ('unpriced' in most) return null;
    job.send.cost_micros = most.micros;
    return most.micros === 0 ? [] : [budgetUse(job.app.id, ceiling, most.micros, job.send.created_at)];
  }

  async #apply(provider: string, { receipt, state, detail, errorCode }: DeliveryReport): Promise<boolean> {
    const { database, clock, changed } = this.#parts;
    const about = {
      provider,
      receipt,
      reached: state === 'delivered',
      reason: detail,
      errorCode: errorCode ?? null,
      now: clock.now(),
    };
    const applied = await database.write(reportSend, about);
    if (applied) changed();
    if (applied && !about.reached) await this.look();
    return applied;
  }

  #applyAgain(provider: string, report: DeliveryReport, tries: number): void {
    const { clock, log } = this.#parts;
    const wait = reportAgainMs[tries];
    if (wait === undefined || this.#isClosed) return;
    const timer = clock.after(wait, () => {
      this.#again.delete(timer);
      this.#apply(provider, report)
        .then((applied) => applied || this.#applyAgain(provider, report, tries + 1))
        .catch((error: unknown) => log.warn({ err: error }, 'a report of a provider could not be stored'));
    });
    this.#again.add(timer);
  }
}

/** An app that says by which line or provider each step goes has said what follows, too. */
function namesChannels({ personal }: SendJob): boolean {
  return personal.workflow?.some(({ via }) => via !== null) === true;
}
