import { createHmac } from 'node:crypto';
import { sameSecret } from './same-secret.ts';

/** RFC 6238 §4: 30 s, and what authenticator apps take without asking: SHA-1, 6 digits. */
export const stepMs = 30_000;
const digits = 6;
/** RFC 6238 §5.2: one step for the time that a code is on its way, and for clocks that are off. */
const stepsOff = 1;
/** RFC 4226 §4: 160 bits. */
export const totpSecretBytes = 20;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4226 §5.3 at a time step (RFC 6238 §4.2). */
export function totpAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac[mac.length - 1] ?? 0) & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).padStart(digits, '0');
}

export function stepOf(now: number): number {
  return Math.floor(now / stepMs);
}

/** RFC 6238 §5.2: the time steps around `now` whose codes may come, the later the better. */
export function stepsAround(now: number): number[] {
  const step = stepOf(now);
  return Array.from({ length: 2 * stepsOff + 1 }, (_, index) => step - stepsOff + index);
}

/** The last of these time steps whose code this is; undefined: none. Every candidate is compared. */
export function findStep(secret: Uint8Array, code: string, steps: readonly number[]): number | undefined {
  let found: number | undefined;
  for (const step of steps) if (sameSecret(code, totpAt(secret, step))) found = step;
  return found;
}

/** RFC 4648 §6 without padding, as apps want it. */
export function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/**
 * What a QR code carries (Key Uri Format of Google Authenticator, which all apps read).
 *
 * @param issuer who asks for the codes; the format has no colon in it
 * @param account whose codes they are
 */
export function otpauthUri(secret: Uint8Array, issuer: string, account: string): string {
  const [by, whose] = [issuer, account].map((name) => encodeURIComponent(name.replaceAll(':', ' ')));
  return `otpauth://totp/${by}:${whose}?secret=${toBase32(secret)}&issuer=${by}`;
}
