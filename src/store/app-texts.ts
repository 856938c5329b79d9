import { type Selectable, sql } from 'kysely';
import type { SentText } from '../domain/sent-text.ts';
import { command, type Database, type Trx } from './database.ts';
import type { Keyring } from './keyring.ts';
import type { Tables } from './tables.ts';
import { toSentText } from './texts.ts';

/** Which texts of an app; the times in milliseconds since the epoch, both inclusive. */
export interface AppTextFilter {
  appId: string;
  /** E.164. */
  to?: string | undefined;
  /** E.164. */
  from?: string | undefined;
  /** When it was sent; while it was not, when it was asked for. */
  sentFrom?: number | undefined;
  sentUntil?: number | undefined;
}

/** Where a page begins: behind a text, right before one (so that new ones move nothing), or after so many. */
export type PagePlace = { olderThan: string } | { newerThan: string } | { skip: number };

/** One page of an app's texts, newest first, and whether there are more behind it (before it, for `newerThan`). */
export async function listAppTexts(
  database: Database,
  keyring: Keyring,
  filter: AppTextFilter,
  place: PagePlace,
  size: number,
): Promise<{ texts: SentText[]; more: boolean }> {
  const backwards = 'newerThan' in place;
  const sentOrAsked = sql<number>`coalesce(sent_at, created_at)`;
  let query = database.read
    .selectFrom('texts')
    .selectAll()
    .where('app_id', '=', filter.appId)
    .orderBy('id', backwards ? 'asc' : 'desc')
    .limit(size + 1);
  if (filter.to !== undefined) query = query.where('to_number', '=', filter.to);
  if (filter.from !== undefined) query = query.where('from_number', '=', filter.from);
  if (filter.sentFrom !== undefined) query = query.where(sentOrAsked, '>=', filter.sentFrom);
  if (filter.sentUntil !== undefined) query = query.where(sentOrAsked, '<=', filter.sentUntil);
  if ('olderThan' in place) query = query.where('id', '<', place.olderThan);
  if ('newerThan' in place) query = query.where('id', '>', place.newerThan);
  if ('skip' in place) query = query.offset(place.skip);
  const rows = await query.execute();
  const page = rows.slice(0, size).map((row) => toSentText(keyring, row));
  return { texts: backwards ? page.toReversed() : page, more: rows.length > size };
}

/** undefined: there is none, or another app asked for it. */
export async function getAppText(
  database: Database,
  keyring: Keyring,
  appId: string,
  id: string,
): Promise<SentText | undefined> {
  const row = await database.read
    .selectFrom('texts')
    .selectAll()
    .where('id', '=', id)
    .where('app_id', '=', appId)
    .executeTakeFirst();
  return row === undefined ? undefined : toSentText(keyring, row);
}

/** `busy`: it may still have to be sent, so that its words are needed. */
export type Erasure = 'done' | 'busy' | 'missing';

/** Nobody needs the words any more. */
const isOver = sql<boolean>`state in ('sent', 'delivered', 'undelivered', 'failed', 'canceled')`;

/** Erases the words of an app's text and leaves the rest. */
export const eraseAppText = command(
  'eraseAppText',
  async (trx, args: { appId: string; id: string }): Promise<Erasure> => {
    const erased = await trx
      .updateTable('texts')
      .set({ text: null })
      .where('id', '=', args.id)
      .where('app_id', '=', args.appId)
      .where(isOver)
      .executeTakeFirst();
    return erased.numUpdatedRows > 0n ? 'done' : whyNot(trx, args);
  },
);

/** Deletes an app's text; a report that comes later finds nothing. */
export const deleteAppText = command(
  'deleteAppText',
  async (trx, args: { appId: string; id: string }): Promise<Erasure> => {
    const deleted = await trx
      .deleteFrom('texts')
      .where('id', '=', args.id)
      .where('app_id', '=', args.appId)
      .where(isOver)
      .executeTakeFirst();
    return deleted.numDeletedRows > 0n ? 'done' : whyNot(trx, args);
  },
);

async function whyNot(trx: Trx, { appId, id }: { appId: string; id: string }): Promise<Erasure> {
  const there = await trx
    .selectFrom('texts')
    .select('id')
    .where('id', '=', id)
    .where('app_id', '=', appId)
    .executeTakeFirst();
  return there === undefined ? 'missing' : 'busy';
}

/** As in the index `texts_untold`. */
const isUntold = sql<boolean>`callback is not null and app_id is not null and state <> 'queued' and (told_state is null or told_state <> state)`;

/** Texts of apps whose last state was not told, and that did not change since `before`; the oldest first. */
export function untoldTexts(database: Database, before: number, limit: number): Promise<Selectable<Tables['texts']>[]> {
  return database.read
    .selectFrom('texts')
    .selectAll()
    .where(isUntold)
    .where('updated_at', '<=', before)
    .orderBy('updated_at')
    .limit(limit)
    .execute();
}

/** The app was told of this state, or was not to be reached. */
export const markTold = command('markTold', async (trx, args: { id: string; state: string }): Promise<void> => {
  await trx.updateTable('texts').set({ told_state: args.state }).where('id', '=', args.id).execute();
});
