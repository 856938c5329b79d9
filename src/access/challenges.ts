import { createHash, createHmac } from 'node:crypto';
import { sameSecret } from '../support/same-secret.ts';
import type { AccessParts } from './parts.ts';

/** WebAuthn Level 3 §13.4.3: at least 16 bytes. */
const nonceBytes = 16;
const macBytes = 16;
const timeBytes = 6;
export const challengeMs = 5 * 60_000;

/**
 * A challenge that the hub knows again without having stored it: nonce, end and their MAC. So nobody fills the store by
 * asking for challenges; that each is taken once is noted as it is taken. `purpose` binds it to what it was made for.
 */
export function makeChallenge({ keyring, random, clock }: AccessParts, purpose: string): string {
  const time = Buffer.alloc(timeBytes);
  time.writeUIntBE(clock.now() + challengeMs, 0, timeBytes);
  const body = Buffer.concat([random(nonceBytes), time]);
  return Buffer.concat([body, macOf(keyring, body, purpose)]).toString('base64url');
}

/** Its end; undefined: not ours, for another purpose, or over. */
export function readChallenge({ keyring, clock }: AccessParts, challenge: string, purpose: string): number | undefined {
  const bytes = Buffer.from(challenge, 'base64url');
  if (bytes.length !== nonceBytes + timeBytes + macBytes || bytes.toString('base64url') !== challenge) return undefined;
  const body = bytes.subarray(0, nonceBytes + timeBytes);
  const mac = bytes.subarray(nonceBytes + timeBytes);
  if (!sameSecret(mac.toString('hex'), macOf(keyring, body, purpose).toString('hex'))) return undefined;
  const endsAt = body.readUIntBE(nonceBytes, timeBytes);
  return endsAt > clock.now() ? endsAt : undefined;
}

export function hashChallenge(challenge: string): string {
  return createHash('sha256').update(challenge).digest('base64url');
}

function macOf(keyring: AccessParts['keyring'], body: Uint8Array, purpose: string): Buffer {
  const mac = createHmac('sha256', keyring.derive('passkey challenges')).update(body).update(purpose).digest();
  return mac.subarray(0, macBytes);
}
