import { mostTrustedBrowsers } from '../domain/factor.ts';
import { type Database, routine } from './database.ts';
import { logFactor } from './factor-log.ts';
import type { BrowserRow } from './factor-tables.ts';
import type { Holder } from './factor-tries.ts';
import type { Keyring } from './keyring.ts';

/** A browser that somebody trusts. Of too many the one that was seen longest ago goes. */
export const trustBrowser = routine('trustBrowser', async (trx, row: BrowserRow): Promise<void> => {
  const holder = { appId: row.app_id, subjectHash: row.subject_hash };
  await trx.insertInto('verify_browsers').values(row).execute();
  const others = await trx
    .selectFrom('verify_browsers')
    .select('id')
    .where('app_id', '=', holder.appId)
    .where('subject_hash', '=', holder.subjectHash)
    .orderBy('seen_at', 'desc')
    .orderBy('id', 'desc')
    .offset(mostTrustedBrowsers)
    .limit(mostTrustedBrowsers)
    .execute();
  for (const { id } of others) await trx.deleteFrom('verify_browsers').where('id', '=', id).execute();
  await logFactor(trx, holder, { event: 'browser.trusted', detail: row.id, now: row.created_at });
});

/**
 * A token of this browser came, `uses` being which of them. One that was rotated away is a copy, so that none of the
 * browser is trusted any more.
 */
export const useBrowser = routine(
  'useBrowser',
  async (
    trx,
    { id, uses, isOld, now }: { id: string; uses: number; isOld: boolean; now: number },
  ): Promise<BrowserRow | undefined> => {
    const used = isOld
      ? undefined
      : await trx
          .updateTable('verify_browsers')
          .set({ uses: uses + 1, seen_at: now })
          .where('id', '=', id)
          .where('uses', '=', uses)
          .where('ends_at', '>', now)
          .returningAll()
          .executeTakeFirst();
    if (used !== undefined || !isOld) return used;
    const copied = await trx
      .deleteFrom('verify_browsers')
      .where('id', '=', id)
      .where('uses', '>', uses)
      .returningAll()
      .executeTakeFirst();
    if (copied !== undefined) {
      const holder = { appId: copied.app_id, subjectHash: copied.subject_hash };
      await logFactor(trx, holder, { event: 'browser.copied', detail: id, now });
    }
    return undefined;
  },
);

/** false: there is none. */
export const revokeBrowser = routine(
  'revokeBrowser',
  async (trx, { appId, id, now }: { appId: string; id: string; now: number }): Promise<boolean> => {
    const revoked = await trx
      .deleteFrom('verify_browsers')
      .where('id', '=', id)
      .where('app_id', '=', appId)
      .returning('subject_hash')
      .executeTakeFirst();
    if (revoked === undefined) return false;
    const holder = { appId, subjectHash: revoked.subject_hash };
    await logFactor(trx, holder, { event: 'browser.revoked', detail: id, now });
    return true;
  },
);

/** All of a person. Resolves to how many there were. */
export const revokeBrowsersOf = routine(
  'revokeBrowsersOf',
  async (trx, { holder, now }: { holder: Holder; now: number }): Promise<number> => {
    const revoked = await trx
      .deleteFrom('verify_browsers')
      .where('app_id', '=', holder.appId)
      .where('subject_hash', '=', holder.subjectHash)
      .returning('id')
      .execute();
    if (revoked.length > 0)
      await logFactor(trx, holder, { event: 'browsers.revoked', detail: String(revoked.length), now });
    return revoked.length;
  },
);

/** undefined: it was revoked, or never there. */
export async function findBrowser(database: Database, id: string): Promise<BrowserRow | undefined> {
  return await database.read.selectFrom('verify_browsers').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The one that was seen last comes first. */
export async function browsersOf(
  database: Database,
  { appId, subjectHash }: Holder,
  now: number,
): Promise<BrowserRow[]> {
  return await database.read
    .selectFrom('verify_browsers')
    .selectAll()
    .where('app_id', '=', appId)
    .where('subject_hash', '=', subjectHash)
    .where('ends_at', '>', now)
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .execute();
}

export function sealBrowserName(keyring: Keyring, id: string, name: string): string {
  return keyring.seal(name, placeOf(id));
}

export function openBrowserName(keyring: Keyring, { id, sealed }: BrowserRow): string {
  return keyring.open(sealed, placeOf(id));
}

function placeOf(rowId: string) {
  return { table: 'verify_browsers', column: 'sealed', rowId };
}
