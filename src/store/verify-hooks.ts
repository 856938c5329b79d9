import { sql } from 'kysely';
import { command, type Database, routine } from './database.ts';
import { directRunOf, hotQuery } from './hot-query.ts';
import type { Keyring } from './keyring.ts';
import { logChanges } from './verification-log.ts';
import type { VerificationTables } from './verification-tables.ts';

/** Where an app is told of changes, and what its calls are signed with. */
export interface VerifyHook {
  url: string;
  /** `whsec_…`; calls are signed with each that is still good. `until` null: without end. */
  secrets: { secret: string; until: number | null }[];
}

type HookRow = VerificationTables['verify_hooks'];
export type HookCall = VerificationTables['verify_hook_calls'];

/** With how its calls go; `hook` null: what is sealed of it does not open any more. undefined: the app has none. */
export async function findHook(
  database: Database,
  keyring: Keyring,
  appId: string,
): Promise<{ row: HookRow; hook: VerifyHook | null } | undefined> {
  const row = await database.read.selectFrom('verify_hooks').selectAll().where('app_id', '=', appId).executeTakeFirst();
  return row === undefined ? undefined : { row, hook: openHook(keyring, row) };
}

function openHook(keyring: Keyring, { app_id: appId, sealed }: HookRow): VerifyHook | null {
  try {
    return JSON.parse(keyring.open(sealed, placeOf(appId))) as VerifyHook;
  } catch {
    return null;
  }
}

export function sealHook(keyring: Keyring, appId: string, { url, secrets }: VerifyHook): string {
  return keyring.seal(JSON.stringify({ url, secrets }), placeOf(appId));
}

/** `position` is where a new one begins; one that was there goes on where it was. */
export const saveHook = command(
  'saveHook',
  async (trx, hook: { appId: string; sealed: string; position: string; now: number }): Promise<void> => {
    const { appId, sealed, position, now } = hook;
    await trx
      .insertInto('verify_hooks')
      .values({ app_id: appId, sealed, position, created_at: now, failed_at: null, failure: null })
      .onConflict((conflict) => conflict.column('app_id').doUpdateSet({ sealed }))
      .execute();
  },
);

/** With all calls that wait. false: there is none. */
export const removeHook = command('removeHook', async (trx, { appId }: { appId: string }): Promise<boolean> => {
  const removed = await trx.deleteFrom('verify_hooks').where('app_id', '=', appId).executeTakeFirst();
  await trx.deleteFrom('verify_hook_calls').where('app_id', '=', appId).execute();
  return removed.numDeletedRows > 0n;
});

const positions = hotQuery((db) =>
  db
    .selectFrom('verify_hooks')
    .innerJoin('apps', 'apps.id', 'verify_hooks.app_id')
    .select(['app_id', 'position'])
    .where('apps.revoked_at', 'is', null),
);

/** Of all apps that are not revoked: up to which event their calls were made ready. */
export function hookPositions(database: Database): Promise<Pick<HookRow, 'app_id' | 'position'>[]> {
  return positions(database.read, {});
}

/** Makes calls ready and notes up to where; of several nodes that do it at once, one does. */
export const readyCalls = routine(
  'readyCalls',
  async (
    trx,
    { appId, from, to, calls }: { appId: string; from: string; to: string; calls: HookCall[] },
  ): Promise<boolean> => {
    const moved = await trx
      .updateTable('verify_hooks')
      .set({ position: to })
      .where('app_id', '=', appId)
      .where('position', '=', from)
      .executeTakeFirst();
    if (moved.numUpdatedRows === 0n) return false;
    if (calls.length > 0) await trx.insertInto('verify_hook_calls').values(calls).execute();
    return true;
  },
);

/** Takes calls that are due for this node, but for those of `except`: nobody else makes them before `leaseUntil`. */
export const claimCalls = routine(
  'claimCalls',
  async (
    trx,
    { now, leaseUntil, most, except }: { now: number; leaseUntil: number; most: number; except: readonly string[] },
  ): Promise<HookCall[]> => {
    const others = except.length === 0 ? sql`` : sql`and app_id not in (${sql.join(except)})`;
    const lock = directRunOf(trx) === undefined ? sql`for update skip locked` : sql``;
    const claimed = await sql<HookCall>`
      update verify_hook_calls set due_at = ${leaseUntil}, tries = tries + 1
      where id in (select id from verify_hook_calls where due_at <= ${now} ${others} order by due_at limit ${most} ${lock})
      returning *`.execute(trx);
    return claimed.rows;
  },
);

/** It was taken. */
export const doneCall = routine(
  'doneCall',
  async (trx, { id, appId }: { id: string; appId: string }): Promise<void> => {
    await trx.deleteFrom('verify_hook_calls').where('id', '=', id).execute();
    await trx
      .updateTable('verify_hooks')
      .set({ failed_at: null, failure: null })
      .where('app_id', '=', appId)
      .where('failed_at', 'is not', null)
      .execute();
  },
);

export interface FailedCall {
  call: HookCall;
  /** One line, without address or answer. */
  failure: string;
  /** When it is made again; null: never, it is given up. */
  againAt: number | null;
  /** Others of this app wait so long, too. */
  othersUntil: number;
  now: number;
}

export const failedCall = routine(
  'failedCall',
  async (trx, { call, failure, againAt, othersUntil, now }: FailedCall): Promise<void> => {
    const { id, app_id: appId } = call;
    await trx.updateTable('verify_hooks').set({ failed_at: now, failure }).where('app_id', '=', appId).execute();
    await trx
      .updateTable('verify_hook_calls')
      .set({ due_at: othersUntil })
      .where('app_id', '=', appId)
      .where('due_at', '<', othersUntil)
      .execute();
    if (againAt !== null) {
      await trx.updateTable('verify_hook_calls').set({ due_at: againAt }).where('id', '=', id).execute();
      return;
    }
    await trx.deleteFrom('verify_hook_calls').where('id', '=', id).execute();
    const { data } = JSON.parse(call.body) as { data: { verificationId?: string } };
    const about = { at: now, appId, verificationId: data.verificationId ?? null, destHash: null, status: null };
    await logChanges(trx, [{ ...about, change: 'webhook-failed', detail: failure }]);
  },
);

/** How many calls of an app were not taken so far. */
export async function waitingCalls(database: Database, appId: string): Promise<number> {
  const row = await database.read
    .selectFrom('verify_hook_calls')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('app_id', '=', appId)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

function placeOf(rowId: string) {
  return { table: 'verify_hooks', column: 'sealed', rowId };
}
