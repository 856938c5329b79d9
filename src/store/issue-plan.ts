import { failureWaitMs, judgeLimits, type LimitRow, type LimitUse } from '../domain/send-limits.ts';
import { callAfterTextMs, nextSendAt, type Refused, sameRequestMs } from '../domain/verification.ts';
import type { SendRow, VerificationRow } from './verification-tables.ts';
import type { Advance } from './verification-workflows.ts';

/** What tells of a person is erased so long after the end of a verification. */
export const verificationKeptMs = 30 * 86_400_000;

/** Clocks of nodes differ by less. */
const clockSlackMs = 60_000;

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
  /** How the workflow of the one that is sent again goes on by this; null: it does not. */
  advance: Advance | null;
  /** Where the workflow of a new one begins; null: there is nothing to go on to. */
  workflow: { step: number; dueAt: number } | null;
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

/** The next try of one that is pending. */
export interface Resend {
  which: string;
  at_time: number;
  by_channel: string;
  next_at: number;
  /** 1: with the code of the request, where the app chose that one or the one before. */
  other_code: number;
  new_mac: string | null;
  new_salt: string;
  new_key: string;
  new_test: number;
  ready_at: number;
}

/** What was stored before. */
export interface Known {
  open: Map<string, VerificationRow>;
  keys: Map<string, { bodyHash: string; row: VerificationRow | undefined }>;
  limits: Map<string, LimitRow>;
}

/** Decides what is to be written, from what was read; writes nothing. */
export class IssuePlan {
  readonly closed: { row: VerificationRow; closedAt: number; as: 'expired' | 'canceled' }[] = [];
  readonly created: VerificationRow[] = [];
  readonly resent: Resend[] = [];
  readonly counted = new Map<string, LimitRow>();
  readonly #known: Known;
  /** Idempotency keys of the requests so far. */
  readonly #asked = new Set<string>();

  constructor(known: Known) {
    this.#known = known;
  }

  decide(request: IssueRequest): Issued {
    const { row, idempotency } = request;
    const before = idempotency === null ? undefined : this.#known.keys.get(`${row.app_id} ${idempotency.key}`);
    if (before !== undefined && before.bodyHash !== idempotency?.bodyHash) return { outcome: 'key-reused' };
    if (before?.row !== undefined) return { outcome: 'same', row: before.row, send: null };
    const asked = `${row.app_id} ${idempotency?.key}`;
    if (idempotency !== null && this.#asked.has(asked)) return { outcome: 'raced' };
    if (idempotency !== null) this.#asked.add(asked);
    const open = this.#known.open.get(row.open_key);
    const isOpen = open !== undefined && isStillOpen(open, row.created_at);
    if (request.again !== null && (!isOpen || open.id !== request.again)) return { outcome: 'gone' };
    const isOver = open !== undefined && (!isOpen || isForAnother(request, open));
    if (isOpen && !isOver) return this.#resend(request, open);
    const refused = this.#count(request);
    if (refused !== null) return refused;
    if (isOver) this.closed.push({ row: open, closedAt: row.created_at, as: isOpen ? 'canceled' : 'expired' });
    this.created.push(row);
    return { outcome: 'created', row, send: request.send };
  }

  #resend(request: IssueRequest, open: VerificationRow): Issued {
    const { send, row } = request;
    const now = row.created_at;
    if (open.attempts >= open.max_attempts) return refuse('max-checks', open.expires_at - now);
    const isAsked = request.advance?.asked !== false;
    const isOwn = row.code_mac === null || (row.test === 1 && open.test === 1);
    const isDouble = now - open.last_send_at < sameRequestMs && open.channel === send.kind && isOwn;
    if (isAsked && isDouble && request.advance === null) return { outcome: 'same', row: open, send: null };
    if (open.sends >= open.max_sends) return refuse('max-sends', open.expires_at - now);
    // What goes on by itself has waited as long as its step says.
    const waitMs = isAsked ? earliestSend(open, send.kind) - now : 0;
    if (waitMs > 0) return refuse('too-soon', waitMs);
    const refused = this.#count(request);
    if (refused !== null) return refused;
    const number = open.sends + 1;
    const next_at = nextSendAt(number, now);
    const ready_at = isAsked ? now : open.next_send_at;
    const isOther = request.again === null && (row.code_mac ?? open.code_mac) !== null;
    const made = { new_mac: row.code_mac, new_salt: row.salt, new_key: row.key_id, new_test: row.test };
    const change = { at_time: now, by_channel: send.kind, next_at, ready_at, other_code: isOther ? 1 : 0 };
    this.resent.push({ which: open.id, ...change, ...made });
    const changed = { sends: number, channel: send.kind, last_send_at: now, next_send_at: next_at, updated_at: now };
    const { code_mac, salt, key_id, test } = isOther ? row : open;
    const after = { ...open, ...changed, code_mac, salt, key_id, test };
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

/** One that began in the future was begun by a clock that was set back since: it would be sent again only then. */
function isStillOpen({ created_at, expires_at }: VerificationRow, now: number): boolean {
  return expires_at > now && created_at <= now + clockSlackMs;
}

/**
 * A code is for one payment (EU 2018/389 Article 5): another amount or payee has another one, and the code of the first is
 * void. Not where all checks are used up: nobody gets new ones by another amount.
 */
function isForAnother({ row, again }: IssueRequest, open: VerificationRow): boolean {
  return again === null && row.payload_hash !== open.payload_hash && open.attempts < open.max_attempts;
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
