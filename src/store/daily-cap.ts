import { command, type Database } from './database.ts';
import { hotQuery } from './hot-query.ts';

interface Taken {
  name: string;
  /** UTC, as 2027-01-15. */
  day: string;
  count: number;
}

/** Takes some from a day's allowance, all or none; false when so many are not left. */
export const takeFromDaily = command(
  'takeFromDaily',
  async (trx, args: Taken & { cap: number }): Promise<boolean> =>
    args.cap >= args.count && (await countUp(trx, { ...args, before: args.cap - args.count })).length > 0,
);

/** Gives some back that turned out not to be used. */
export const giveBackToDaily = command('giveBackToDaily', async (trx, args: Taken): Promise<void> => {
  await trx
    .updateTable('daily_counts')
    .set((set) => ({ count: set('count', '-', args.count) }))
    .where('name', '=', args.name)
    .where('day', '=', args.day)
    .where('count', '>=', args.count)
    .execute();
});

/** How many were taken that day. */
export async function takenFromDaily(database: Database, name: string, day: string): Promise<number> {
  const row = await database.read
    .selectFrom('daily_counts')
    .select('count')
    .where('name', '=', name)
    .where('day', '=', day)
    .executeTakeFirst();
  return row?.count ?? 0;
}

const countUp = hotQuery((db, args: Taken & { before: number }) =>
  db
    .insertInto('daily_counts')
    .values({ name: args.name, day: args.day, count: args.count })
    .onConflict((conflict) =>
      conflict
        .columns(['name', 'day'])
        .doUpdateSet((set) => ({ count: set('daily_counts.count', '+', args.count) }))
        .where('daily_counts.count', '<=', args.before),
    )
    .returning('count'),
);
