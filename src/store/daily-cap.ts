import { command, type Database } from './database.ts';
import { hotQuery } from './hot-query.ts';

/** Takes one from a day's allowance; false when it is used up. */
export const takeFromDaily = command(
  'takeFromDaily',
  async (trx, args: { name: string; day: string; cap: number }): Promise<boolean> =>
    args.cap > 0 && (await countUp(trx, args)).length > 0,
);

/** Gives one back that turned out not to be used. */
export const giveBackToDaily = command(
  'giveBackToDaily',
  async (trx, args: { name: string; day: string }): Promise<void> => {
    await trx
      .updateTable('daily_counts')
      .set((set) => ({ count: set('count', '-', 1) }))
      .where('name', '=', args.name)
      .where('day', '=', args.day)
      .where('count', '>', 0)
      .execute();
  },
);

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

const countUp = hotQuery((db, args: { name: string; day: string; cap: number }) =>
  db
    .insertInto('daily_counts')
    .values({ name: args.name, day: args.day, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['name', 'day'])
        .doUpdateSet((set) => ({ count: set('daily_counts.count', '+', 1) }))
        .where('daily_counts.count', '<', args.cap),
    )
    .returning('count'),
);
