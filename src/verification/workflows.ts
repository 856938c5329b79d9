import { type App, findApp } from '../store/apps.ts';
import type { Database } from '../store/database.ts';
import { verificationToSend } from '../store/verification-reads.ts';
import { sendsOf } from '../store/verification-sends.ts';
import {
  type Advance,
  dueWorkflows,
  findWorkflow,
  mayFailOver,
  replanWorkflow,
  skipStep,
  type WorkflowRow,
} from '../store/verification-workflows.ts';
import type { Clock, Timer } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import type { Again, StillOpen } from './again.ts';
import type { ChannelKind } from './channel.ts';
import type { IssueAnswer } from './seen.ts';
import { advanceFrom, judgeWorkflow } from './workflow.ts';

type SentAgain = IssueAnswer | { outcome: 'gone' };

export interface WorkflowParts {
  database: Database;
  clock: Clock;
  log: Logger;
  stillOpen(app: App, id: string): Promise<StillOpen | undefined>;
  sendAgain(app: App, found: StillOpen, again: Again, advance: Advance): Promise<SentAgain>;
}

/** A person who waits for a code does not notice so much; looking costs a lookup in an index. */
const lookEveryMs = 500;

/**
 * Sends codes that did not arrive by the next step of their workflow: at once where the one before surely failed, else
 * when its time is over without a delivery report. What is due is in the store, so it outlives a crash, and of several
 * nodes that look at once one goes on.
 */
export class Workflows {
  readonly #parts: WorkflowParts;
  #timer: Timer | undefined;
  #looking: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(parts: WorkflowParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = this.#parts.clock.after(lookEveryMs, () => {
      this.#looking = this.#look()
        .catch((error: unknown) => {
          this.#parts.log.warn({ err: error }, 'workflows of verification could not be looked at; trying again');
        })
        .finally(() => {
          if (!this.#closed) this.start();
        });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#looking;
  }

  /** Goes on at the wish of the app. `gone`: it is over, or there is none; `at-end`: it has no further step. */
  async next(app: App, id: string, clientAddress: string | null): Promise<SentAgain | { outcome: 'at-end' }> {
    const found = await this.#parts.stillOpen(app, id);
    if (found === undefined) return { outcome: 'gone' };
    const at = await findWorkflow(this.#parts.database, id);
    const how = { why: 'asked', now: this.#parts.clock.now(), afterSends: null } as const;
    const advance = at === undefined ? undefined : advanceFrom(found.personal.workflow ?? [], at.step, how);
    if (advance === undefined) return { outcome: 'at-end' };
    const { channel, via } = advance.step;
    return this.#parts.sendAgain(app, found, { channel, via, clientAddress }, advance);
  }

  /** By what the workflow sends this kind: as its present step says, else the first step of the kind. null: by any. */
  async viaOf({ row, personal }: StillOpen, kind: ChannelKind): Promise<string | null> {
    const steps = personal.workflow ?? [];
    if (steps.every(({ via }) => via === null)) return null;
    const at = await findWorkflow(this.#parts.database, row.id);
    const now = steps[at?.step ?? 0];
    return (now?.channel === kind ? now : steps.find(({ channel }) => channel === kind))?.via ?? null;
  }

  async #look(): Promise<void> {
    const { database, clock, log } = this.#parts;
    for (const due of await dueWorkflows(database, clock.now())) {
      if (this.#closed) return;
      await this.#goOn(due).catch((error: unknown) => {
        log.warn({ verification: due.verification_id, err: error }, 'a workflow could not go on; trying again');
      });
    }
  }

  async #goOn({ verification_id: id, step }: WorkflowRow): Promise<void> {
    const { database, clock, stillOpen, sendAgain } = this.#parts;
    const now = clock.now();
    const replan = (dueAt: number | null) => database.write(replanWorkflow, { id, step, dueAt });
    const row = await verificationToSend(database, id);
    const app = row === undefined ? undefined : await findApp(database, row.app_id);
    const found = app === undefined ? undefined : await stillOpen(app, id);
    if (app === undefined || found === undefined) return replan(null);
    const steps = found.personal.workflow ?? [];
    const newest = (await sendsOf(database.read, [{ which: id }])).at(-1);
    const judged = judgeWorkflow(found.row, newest, steps[step], now);
    if (judged.move !== 'on') return replan(judged.move === 'wait' ? judged.until : null);
    // Another provider of the same step comes first.
    const isFirst = judged.why === 'failed' && newest !== undefined && (await mayFailOver(database, newest.id));
    if (isFirst) return replan(now + lookEveryMs);
    const advance = advanceFrom(steps, step, { why: judged.why, now, afterSends: found.row.sends });
    if (advance === undefined) return replan(null);
    const { channel, via } = advance.step;
    const answer = await sendAgain(app, found, { channel, via, clientAddress: null }, advance);
    // Nothing brings it there by this step: the one after it is looked at, at once.
    if (answer.outcome === 'refused' && answer.detail !== null)
      await database.write(skipStep, { id, advance: { ...advance, dueAt: advance.dueAt === null ? null : now } });
  }
}
