import {
  alarmAgainMs,
  type ConversionCount,
  conversionGraceMs,
  conversionSpanMs,
  conversionWindowMs,
  guessingWindowMs,
  isGuessing,
  isPumped,
  partsOf,
} from '../domain/conversion.ts';
import { block, newLimitRow } from '../domain/send-limits.ts';
import { bulkInsert, bulkQuery } from './bulk-query.ts';
import { routine, type Trx } from './database.ts';
import { appendEvent } from './events.ts';
import { lockLimits, makeLimits, saveLimits } from './limit-rows.ts';
import { logChanges } from './verification-log.ts';

/** Counts of one key in one span, or what came to them. */
export interface ConversionRow extends ConversionCount {
  key: string;
  /** Begin of the span, ms since the epoch. */
  bucket: number;
}

/** What the counts of a key came to. */
export interface Alarm extends ConversionCount {
  key: string;
  appId: string;
  since: number;
  until: number;
}

const addCounts = bulkInsert<ConversionRow>(
  'verify_conversion',
  { key: 'text', bucket: 'bigint', tried: 'bigint', good: 'bigint' },
  `on conflict (key, bucket) do update set tried = verify_conversion.tried + excluded.tried,
    good = verify_conversion.good + excluded.good`,
);

/** Only where a send of the same span was written: small numbers of a beginning are not. */
const addGood = bulkQuery<ConversionRow>(
  { key: 'text', bucket: 'bigint', tried: 'bigint', good: 'bigint' },
  (given) => `update verify_conversion set good = verify_conversion.good + given.good
    from ${given} where verify_conversion.key = given.key and verify_conversion.bucket = given.bucket`,
);

/** Counts are of no use any more after this. */
const keptMs = 3 * conversionWindowMs;

/**
 * Adds counts, judges all that are old enough, and blocks what is pumped: in the rows that each issue of a code looks at
 * anyway. Resolves to what is new.
 *
 * @param args.safe keys that somebody vouches for
 */
export const judgeConversion = routine(
  'judgeConversion',
  async (trx, { rows, safe, now }: { rows: ConversionRow[]; safe: string[]; now: number }): Promise<Alarm[]> => {
    const ordered = rows.toSorted(byKey);
    await addCounts(
      trx,
      ordered.filter(({ tried }) => tried > 0),
    );
    await addGood(
      trx,
      ordered.filter(({ tried }) => tried === 0),
    );
    await trx
      .deleteFrom('verify_conversion')
      .where('bucket', '<', now - keptMs)
      .execute();
    const keys = (await pumpedKeys(trx, now)).filter(({ key }) => !safe.includes(key));
    const blocked = await blockAll(trx, keys, now);
    const guessed = await alarmAll(trx, await guessedKeys(trx, now), now);
    const alarms = [...blocked, ...guessed];
    await tell(trx, alarms, now);
    return alarms;
  },
);

/** Keys that would be blocked now: whoever asks looks which of them somebody vouches for. */
export function pumpedKeys(trx: Trx, now: number): Promise<(ConversionCount & { key: string })[]> {
  // A span is judged once its last send is old enough.
  const until = now - conversionGraceMs - conversionSpanMs;
  return countsBetween(trx, { from: until - conversionWindowMs, until, checks: false }).then((found) =>
    found.filter(isPumped),
  );
}

function guessedKeys(trx: Trx, now: number) {
  return countsBetween(trx, { from: now - guessingWindowMs, until: now, checks: true }).then((found) =>
    found.filter(isGuessing),
  );
}

async function countsBetween(
  trx: Trx,
  { from, until, checks }: { from: number; until: number; checks: boolean },
): Promise<(ConversionCount & { key: string })[]> {
  const rows = await trx
    .selectFrom('verify_conversion')
    .select(({ fn }) => ['key', fn.sum<number>('tried').as('tried'), fn.sum<number>('good').as('good')])
    .where('key', checks ? 'like' : 'not like', 'checks:%')
    .where('bucket', '>', from)
    .where('bucket', '<=', until)
    .groupBy('key')
    // What is judged begins far above: this leaves out the many that are of no interest.
    .having(({ fn }) => fn.sum<number>('tried'), '>=', 20)
    .execute();
  return rows.map(({ key, tried, good }) => ({ key, tried: Number(tried), good: Number(good) }));
}

async function blockAll(trx: Trx, found: (ConversionCount & { key: string })[], now: number): Promise<Alarm[]> {
  if (found.length === 0) return [];
  const wanted = found.map(({ key }) => key);
  await makeLimits(trx, wanted, now);
  const stored = await lockLimits(trx, wanted);
  const alarms: Alarm[] = [];
  for (const { key, tried, good } of found) {
    const row = stored.get(key) ?? newLimitRow(key, now);
    if (row.blocked_until > now) continue;
    const blocked = block(row, now);
    stored.set(key, blocked);
    alarms.push({ key, appId: partsOf(key).appId, since: now, until: blocked.blocked_until, tried, good });
  }
  await saveLimits(
    trx,
    alarms.flatMap(({ key }) => stored.get(key) ?? []),
  );
  await saveAlarms(trx, alarms);
  // Afterwards it is judged by what is sent after the block.
  const keys = alarms.map(({ key }) => key);
  if (keys.length > 0) await trx.deleteFrom('verify_conversion').where('key', 'in', keys).execute();
  return alarms;
}

async function alarmAll(trx: Trx, found: (ConversionCount & { key: string })[], now: number): Promise<Alarm[]> {
  if (found.length === 0) return [];
  const known = await trx
    .selectFrom('verify_alarms')
    .select('key')
    .where('until', '>', now)
    .where(
      'key',
      'in',
      found.map(({ key }) => key),
    )
    .execute();
  const alarms = found
    .filter(({ key }) => !known.some((one) => one.key === key))
    .map(({ key, tried, good }) => {
      return { key, appId: partsOf(key).appId, since: now, until: now + alarmAgainMs, tried, good };
    });
  await saveAlarms(trx, alarms);
  return alarms;
}

async function saveAlarms(trx: Trx, alarms: readonly Alarm[]): Promise<void> {
  for (const { appId, ...alarm } of alarms.toSorted(byKey)) {
    const row = { ...alarm, app_id: appId };
    await trx
      .insertInto('verify_alarms')
      .values(row)
      .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
      .execute();
  }
}

/** In the trail of the app, and to its owner. */
async function tell(trx: Trx, alarms: readonly Alarm[], now: number): Promise<void> {
  if (alarms.length === 0) return;
  const apps = await trx
    .selectFrom('apps')
    .select(['id', 'owner_id'])
    .where('id', 'in', [...new Set(alarms.map(({ appId }) => appId))])
    .execute();
  const owners = new Map(apps.map(({ id, owner_id }) => [id, owner_id]));
  await logChanges(
    trx,
    alarms.map(({ key, appId }) => {
      const { scope, place } = partsOf(key);
      const change = scope === 'checks' ? 'many-wrong-codes' : 'blocked';
      return { at: now, appId, verificationId: null, change, detail: place || null, destHash: null, status: null };
    }),
  );
  for (const { key, appId, until, tried, good } of alarms) {
    const { scope, place } = partsOf(key);
    const data = JSON.stringify({ app: appId, scope, place, tried, good, until: new Date(until).toISOString() });
    const ownerId = owners.get(appId);
    if (ownerId !== undefined) await appendEvent(trx, { kind: 'verification-alarm', ownerId, data, createdAt: now });
  }
}

function byKey(one: { key: string }, other: { key: string }): number {
  return one.key < other.key ? -1 : 1;
}
