/** A longer wait is cut: nothing that is delivered lives longer than a day. */
const longestWaitMs = 24 * 60 * 60 * 1000;

/**
 * Reads a `Retry-After` header (RFC 9110 §10.2.3): seconds, or an HTTP date.
 *
 * @param now milliseconds since the epoch
 * @returns milliseconds to wait, 0 … one day; undefined where the header is missing or unreadable
 */
export function readRetryAfter(header: string | string[] | undefined, now: number): number | undefined {
  const value = (Array.isArray(header) ? header[0] : header)?.trim();
  if (value === undefined || value === '') return undefined;
  const wait = /^\d+(\.\d+)?$/.test(value) ? Math.ceil(Number(value) * 1000) : waitUntil(value, now);
  return wait === undefined ? undefined : Math.min(wait, longestWaitMs);
}

function waitUntil(date: string, now: number): number | undefined {
  // Every HTTP date names its day and GMT (§5.6.7); Date.parse alone would also take "1" or "-3".
  if (!/^[A-Z][a-z]{2,8},? /.test(date)) return undefined;
  const at = Date.parse(date);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
