import { createHmac, timingSafeEqual } from 'node:crypto';

/** A call whose time is further off is refused (Standard Webhooks specification, "Verifying webhook authenticity"; its libraries take 5 min). */
const toleranceSeconds = 300;

/** What identifies one call; `id` stays the same over all attempts. */
export interface WebhookCall {
  id: string;
  /** Seconds since the epoch. */
  timestamp: number;
  body: string | Uint8Array;
}

/**
 * Decodes a signing secret: `whsec_` and base64 of 24 to 64 bytes (Standard Webhooks specification, "Signature
 * scheme"). Null where it is something else.
 */
export function decodeWebhookSecret(secret: string): Buffer | null {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  if (encoded === undefined) return null;
  const key = Buffer.from(encoded, 'base64');
  return key.length >= 24 && key.length <= 64 ? key : null;
}

/** The value of `webhook-signature`: one signature for each key, so that a secret can be exchanged without a gap. */
export function signWebhook(call: WebhookCall, keys: readonly Buffer[]): string {
  return keys.map((key) => `v1,${signatureOf(call, key).toString('base64')}`).join(' ');
}

/** Did one of the keys sign this call, and lately? `now` in milliseconds since the epoch. */
export function isSignedWebhook(call: WebhookCall, header: string, keys: readonly Buffer[], now: number): boolean {
  if (!(Math.abs(now / 1000 - call.timestamp) <= toleranceSeconds)) return false;
  const given = header
    .split(' ')
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'));
  return keys.some((key) => {
    const expected = signatureOf(call, key);
    return given.some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
  });
}

function signatureOf({ id, timestamp, body }: WebhookCall, key: Buffer): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}
