import type { Updateable } from 'kysely';
import {
  type HeldAddress,
  nextSendAt,
  type ProvenAddress,
  proofCodeMs,
  proofTimesKeptMs,
  proofTries,
  proofTriesOfPerson,
  proofTriesRenewMs,
} from '../domain/proof.ts';
import { sameSecret } from '../support/same-secret.ts';
import { type Actor, appendAudit } from './audit.ts';
import { command, type Database, type Trx } from './database.ts';
import type { Keyring } from './keyring.ts';
import type { Tables } from './tables.ts';

/** Sealed for one destination: only there it says anything. */
export function sealHeld(keyring: Keyring, destinationId: string, held: HeldAddress): string {
  return keyring.seal(JSON.stringify(held), placeOf(destinationId));
}

export function openHeld(keyring: Keyring, destinationId: string, sealed: string): HeldAddress {
  return JSON.parse(keyring.open(sealed, placeOf(destinationId))) as HeldAddress;
}

function placeOf(rowId: string) {
  return { table: 'proofs', column: 'held', rowId };
}

/** What was proven, by destination. */
export async function loadHeld(db: Trx, keyring: Keyring): Promise<Map<string, ProvenAddress>> {
  const rows = await db
    .selectFrom('proofs')
    .select(['destination_id', 'held', 'proven_at'])
    .where('held', 'is not', null)
    .orderBy('destination_id')
    .execute();
  return new Map(
    rows.map(({ destination_id: id, held, proven_at }) => [
      id,
      { ...openHeld(keyring, id, held ?? ''), provenAt: proven_at ?? 0 },
    ]),
  );
}

/** The address that the code under way was sent to, sealed; null: there is none. */
export async function findSentTo(database: Database, destinationId: string): Promise<string | null> {
  const row = await database.read
    .selectFrom('proofs')
    .select('sent_to')
    .where('destination_id', '=', destinationId)
    .executeTakeFirst();
  return row?.sent_to ?? null;
}

export interface NewProofCode {
  destinationId: string;
  /** Of destination, person and address: each has its own limits. */
  limitedBy: string[];
  codeMac: string;
  salt: string;
  /** The address, sealed. */
  sentTo: string;
  actor: Actor;
  now: number;
}

export type BegunProof =
  | { begun: true; triesLeft: number; againAt: number }
  /** Not before this, ms since the epoch. */
  | { begun: false; why: 'too-soon' | 'no-tries'; until: number };

/** Takes a new code in place of any other, where the limits allow one. Tries are those that were left. */
export const beginProof = command('beginProof', async (trx, args: NewProofCode): Promise<BegunProof> => {
  const { destinationId, now } = args;
  const sent = await lockTimes(trx, args.limitedBy, now);
  const until = Math.max(...[...sent.values()].map((times) => nextSendAt(times, now)));
  if (until > now) return { begun: false, why: 'too-soon', until };
  const row = await lockProof(trx, destinationId);
  const renewed = row.tries_since !== null && row.tries_since + proofTriesRenewMs <= now;
  const tries = renewed ? { tries_left: proofTries, tries_since: null } : {};
  const triesLeft = tries.tries_left ?? row.tries_left;
  if (triesLeft <= 0) return { begun: false, why: 'no-tries', until: (row.tries_since ?? now) + proofTriesRenewMs };
  const code = { code_mac: args.codeMac, salt: args.salt, sent_to: args.sentTo, ends_at: now + proofCodeMs };
  await update(trx, destinationId, { ...code, ...tries });
  for (const [key, times] of sent) await putTimes(trx, key, [...times, now]);
  await appendAudit(trx, { actor: args.actor, action: 'proof.sent', subject: destinationId, now });
  const againAt = Math.max(...[...sent.values()].map((times) => nextSendAt([...times, now], now)));
  return { begun: true, triesLeft, againAt };
});

/** A code that surely did not leave: it ends, and does not count. */
export const withdrawProof = command(
  'withdrawProof',
  async (trx, args: { destinationId: string; codeMac: string; limitedBy: string[]; now: number }): Promise<void> => {
    const sent = await lockTimes(trx, args.limitedBy, args.now);
    await trx
      .updateTable('proofs')
      .set(noCode)
      .where('destination_id', '=', args.destinationId)
      .where('code_mac', '=', args.codeMac)
      .execute();
    for (const [key, times] of sent) await putTimes(trx, key, times.slice(0, -1));
  },
);

export type CheckedProof =
  | { outcome: 'proven' | 'no-code' }
  | { outcome: 'wrong'; triesLeft: number }
  | { outcome: 'no-tries'; until: number };

/**
 * Takes one try and compares; the try is committed with the answer, however many ask at once. Of several that are right
 * one proves: what it proves is the address that the code was sent to, whatever the destination says by then.
 */
