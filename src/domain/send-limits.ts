import type { VerificationRefusal } from './verification.ts';

/** What may happen within a short and within a long time. */
export interface LimitRule {
  shortMs: number;
  short: number;
  longMs: number;
  long: number;
}

/** Counts of one key, as stored: a window that slides by weighting the one before it. */
export interface LimitRow {
  key: string;
  short_start: number;
  short_count: number;
  short_before: number;
  long_start: number;
  long_count: number;
  long_before: number;
  /** In a row, without a success. */
  streak: number;
  /** Blocked until then; 0: not. */
  blocked_until: number;
  /** How often it was blocked so far: each time lasts twice as long. */
  blocks: number;
}

/** One limit that something counts towards. */
export interface LimitUse {
  key: string;
  rule: LimitRule;
  refusal: VerificationRefusal;
  /** Counted only for a number that was sent nothing for long: so many different ones are counted. */
  onlyNew?: boolean;
  /** Being over it blocks the key for long. */
  blocks?: boolean;
  /** Looked at, not counted. */
  lookOnly?: boolean;
  /** What one of it takes; 1 where nothing else is said. */
  amount?: number;
  /** When what is used up is free again, ms since the epoch; else it is so as the window slides. */
  freeAt?: number;
  /** What is refused as while the key is blocked. */
  whenBlocked?: VerificationRefusal;
  /** A block does not count: somebody vouches for it. */
  neverBlocked?: boolean;
}

const hour = 3_600_000;
/** Twilio blocks a prefix under attack for twelve hours (Verify Fraud Guard); here each further time is twice as long. */
const blockMs = 12 * hour;
const longestBlockMs = 32 * 24 * hour;
/** NIST SP 800-63B-4 §3.2.2: no more than 100 consecutive failures. */
export const mostFailuresInRow = 100;

/** The usual limits; an app may have others. */
export const usualLimits = {
  /** One number or mailbox, all apps together. */
  destination: { shortMs: hour / 6, short: 5, longMs: 24 * hour, long: 10 },
  /** One IPv4 address, or IPv6 /64, of whoever asks the app. */
  address: { shortMs: hour, short: 10, longMs: 24 * hour, long: 50 },
  /** Its /24, or /48. */
  network: { shortMs: hour, short: 50, longMs: 24 * hour, long: 200 },
  /**
   * Different numbers with the same first digits, all but the last four. A longer beginning holds a part of the same
   * numbers and so never runs out first: it needs no count of its own.
   */
  prefix: { shortMs: hour / 6, short: 5, longMs: 24 * hour, long: 20 },
  region: { shortMs: hour, short: 500, longMs: 24 * hour, long: 2_000 },
  app: { shortMs: hour, short: 1_000, longMs: 24 * hour, long: 5_000 },
  /** Wrong codes for one destination, over all its verifications. */
  failures: { shortMs: hour, short: 10, longMs: 24 * hour, long: 20 },
} as const satisfies Record<string, LimitRule>;

export type LimitName = keyof typeof usualLimits;

export function newLimitRow(key: string, now: number): LimitRow {
  const counts = { short_count: 0, short_before: 0, long_count: 0, long_before: 0, streak: 0 };
  return { key, short_start: now, long_start: now, ...counts, blocked_until: 0, blocks: 0 };
}

export interface Judgement {
  /** The first limit that is used up; null: none is, and all are counted in `rows`. */
  refused: { refusal: VerificationRefusal; retryAfterMs: number } | null;
  /** What is to be stored. */
  rows: LimitRow[];
}

/**
 * Is one more within all limits? Then it is counted towards each; else towards none, so that whoever is refused by one
 * does not use up the others.
 *
 * @param stored what is stored of their keys
 */
