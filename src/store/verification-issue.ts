import { failureWaitMs, judgeLimits, type LimitRow, type LimitUse } from '../domain/send-limits.ts';
import { callAfterTextMs, nextSendAt, type Refused, sameRequestMs } from '../domain/verification.ts';
import { bulkInsert, bulkQuery, writeTogether } from './bulk-query.ts';
import { routine, type Trx } from './database.ts';
import { limitsToSave, lockLimits, makeLimits } from './limit-rows.ts';
import { sendColumns, verificationColumns } from './verification-columns.ts';
import { changesToLog, type VerificationChange } from './verification-log.ts';
import type { SendRow, VerificationRow, VerificationTables } from './verification-tables.ts';

/** A code that is to be issued. */
export interface IssueRequest {
  /** The verification, if none is pending under its `open_key`. */
  row: VerificationRow & { open_key: string };
  /** Its first try; of a pending one it becomes the next. */
  send: SendRow;
  limits: LimitUse[];
  /** Counts wrong codes for the destination. */
  failureKey: string;
  idempotency: { key: string; bodyHash: string } | null;
  /** The one that is to be sent again, and no other; null: the one that is pending, or a new one. */
  again: string | null;
  /** It stands in for the authenticator app that the person has, which the app allows. */
  fallsBack?: boolean;
}

/**
 * `same`: a pending one that was just sent to, or the one of an idempotency key; nothing is sent. `raced`: another node
 * was faster; ask again. `gone`: what was to be sent again is over.
 */
export type Issued =
  | { outcome: 'created' | 'resent' | 'same'; row: VerificationRow; send: SendRow | null }
  | Refused
  | { outcome: 'key-reused' }
  | { outcome: 'gone' }
  | { outcome: 'raced' };

type KeyRow = VerificationTables['verify_keys'];

const findKeys = bulkQuery<{ app: string; idem: string }, KeyRow>({ app: 'text', idem: 'text' }, (given) => {
  return `select k.* from ${given} join verify_keys as k on k.app_id = given.app and k.key = given.idem`;
});

const findOpen = bulkQuery<{ open: string }, VerificationRow>(
  { open: 'text' },
  (given) => `select v.* from ${given} join verifications as v on v.open_key = given.open`,
);

const findById = bulkQuery<{ which: string }, VerificationRow>(
  { which: 'text' },
  (given) => `select v.* from ${given} join verifications as v on v.id = given.which`,
);

const closeExpired = bulkQuery<{ which: string; keep_until: number }>(
  { which: 'text', keep_until: 'bigint' },
  (given) => {
    return `update verifications set status = 'expired', open_key = null, ended_at = expires_at, due_at = keep_until
    from ${given} where id = which and status = 'pending'`;
  },
);

const insertRows = bulkInsert<VerificationRow, { id: string }>(
  'verifications',
  verificationColumns,
  'on conflict (open_key) where open_key is not null do nothing returning id',
);

const insertSends = bulkInsert<SendRow>('verify_sends', sendColumns);

const insertKeys = bulkInsert<KeyRow>(
  'verify_keys',
  { app_id: 'text', key: 'text', body_hash: 'text', verification_id: 'text', created_at: 'bigint' },
  'on conflict (app_id, key) do nothing',
);

interface Resend {
  which: string;
  at_time: number;
  by_channel: string;
  next_at: number;
  new_mac: string | null;
}

/** Decides by itself: two at once have one winner. */
const resend = bulkQuery<Resend, { id: string }>(
  { which: 'text', at_time: 'bigint', by_channel: 'text', next_at: 'bigint', new_mac: 'text' },
  (given) => `update verifications set sends = sends + 1, channel = by_channel, last_send_at = at_time,
    next_send_at = next_at, updated_at = at_time, code_mac = coalesce(new_mac, code_mac)
    from ${given} where id = which and status = 'pending' and expires_at > at_time and sends < max_sends
    and next_send_at <= at_time and attempts < max_attempts returning id`,
);

/** What tells of a person is erased so long after the end of a verification. */
export const verificationKeptMs = 30 * 86_400_000;

/**
 * Issues codes, each as if the others were not there; no two may have the same `open_key`. One that is pending under it
 * is sent again: the same code, the same checks. What is counted towards limits, the trail and the try that is now to be
 * sent are one transaction with it.
 */
export const issueCodes = routine('issueCodes', async (trx, requests: readonly IssueRequest[]): Promise<Issued[]> => {
  const plan = new IssuePlan(await knownOf(trx, requests));
  const answers = requests.map((request) => plan.decide(request));
  const { expired, created, resent } = plan;
  await closeExpired(trx, expired);
  const done = new Set((await insertRows(trx, created)).map(({ id }) => id));
  for (const { id } of await resend(trx, resent)) done.add(id);
  const kept = answers.map((answer): Issued => {
    const acted = answer.outcome === 'created' || answer.outcome === 'resent';
    return acted && !done.has(answer.row.id) ? { outcome: 'raced' } : answer;
  });
  await writeTogether(trx, [
    insertSends.with(kept.flatMap(sendOf)),
    insertKeys.with(requests.flatMap((request, index) => keyRowOf(request, kept[index]))),
    limitsToSave(plan.counted.values()),
    ...changesToLog(requests.flatMap((request, index) => changeOf(request, kept[index]))),
  ]);
  return kept;
});

interface Known {
  open: Map<string, VerificationRow>;
  keys: Map<string, { bodyHash: string; row: VerificationRow | undefined }>;
  limits: Map<string, LimitRow>;
}

