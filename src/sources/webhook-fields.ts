import { KeypigeonError } from '../domain/errors.ts';

/** What a gateway sent, as JSON or form. */
export type HookFields = Record<string, unknown>;

/** A sender is a number, a name of up to 11 characters, or an e-mail address (RFC 5321 §4.5.3.1: 64 + 1 + 255). */
const longestSender = 320;

/**
 * Reads the body of a webhook: JSON, or a form.
 *
 * @throws KeypigeonError `invalid-request` or `unsupported-media-type`
 */
export function readFields(rawBody: Uint8Array, contentType: string | undefined): HookFields {
  const type = (contentType ?? 'application/json').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const body = decode(rawBody);
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body));
  if (type === 'application/json' || type.endsWith('+json')) return readJson(body);
  throw new KeypigeonError(
    'unsupported-media-type',
    'Expected Content-Type application/json or application/x-www-form-urlencoded',
  );
}

function decode(rawBody: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(rawBody);
  } catch {
    throw new KeypigeonError('invalid-request', 'Expected a body in UTF-8');
  }
}

function readJson(body: string): HookFields {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new KeypigeonError(
      'invalid-request',
      'The body is not JSON: expected an object such as {"sender": "+15550100001", "text": "…"}, with quotes inside the text escaped',
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as HookFields;
  throw new KeypigeonError(
    'invalid-request',
    'Expected a JSON object such as {"sender": "+15550100001", "text": "…"}, not a list or a single value',
  );
}

/** The value at the first of the paths (`data.content`) that has one, as text; undefined where none has. */
export function pick(fields: HookFields, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const value = at(fields, path);
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  }
  return undefined;
}

function at(fields: HookFields, path: string): unknown {
  // A form may have a dot in its names.
  if (Object.hasOwn(fields, path)) return fields[path];
  let value: unknown = fields;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as HookFields)[name];
  }
  return value;
}

/** The sender, which must be there. Throws KeypigeonError `invalid-request`. */
export function pickSender(fields: HookFields, paths: readonly string[]): string {
  const sender = pick(fields, paths)?.trim();
  if (sender === undefined || sender === '') throw missing('sender', paths);
  if (sender.length > longestSender)
    throw new KeypigeonError('invalid-request', `The sender is longer than ${longestSender} characters`);
  return sender;
}

/** The text, which must be there. Throws KeypigeonError `invalid-request`. */
export function pickText(fields: HookFields, paths: readonly string[]): string {
  const text = pick(fields, paths);
  if (text === undefined || text.trim() === '') throw missing('text', paths);
  return text;
}

function missing(what: string, paths: readonly string[]): KeypigeonError {
  const names = paths.map((path) => `"${path}"`).join(' or ');
  return new KeypigeonError('invalid-request', `The ${what} is missing: expected it in ${names}`);
}

/** When a text was sent: as a moment, or as the wall clock of the phone where no zone is given. */
export type SentTime = { sentAt: number } | { sentAtLocal: string } | undefined;

const isoPattern = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/** Reads ISO 8601, and seconds or milliseconds since 1970. What has no zone is no moment. */
export function readSentTime(written: string | undefined): SentTime {
  const trimmed = written?.trim() ?? '';
  if (/^\d{10}$/.test(trimmed)) return { sentAt: Number(trimmed) * 1000 };
  if (/^\d{13}$/.test(trimmed)) return { sentAt: Number(trimmed) };
  const iso = isoPattern.exec(trimmed);
  if (iso === null) return undefined;
  const [, date, minutes, seconds = ':00', zone] = iso;
  if (zone === undefined) return { sentAtLocal: `${date} ${minutes}${seconds}` };
  const colon = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  const time = Date.parse(`${date}T${minutes}${seconds}${colon}`);
  return Number.isNaN(time) ? undefined : { sentAt: time };
}