export function judgeLimits(uses: readonly LimitUse[], stored: ReadonlyMap<string, LimitRow>, now: number): Judgement {
  const rows = uses.map((use) => slide(stored.get(use.key) ?? newLimitRow(use.key, now), use.rule, now));
  const isNew = rows.some(
    (row, index) => uses[index]?.refusal === 'destination-limit' && usedLong(row, uses[index], now) < 1,
  );
  const counted = (use: LimitUse) => use.lookOnly !== true && (use.onlyNew !== true || isNew);
  for (const [index, use] of uses.entries()) {
    const row = rows[index];
    if (row === undefined || (use.onlyNew === true && !isNew && row.blocked_until <= now)) continue;
    const waitMs = waitOf(row, use, now);
    if (waitMs === 0) continue;
    const isBlocked = row.blocked_until > now && use.neverBlocked !== true;
    const blocked = use.blocks === true && !isBlocked ? block(row, now) : undefined;
    const retryAfterMs = blocked === undefined ? waitMs : blocked.blocked_until - now;
    const refusal = isBlocked ? (use.whenBlocked ?? use.refusal) : use.refusal;
    return { refused: { refusal, retryAfterMs }, rows: blocked === undefined ? [] : [blocked] };
  }
  const kept = rows.flatMap((row, index) => {
    const use = uses[index];
    if (use === undefined || !counted(use)) return [];
    const amount = use.amount ?? 1;
    return [{ ...row, short_count: row.short_count + amount, long_count: row.long_count + amount }];
  });
  return { refused: null, rows: kept };
}

/** One more wrong code. */
export function countFailure(stored: LimitRow | undefined, key: string, now: number): LimitRow {
  const row = slide(stored ?? newLimitRow(key, now), usualLimits.failures, now);
  return { ...row, short_count: row.short_count + 1, long_count: row.long_count + 1, streak: row.streak + 1 };
}

/** How long until another code may be checked, ms; 0: now. Infinity: until somebody resets it. */
export function failureWaitMs(stored: LimitRow | undefined, now: number): number {
  if (stored === undefined) return 0;
  if (stored.streak >= mostFailuresInRow) return Number.POSITIVE_INFINITY;
  const use: LimitUse = { key: stored.key, rule: usualLimits.failures, refusal: 'max-checks' };
  return waitOf(slide(stored, use.rule, now), use, now);
}

/** Blocks a key; each time lasts twice as long as the one before. */
export function block(row: LimitRow, now: number): LimitRow {
  const ms = Math.min(blockMs * 2 ** row.blocks, longestBlockMs);
  return { ...row, blocked_until: now + ms, blocks: row.blocks + 1 };
}

function waitOf(row: LimitRow, { rule, amount = 1, freeAt, neverBlocked }: LimitUse, now: number): number {
  // What one of them takes beyond 1 is as if it were used already.
  const more = amount - 1;
  const short = windowWait(row.short_start, row.short_count + more, row.short_before, rule.shortMs, rule.short, now);
  const long = windowWait(row.long_start, row.long_count + more, row.long_before, rule.longMs, rule.long, now);
  const used = Math.max(short, long, 0);
  const free = used > 0 && freeAt !== undefined ? Math.max(freeAt - now, 1) : used;
  return Math.max(neverBlocked === true ? 0 : row.blocked_until - now, free);
}

function usedLong(row: LimitRow, use: LimitUse | undefined, now: number): number {
  if (use === undefined) return 0;
  return used(row.long_start, row.long_count, row.long_before, use.rule.longMs, now);
}

function used(start: number, count: number, before: number, lengthMs: number, now: number): number {
  return count + before * Math.min(1, Math.max(0, 1 - (now - start) / lengthMs));
}

/** Until less than `most` are in the window that ends then, ms. */
function windowWait(start: number, count: number, before: number, lengthMs: number, most: number, now: number): number {
  if (used(start, count, before, lengthMs, now) < most) return 0;
  if (most <= 0) return lengthMs;
  const at = count >= most ? start + lengthMs * (2 - most / count) : start + lengthMs * (1 - (most - count) / before);
  return Math.max(1, Math.ceil(at - now));
}

/** What a clock counted that ran ahead and was set back would hold up somebody until that time comes: it is forgotten. */
function slide(row: LimitRow, rule: LimitRule, now: number): LimitRow {
  const short = slideWindow(row.short_start, row.short_count, row.short_before, rule.shortMs, now);
  const long = slideWindow(row.long_start, row.long_count, row.long_before, rule.longMs, now);
  return {
    key: row.key,
    short_start: short.start,
    short_count: short.count,
    short_before: short.before,
    long_start: long.start,
    long_count: long.count,
    long_before: long.before,
    streak: row.streak,
    blocked_until: row.blocked_until > now + longestBlockMs ? 0 : row.blocked_until,
    blocks: row.blocks,
  };
}

function slideWindow(start: number, count: number, before: number, lengthMs: number, now: number) {
  if (now >= start + 2 * lengthMs || start > now + lengthMs) return { start: now, count: 0, before: 0 };
  if (now >= start + lengthMs) return { start: start + lengthMs, count: 0, before: count };
  return { start, count, before };
}
