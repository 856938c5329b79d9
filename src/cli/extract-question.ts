import type { ExtractionHints } from '../extraction/extract.ts';

/** A line of `keypigeon extract` that cannot be read; the message says what was expected and repeats nothing of it. */
export class BadLine extends Error {}

const shape = '{"text": "…", "sender": "…", "receivedAt": "2026-11-22T08:00:00Z"}';
/** The furthest that a `Date` reaches from 1970, ms (ECMA-262 §21.4.1.1). */
const furthestTime = 8.64e15;
/** RFC 3339 §5.6: a time without a zone would be another one on each machine. */
const timeWithZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** A text with what is known of it; `sender` and `receivedAt` may be left out or null. Throws BadLine. */
export function readQuestion(line: string): { text: string; hints: ExtractionHints } {
  const { text, sender, receivedAt } = parse(line);
  if (typeof text !== 'string') throw new BadLine(`expected a text in "text", as in ${shape}`);
  if (sender != null && typeof sender !== 'string') throw new BadLine('expected text in "sender", or leave it out');
  const time = readTime(receivedAt);
  if (time === null) {
    throw new BadLine(
      'expected a time with its zone in "receivedAt", as "2026-11-22T08:00:00Z", or milliseconds since 1970, or leave it out',
    );
  }
  return { text, hints: { sender: sender ?? undefined, receivedAt: time } };
}

/** ISO 8601 with a zone, or milliseconds since the epoch; undefined where none is given, null for what is no time. */
export function readTime(value: unknown): number | null | undefined {
  if (value == null) return undefined;
  const time = typeof value === 'string' && timeWithZone.test(value) ? Date.parse(value) : value;
  return typeof time === 'number' && Math.abs(time) <= furthestTime ? time : null;
}

function parse(line: string): { text?: unknown; sender?: unknown; receivedAt?: unknown } {
  try {
    return (JSON.parse(line) ?? {}) as { text?: unknown; sender?: unknown; receivedAt?: unknown };
  } catch {
    throw new BadLine(`this is not JSON; expected ${shape}`);
  }
}
