import { hash } from 'node:crypto';
import type { Selectable } from 'kysely';
import { command, type Database } from './database.ts';
import type { Tables } from './tables.ts';

export const scopes = ['read', 'send', 'board', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export interface Token {
  id: string;
  name: string;
  scopes: Scope[];
  createdAt: number;
  lastUsedAt: number | null;
  /** On whose behalf; null: the administrator's. */
  personId: string | null;
}

/** A token has 256 random bits, so a plain hash is enough to store it by. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'base64url');
}

export const insertToken = command(
  'insertToken',
  async (
    trx,
    token: { id: string; name: string; hash: string; scopes: Scope[]; createdAt: number; personId?: string | null },
  ) => {
    await trx
      .insertInto('tokens')
      .values({
        id: token.id,
        name: token.name,
        hash: token.hash,
        scopes: JSON.stringify(token.scopes),
        created_at: token.createdAt,
        person_id: token.personId ?? null,
      })
      .execute();
  },
);

/** undefined: unknown or revoked. */
export async function findToken(database: Database, hash: string): Promise<Token | undefined> {
  const row = await database.read
    .selectFrom('tokens')
    .selectAll()
    .where('hash', '=', hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? undefined : toToken(row);
}

export async function countTokens(database: Database): Promise<number> {
  const row = await database.read
    .selectFrom('tokens')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** Remembers the last use; called at most once a minute for a token. */
export const touchToken = command('touchToken', async (trx, args: { id: string; now: number }) => {
  await trx.updateTable('tokens').set({ last_used_at: args.now }).where('id', '=', args.id).execute();
});

export const revokeToken = command('revokeToken', async (trx, args: { id: string; now: number }): Promise<boolean> => {
  const revoked = await trx
    .updateTable('tokens')
    .set({ revoked_at: args.now })
    .where('id', '=', args.id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return revoked.numUpdatedRows > 0n;
});

/** Those that are not revoked, oldest first. */
export async function listTokens(database: Database): Promise<Token[]> {
  const rows = await database.read
    .selectFrom('tokens')
    .selectAll()
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(toToken);
}

function toToken(row: Selectable<Tables['tokens']>): Token {
  return {
    id: row.id,
    name: row.name,
    scopes: JSON.parse(row.scopes) as Scope[],
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    personId: row.person_id,
  };
}
