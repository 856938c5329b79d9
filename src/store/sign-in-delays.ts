import { command } from './database.ts';
import { oneAtATime } from './one-at-a-time.ts';

export interface DelayRule {
  key: string;
  /** So many failures cost nothing. */
  free: number;
}

/** The longest that one has to wait, ms. */
const longestMs = 15 * 60_000;
/** Failures are forgotten after so long without one. */
export const forgottenAfterMs = 24 * 3_600_000;

/**
 * Begins a try: it counts as failed until it has succeeded, so that many at once are no way around the delay. Resolves
 * to 0, or to the ms until the next try may begin (then nothing is counted).
 */
export const beginTry = command('beginTry', async (trx, args: { rules: DelayRule[]; now: number }): Promise<number> => {
  const keys = args.rules.map(({ key }) => key);
  await oneAtATime(trx, keys);
  const rows = await trx.selectFrom('sign_in_delays').selectAll().where('key', 'in', keys).execute();
  const known = new Map(rows.filter((row) => args.now - row.last_at < forgottenAfterMs).map((row) => [row.key, row]));
  const wait = Math.max(0, ...[...known.values()].map((row) => Math.min(row.free_at - args.now, longestMs)));
  if (wait > 0) return wait;
  for (const { key, free } of args.rules) {
    const failures = (known.get(key)?.failures ?? 0) + 1;
    const row = { failures, last_at: args.now, free_at: args.now + delayAfter(failures, free) };
    await trx
      .insertInto('sign_in_delays')
      .values({ key, ...row })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
      .execute();
  }
  return 0;
});

/** It succeeded: of the person all failures are forgotten, of the address this one. */
export const endTry = command('endTry', async (trx, args: { forget: string[]; giveBack: string[] }): Promise<void> => {
  if (args.forget.length > 0) await trx.deleteFrom('sign_in_delays').where('key', 'in', args.forget).execute();
  if (args.giveBack.length === 0) return;
  await trx
    .updateTable('sign_in_delays')
    .set((set) => ({ failures: set('failures', '-', 1), free_at: 0 }))
    .where('key', 'in', args.giveBack)
    .where('failures', '>', 0)
    .execute();
});

/** 1 s after the first that costs, twice as long after each further one. */
export function delayAfter(failures: number, free: number): number {
  return failures <= free ? 0 : Math.min(longestMs, 1_000 * 2 ** Math.min(20, failures - free - 1));
}
