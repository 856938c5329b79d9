import type { Selectable } from 'kysely';
import { command, type Database, routine, type Trx } from './database.ts';
import { appendEvent } from './events.ts';
import type { Tables } from './tables.ts';

export type CanaryRun = Selectable<Tables['canary_runs']>;
export type CanaryState = Selectable<Tables['canaries']>;

/** Runs are kept for so long. */
const keptMs = 90 * 86_400_000;

export async function canaryStates(database: Database): Promise<CanaryState[]> {
  return await database.read.selectFrom('canaries').selectAll().execute();
}

/**
 * Takes the turn of a test: of several nodes one gets it. `force`: also before its time. It is due as well when it is
 * planned for later than `latestAt`, by settings that have changed since.
 */
export const claimCanary = routine(
  'claimCanary',
  async (
    trx,
    args: { id: string; now: number; latestAt: number; nextAt: number; force: boolean },
  ): Promise<boolean> => {
    const { id, now, latestAt, nextAt: next_at, force } = args;
    const row = { id, next_at, lost_since: null, told_since: null };
    const claimed = await trx
      .insertInto('canaries')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet({ next_at })
          .where(({ eb, or }) =>
            or([
              eb('canaries.next_at', '<=', force ? Number.MAX_SAFE_INTEGER : now),
              eb('canaries.next_at', '>', latestAt),
            ]),
          ),
      )
      .returning('id')
      .execute();
    return claimed.length > 0;
  },
);

export const beginCanaryRun = routine(
  'beginCanaryRun',
  async (
    trx,
    run: Pick<CanaryRun, 'id' | 'canary_id' | 'line_id' | 'via' | 'started_at' | 'due_at'>,
  ): Promise<void> => {
    const open = { left_at: null, arrived_at: null, source_id: null, reason: null };
    await trx
      .insertInto('canary_runs')
      .values({ ...run, ...open, state: 'sending' })
      .execute();
    await trx
      .deleteFrom('canary_runs')
      .where('canary_id', '=', run.canary_id)
      .where('started_at', '<', run.started_at - keptMs)
      .execute();
  },
);

/** It leaves now: from here on it is to arrive within its time. */
export const canaryLeaves = routine(
  'canaryLeaves',
  async (trx, { id, now, dueAt }: { id: string; now: number; dueAt: number }): Promise<void> => {
    await trx
      .updateTable('canary_runs')
      .set({ state: 'sent', left_at: now, due_at: dueAt })
      .where('id', '=', id)
      .where('state', '=', 'sending')
      .execute();
  },
);

/** What became of sending it, unless it has arrived already. */
export const settleCanary = routine(
  'settleCanary',
  async (
    trx,
    args: { id: string; state: 'failed' | 'unknown'; reason: string; ownerId: string; now: number },
  ): Promise<CanaryRun | undefined> => {
    const run = await trx
      .updateTable('canary_runs')
      .set({ state: args.state, reason: args.reason })
      .where('id', '=', args.id)
      .where('state', 'in', ['sending', 'sent'])
      .returningAll()
      .executeTakeFirst();
    if (run !== undefined) await tell(trx, run, args.ownerId, args.now);
    return run;
  },
);

/** It came, perhaps after it was given up. undefined: it is not known, or came before. */
export const canaryArrived = routine(
  'canaryArrived',
  async (
    trx,
    args: { id: string; lineId: string; ownerId: string; sourceId: string; now: number },
  ): Promise<CanaryRun | undefined> => {
    const run = await trx
      .updateTable('canary_runs')
      .set({ state: 'arrived', arrived_at: args.now, source_id: args.sourceId })
      .where('id', '=', args.id)
      .where('line_id', '=', args.lineId)
      .where('arrived_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (run === undefined) return undefined;
    await trx.updateTable('canaries').set({ lost_since: null }).where('id', '=', run.canary_id).execute();
    await tell(trx, run, args.ownerId, args.now);
    return run;
  },
);

/** Gives up what did not arrive in time, to be repeated within `soonMs`; what never left by a run that ended is not known. */
export const loseCanaries = routine(
  'loseCanaries',
  async (
    trx,
    { now, owners, soonMs }: { now: number; owners: Record<string, string>; soonMs: number },
  ): Promise<CanaryRun[]> => {
    const lost = await trx
      .updateTable('canary_runs')
      .set({ state: 'lost' })
      .where('state', '=', 'sent')
      .where('due_at', '<=', now)
      .returningAll()
      .execute();
    await trx
      .updateTable('canary_runs')
      .set({ state: 'unknown', reason: 'the hub stopped before it left' })
      .where('state', '=', 'sending')
      .where('due_at', '<=', now)
      .execute();
    for (const run of lost) {
      await trx
        .updateTable('canaries')
        .set({ lost_since: run.left_at ?? run.started_at })
        .where('id', '=', run.canary_id)
        .where('lost_since', 'is', null)
        .execute();
      await trx
        .updateTable('canaries')
        .set({ next_at: now + soonMs })
        .where('id', '=', run.canary_id)
        .where('next_at', '>', now + soonMs)
        .execute();
      await tell(trx, run, owners[run.line_id] ?? '', now);
    }
    return lost;
  },
);

/** The line's event was told: that texts are lost since then, or (null) that they arrive again. */
export const canaryTold = command(
  'canaryTold',
  async (trx, { id, since }: { id: string; since: number | null }): Promise<void> => {
    await trx.updateTable('canaries').set({ told_since: since }).where('id', '=', id).execute();
  },
);

/** What was lost when a test went another way says nothing of the way that it goes now: that is tried at once. */
export const forgetOtherWays = routine(
  'forgetOtherWays',
  async (
    trx,
    { now, ways }: { now: number; ways: readonly { id: string; lineId: string; via: string }[] },
  ): Promise<void> => {
    for (const { id, lineId, via } of ways)
      await trx
        .updateTable('canaries')
        .set({ lost_since: null, told_since: null, next_at: now })
        .where('id', '=', id)
        .where('lost_since', 'is not', null)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('canary_runs')
                .select('canary_runs.id')
                .where('canary_id', '=', id)
                .where('line_id', '=', lineId)
                .where('via', '=', via)
                .where('state', '=', 'lost'),
            ),
          ),
        )
        .execute();
  },
);

async function tell(trx: Trx, run: CanaryRun, ownerId: string, now: number): Promise<void> {
  const { canary_id: canary, line_id: line, via, state } = run;
  const delayMs = run.arrived_at === null || run.left_at === null ? null : run.arrived_at - run.left_at;
  const data = JSON.stringify({ canary, line, via, state, delayMs });
  await appendEvent(trx, { kind: 'canary', ownerId, data, createdAt: now });
}
