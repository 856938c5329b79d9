import { bulkInsert, bulkQuery } from './bulk-query.ts';
import type { Trx } from './database.ts';
import type { Issued, IssueRequest, Known } from './issue-plan.ts';
import type { VerificationRow, VerificationTables } from './verification-tables.ts';

type KeyRow = VerificationTables['verify_keys'];

const findKeys = bulkQuery<{ app: string; idem: string }, KeyRow>({ app: 'text', idem: 'text' }, (given) => {
  return `select k.* from ${given} join verify_keys as k on k.app_id = given.app and k.key = given.idem`;
});

/** Decides by itself: of two at once with the same key one has it. */
const claimKeys = bulkInsert<KeyRow, Pick<KeyRow, 'app_id' | 'key'>>(
  'verify_keys',
  { app_id: 'text', key: 'text', body_hash: 'text', verification_id: 'text', created_at: 'bigint' },
  'on conflict (app_id, key) do nothing returning app_id, key',
);

const freeKeys = bulkQuery<{ app: string; idem: string; of: string }>(
  { app: 'text', idem: 'text', of: 'text' },
  (given) =>
    `delete from verify_keys where (app_id, key, verification_id) in (select app, idem, given.of from ${given})`,
);

const findById = bulkQuery<{ which: string }, VerificationRow>(
  { which: 'text' },
  (given) => `select v.* from ${given} join verifications as v on v.id = given.which`,
);

/** What is known of the idempotency keys of these requests. */
export async function keysOf(trx: Trx, requests: readonly IssueRequest[]): Promise<Known['keys']> {
  const asked = requests.flatMap(({ row, idempotency }) =>
    idempotency === null ? [] : [{ app: row.app_id, idem: idempotency.key }],
  );
  if (asked.length === 0) return new Map();
  const found = await findKeys(trx, asked);
  const rows = await findById(
    trx,
    found.map((key) => ({ which: key.verification_id })),
  );
  return new Map(
    found.map((key) => [
      `${key.app_id} ${key.key}`,
      { bodyHash: key.body_hash, row: rows.find(({ id }) => id === key.verification_id) },
    ]),
  );
}

/** Verifications whose idempotency key somebody else has taken meanwhile; they are asked for anew. */
export async function lostKeys(
  trx: Trx,
  requests: readonly IssueRequest[],
  answers: readonly Issued[],
): Promise<Set<string>> {
  const wanted = requests.flatMap((request, index) => keyRowOf(request, answers[index]));
  if (wanted.length === 0) return new Set();
  const claimed = new Set((await claimKeys(trx, wanted)).map(({ app_id, key }) => `${app_id} ${key}`));
  const lost = wanted.filter(({ app_id, key }) => !claimed.has(`${app_id} ${key}`));
  return new Set(lost.map(({ verification_id }) => verification_id));
}

/** Of new ones that came to nothing. */
export async function giveBackKeys(
  trx: Trx,
  requests: readonly IssueRequest[],
  answers: readonly Issued[],
  lost: ReadonlySet<string>,
): Promise<void> {
  const raced = requests.flatMap(({ row, idempotency }, index) =>
    idempotency !== null && answers[index]?.outcome === 'raced' && !lost.has(row.id)
      ? [{ app: row.app_id, idem: idempotency.key, of: row.id }]
      : [],
  );
  await freeKeys(trx, raced);
}

function keyRowOf({ row, idempotency }: IssueRequest, answer: Issued | undefined): KeyRow[] {
  if (idempotency === null || answer === undefined || !('row' in answer)) return [];
  const { key, bodyHash } = idempotency;
  return [{ app_id: row.app_id, key, body_hash: bodyHash, verification_id: answer.row.id, created_at: row.created_at }];
}
