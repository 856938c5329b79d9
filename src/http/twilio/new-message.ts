import { createHash } from 'node:crypto';
import type { LineSetting } from '../../config/configuration.ts';
import { KeypigeonError } from '../../domain/errors.ts';
import { toE164 } from '../../domain/phone-number.ts';
import { type TextRefusal, TextRefusedError, type TextWish } from '../../domain/text-wish.ts';
import type { App } from '../../store/apps.ts';
import type { StoredConfiguration } from '../../store/configuration.ts';
import { readCallbackAddress } from './callback-address.ts';
import type { TwilioCode } from './error-table.ts';
import { TwilioError } from './errors.ts';
import { given, type Parameters, wholeNumber } from './parameters.ts';

/** What would change the meaning of a text, and that a hub has not: refused, never passed over. */
const unsupported: readonly (readonly [name: string, code: TwilioCode])[] = [
  ['MessagingServiceSid', '21701'],
  ['MediaUrl', '21620'],
  ['ContentSid', '21655'],
  ['SendAt', '35118'],
  ['ScheduleType', '35118'],
];
/** Twilio's bounds of `ValidityPeriod`, in seconds. */
const longestValidity = 36_000;
const longestToken = 255;

/**
 * Reads what `POST …/Messages.json` asks for.
 *
 * @param idempotencyToken header `I-Twilio-Idempotency-Token`
 * @throws TwilioError
 */
export function readNewMessage(
  form: Parameters,
  app: App,
  configuration: StoredConfiguration,
  idempotencyToken: string | undefined,
): TextWish {
  for (const [name, code] of unsupported) if (given(form, name) !== undefined) throw new TwilioError(code);
  const to = given(form, 'To');
  if (to === undefined) throw new TwilioError('21604');
  const lines = linesFor(given(form, 'From'), usableLines(app, configuration.lines), configuration.defaultRegion);
  const text = form.get('Body') ?? '';
  if (text === '') throw new TwilioError('21602');
  const callback = readCallbackAddress(given(form, 'StatusCallback'), configuration.network.allowHosts);
  const validity = wholeNumber(form, 'ValidityPeriod', 1, longestValidity);
  return {
    lines,
    to,
    text,
    appId: app.id,
    ...(callback === undefined ? {} : { callback }),
    ...(validity === undefined ? {} : { sendWithinMs: validity * 1_000 }),
    ...(idempotencyToken ? { idempotencyKey: keyOf(app, idempotencyToken) } : {}),
  };
}

function usableLines(app: App, lines: readonly LineSetting[]): LineSetting[] {
  return lines.filter(({ id, owner }) => owner === app.ownerId && (app.lines === null || app.lines.includes(id)));
}

/** By number, or by id: that of a SIM may not be known. */
function linesFor(from: string | undefined, lines: readonly LineSetting[], region: string | null): string[] {
  if (from === undefined) {
    const [only] = lines;
    if (only === undefined || lines.length > 1) throw new TwilioError('21603');
    return [only.id];
  }
  const named = lines.filter(({ id }) => id === from);
  const found = named.length > 0 ? named : lines.filter(({ number }) => number === readFrom(from, region));
  if (found.length === 0) throw new TwilioError('21606');
  return found.map(({ id }) => id);
}

function readFrom(from: string, region: string | null): string {
  try {
    return toE164(from, region ?? undefined);
  } catch (error) {
    if (error instanceof KeypigeonError) throw new TwilioError('21212');
    throw error;
  }
}

/** Keys of two apps never meet, although they may have one owner. */
function keyOf(app: App, token: string): string {
  if (token.length > longestToken)
    throw new TwilioError('20422', `I-Twilio-Idempotency-Token: expected at most ${longestToken} characters`);
  return `twilio-${createHash('sha256').update(`${app.id} ${token}`).digest('base64url')}`;
}

const refusals: Record<TextRefusal, TwilioCode> = {
  'no-line': '21606',
  'line-cannot-send': '21606',
  'not-a-number': '21211',
  'short-code': '21211',
  'own-number': '21266',
  'premium-rate': '21612',
  empty: '21602',
  'too-long': '21617',
  'daily-cap': '63038',
  'key-reused': '20409',
};

/** Why a text was not taken, in Twilio's numbers; anything else as it is. */
export function toRefusal(error: unknown): unknown {
  if (!(error instanceof TextRefusedError)) return error;
  const { refusal, message, retryAfterSeconds } = error;
  return new TwilioError(refusals[refusal], message.replace(/\.$/, ''), { retryAfterSeconds });
}
