import { command } from './database.ts';
import { hotQuery } from './hot-query.ts';

/** Takes one from a day's allowance; false when it is used up. */
export const takeFromDaily = command(
  'takeFromDaily',
  async (trx, args: { name: string; day: string; cap: number }): Promise<boolean> =>
    args.cap > 0 && (await countUp(trx, args)).length > 0,
);

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