export const checkProof = command(
  'checkProof',
  async (
    trx,
    args: {
      destinationId: string;
      /** For the wrong codes of this person. */
      personKey: string;
      macOf(salt: string): string;
      actor: Actor;
      now: number;
    },
  ): Promise<CheckedProof> => {
    const { destinationId, personKey, actor, now } = args;
    const wrong = (await lockTimes(trx, [personKey], now)).get(personKey) ?? [];
    const oldest = wrong.at(-proofTriesOfPerson);
    if (oldest !== undefined) return { outcome: 'no-tries', until: oldest + proofTimesKeptMs };
    const tried = await takeTry(trx, destinationId, now);
    if (tried === undefined) return whyNoTry(trx, destinationId, now);
    if (!sameSecret(args.macOf(tried.salt), tried.code_mac)) {
      await putTimes(trx, personKey, [...wrong, now]);
      await appendAudit(trx, { actor, action: 'proof.failed', subject: destinationId, now });
      return { outcome: 'wrong', triesLeft: tried.tries_left };
    }
    const proven = await trx
      .updateTable('proofs')
      .set({ ...noCode, held: tried.sent_to, proven_at: now, tries_left: tried.tries_left + 1 })
      .where('destination_id', '=', destinationId)
      .where('code_mac', '=', tried.code_mac)
      .executeTakeFirst();
    if (proven.numUpdatedRows === 0n) return { outcome: 'no-code' };
    await appendAudit(trx, { actor, action: 'proof.given', subject: destinationId, now });
    return { outcome: 'proven' };
  },
);

/** Another address took the place of a proven one. true for the one caller that is to tell the old address. */
export const endHeld = command(
  'endHeld',
  async (trx, args: { destinationId: string; provenAt: number }): Promise<boolean> => {
    const ended = await trx
      .updateTable('proofs')
      .set({ held: null, proven_at: null })
      .where('destination_id', '=', args.destinationId)
      .where('proven_at', '=', args.provenAt)
      .executeTakeFirst();
    return ended.numUpdatedRows > 0n;
  },
);

const noCode = { code_mac: null, salt: null, sent_to: null, ends_at: null } satisfies Updateable<Tables['proofs']>;

async function takeTry(trx: Trx, destinationId: string, now: number) {
  const row = await trx
    .updateTable('proofs')
    .set((set) => ({
      tries_left: set('tries_left', '-', 1),
      tries_since: set.fn.coalesce('tries_since', set.val(now)),
    }))
    .where('destination_id', '=', destinationId)
    .where('tries_left', '>', 0)
    .where('code_mac', 'is not', null)
    .where('ends_at', '>', now)
    .returning(['code_mac', 'salt', 'sent_to', 'tries_left'])
    .executeTakeFirst();
  if (row === undefined || row.code_mac === null || row.salt === null) return undefined;
  return { ...row, code_mac: row.code_mac, salt: row.salt };
}

async function whyNoTry(trx: Trx, destinationId: string, now: number): Promise<CheckedProof> {
  const row = await trx
    .selectFrom('proofs')
    .select(['tries_left', 'tries_since'])
    .where('destination_id', '=', destinationId)
    .executeTakeFirst();
  if (row === undefined || row.tries_left > 0) return { outcome: 'no-code' };
  return { outcome: 'no-tries', until: (row.tries_since ?? now) + proofTriesRenewMs };
}

/** Makes the row where there is none, and holds it until the end of the transaction. */
async function lockProof(trx: Trx, destinationId: string) {
  return trx
    .insertInto('proofs')
    .values({ destination_id: destinationId, tries_left: proofTries, ...noCode })
    .onConflict((conflict) => conflict.column('destination_id').doUpdateSet({ destination_id: destinationId }))
    .returning(['tries_left', 'tries_since'])
    .executeTakeFirstOrThrow();
}

async function update(trx: Trx, destinationId: string, values: Updateable<Tables['proofs']>): Promise<void> {
  await trx.updateTable('proofs').set(values).where('destination_id', '=', destinationId).execute();
}

/** The times that still matter, by key. Each key is held until the end of the transaction, in one order for all. */
async function lockTimes(trx: Trx, keys: string[], now: number): Promise<Map<string, number[]>> {
  const held = new Map<string, number[]>();
  for (const key of [...new Set(keys)].sort()) {
    const { times } = await trx
      .insertInto('proof_times')
      .values({ key, times: '[]', last_at: now })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ key }))
      .returning('times')
      .executeTakeFirstOrThrow();
    held.set(
      key,
      (JSON.parse(times) as number[]).filter((at) => at > now - proofTimesKeptMs),
    );
  }
  return held;
}

async function putTimes(trx: Trx, key: string, times: number[]): Promise<void> {
  const row = { times: JSON.stringify(times), last_at: times.at(-1) ?? 0 };
  await trx.updateTable('proof_times').set(row).where('key', '=', key).execute();
}