async function knownOf(trx: Trx, requests: readonly IssueRequest[]): Promise<Known> {
  const open = await findOpen(
    trx,
    requests.map(({ row }) => ({ open: row.open_key })),
  );
  const money = requests.flatMap(({ limits }) => limits.filter(({ refusal }) => refusal === 'daily-cost'));
  await makeLimits(
    trx,
    money.map(({ key }) => key),
    requests[0]?.row.created_at ?? 0,
  );
  const limits = await lockLimits(
    trx,
    requests.flatMap(({ limits, failureKey }) => [failureKey, ...limits.map(({ key }) => key)]),
  );
  return { open: new Map(open.map((row) => [row.open_key ?? '', row])), keys: await keysOf(trx, requests), limits };
}

async function keysOf(trx: Trx, requests: readonly IssueRequest[]): Promise<Known['keys']> {
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

/** Decides what is to be written, from what was read; writes nothing. */
class IssuePlan {
  readonly expired: { which: string; keep_until: number }[] = [];
  readonly created: VerificationRow[] = [];
  readonly resent: Resend[] = [];
  readonly counted = new Map<string, LimitRow>();
  readonly #known: Known;

  constructor(known: Known) {
    this.#known = known;
  }

  decide(request: IssueRequest): Issued {
    const { row, idempotency } = request;
    const before = idempotency === null ? undefined : this.#known.keys.get(`${row.app_id} ${idempotency.key}`);
    if (before !== undefined && before.bodyHash !== idempotency?.bodyHash) return { outcome: 'key-reused' };
    if (before?.row !== undefined) return { outcome: 'same', row: before.row, send: null };
    const open = this.#known.open.get(row.open_key);
    const isOpen = open !== undefined && open.expires_at > row.created_at;
    if (request.again !== null && (!isOpen || open.id !== request.again)) return { outcome: 'gone' };
    if (isOpen) return this.#resend(request, open);
    const refused = this.#count(request);
    if (refused !== null) return refused;
    if (open !== undefined) this.expired.push({ which: open.id, keep_until: open.expires_at + verificationKeptMs });
    this.created.push(row);
    return { outcome: 'created', row, send: request.send };
  }

  #resend(request: IssueRequest, open: VerificationRow): Issued {
    const { send, row } = request;
    const now = row.created_at;
    if (open.attempts >= open.max_attempts) return refuse('max-checks', open.expires_at - now);
    if (now - open.last_send_at < sameRequestMs && open.channel === send.kind && row.code_mac === null)
      return { outcome: 'same', row: open, send: null };
    if (open.sends >= open.max_sends) return refuse('max-sends', open.expires_at - now);
    const waitMs = earliestSend(open, send.kind) - now;
    if (waitMs > 0) return refuse('too-soon', waitMs);
    const refused = this.#count(request);
    if (refused !== null) return refused;
    const number = open.sends + 1;
    const next_at = nextSendAt(number, now);
    this.resent.push({ which: open.id, at_time: now, by_channel: send.kind, next_at, new_mac: row.code_mac });
    const changed = { sends: number, channel: send.kind, last_send_at: now, next_send_at: next_at, updated_at: now };
    const after = { ...open, ...changed, code_mac: row.code_mac ?? open.code_mac };
    return { outcome: 'resent', row: after, send: { ...send, verification_id: open.id, number } };
  }

  /** What is refused is not counted, but may be blocked by it. */
  #count({ limits, failureKey, row }: IssueRequest): Refused | null {
    const now = row.created_at;
    const stored = this.#known.limits;
    const closedMs = failureWaitMs(stored.get(failureKey), now);
    if (closedMs > 0) return refuse('max-checks', closedMs);
    const { refused, rows } = judgeLimits(limits, stored, now);
    for (const one of rows) {
      stored.set(one.key, one);
      this.counted.set(one.key, one);
    }
    return refused === null ? null : refuse(refused.refusal, refused.retryAfterMs);
  }
}

/** When this kind may be sent next: a call only once a text had its time. */
export function earliestSend(
  row: Pick<VerificationRow, 'channel' | 'last_send_at' | 'next_send_at'>,
  kind: string,
): number {
  const afterText = kind === 'call' && row.channel === 'sms' ? row.last_send_at + callAfterTextMs : 0;
  return Math.max(row.next_send_at, afterText);
}

function refuse(refusal: Refused['refusal'], retryAfterMs: number): Refused {
  return { outcome: 'refused', refusal, retryAfterMs: Number.isFinite(retryAfterMs) ? retryAfterMs : null };
}

function sendOf(answer: Issued): SendRow[] {
  const acted = answer.outcome === 'created' || answer.outcome === 'resent';
  return acted && answer.send !== null ? [answer.send] : [];
}

function keyRowOf({ row, idempotency }: IssueRequest, answer: Issued | undefined): KeyRow[] {
  if (idempotency === null || answer === undefined || !('row' in answer)) return [];
  const { key, bodyHash } = idempotency;
  return [{ app_id: row.app_id, key, body_hash: bodyHash, verification_id: answer.row.id, created_at: row.created_at }];
}

function changeOf({ row, send, fallsBack }: IssueRequest, answer: Issued | undefined): VerificationChange[] {
  const about = { at: row.created_at, appId: row.app_id, destHash: row.dest_hash };
  if (answer?.outcome === 'refused')
    return [{ ...about, verificationId: null, change: 'refused', detail: answer.refusal, status: null }];
  if (answer?.outcome !== 'created' && answer?.outcome !== 'resent') return [];
  const issued = { ...about, verificationId: answer.row.id, detail: send.kind };
  const changed = { ...issued, change: answer.outcome, status: 'pending' };
  return fallsBack === true ? [changed, { ...issued, change: 'fell-back-from-totp', status: null }] : [changed];
}
