import { partsOf } from '../domain/conversion.ts';
import { command, type Database } from './database.ts';
import { logChanges } from './verification-log.ts';

/** A country or beginning of numbers to which an app sends nothing for now, or an alarm that is on. */
export interface Block {
  key: string;
  appId: string;
  /** `checks`: nothing is blocked, but most codes that come are wrong. */
  scope: 'region' | 'prefix' | 'checks';
  /** A region, the beginning of numbers, or nothing. */
  place: string;
  reason: 'few-entered' | 'many-numbers' | 'many-wrong-codes';
  until: number;
  /** Sends and how many of their codes were entered, or checks and how many were right; null: not counted. */
  counts: { tried: number; good: number } | null;
}

/** More are not listed. */
const mostListed = 1_000;

/** Those that hold now, the longest first. */
export async function listBlocks(database: Database, now: number): Promise<Block[]> {
  const blocked = await database.read
    .selectFrom('verify_limits')
    .select(['key', 'blocked_until as until'])
    .where('blocked_until', '>', now)
    .orderBy('blocked_until', 'desc')
    .limit(mostListed)
    .execute();
  const alarms = await database.read.selectFrom('verify_alarms').selectAll().where('until', '>', now).execute();
  const alarmOf = new Map(alarms.map((alarm) => [alarm.key, alarm]));
  const guessed = alarms.filter(({ key }) => partsOf(key).scope === 'checks');
  return [...blocked, ...guessed].map(({ key, until }) => toBlock(key, until, alarmOf.get(key)));
}

function toBlock(key: string, until: number, alarm: { until: number; tried: number; good: number } | undefined): Block {
  const { scope, appId, place } = partsOf(key);
  // An alarm of an earlier block ended before this one began.
  const own = alarm !== undefined && Math.abs(alarm.until - until) < 1_000 ? alarm : undefined;
  const counts = own === undefined ? null : { tried: own.tried, good: own.good };
  const reason = scope === 'checks' ? 'many-wrong-codes' : own === undefined ? 'many-numbers' : 'few-entered';
  return { key, appId, scope: scope as Block['scope'], place, reason, until, counts };
}

/** Ends a block; what was counted until now is not counted again. false: there is none. */
export const liftBlock = command(
  'liftBlock',
  async (trx, { key, now }: { key: string; now: number }): Promise<boolean> => {
    const none = { short_count: 0, short_before: 0, long_count: 0, long_before: 0, blocked_until: 0 };
    const lifted = await trx
      .updateTable('verify_limits')
      .set(none)
      .where('key', '=', key)
      .where('blocked_until', '>', now)
      .executeTakeFirst();
    const silenced = await trx
      .deleteFrom('verify_alarms')
      .where('key', '=', key)
      .where('until', '>', now)
      .executeTakeFirst();
    await trx.deleteFrom('verify_conversion').where('key', '=', key).execute();
    if (lifted.numUpdatedRows === 0n && silenced.numDeletedRows === 0n) return false;
    const { appId, place } = partsOf(key);
    const about = { at: now, appId, verificationId: null, destHash: null, status: null };
    await logChanges(trx, [{ ...about, change: 'block-lifted', detail: place || null }]);
    return true;
  },
);
