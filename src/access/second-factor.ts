import { KeypigeonError } from '../domain/errors.ts';
import { typedCode } from '../domain/typed.ts';
import { activateTotp, replaceRecoveryCodes, setPendingTotp } from '../store/credentials.ts';
import type { Keyring } from '../store/keyring.ts';
import type { Account } from '../store/people.ts';
import { makeRecoveryCodes } from '../support/recovery-codes.ts';
import { findStep, otpauthUri, stepsAround, toBase32, totpSecretBytes } from '../support/totp.ts';
import type { AccessParts } from './parts.ts';
import { hashRecoveryCode } from './recovery-codes.ts';

/** A secret for an authenticator app; it counts once a first good code of it has come. */
export async function offerTotp(parts: AccessParts, person: Account): Promise<{ secret: string; uri: string }> {
  const secret = parts.random(totpSecretBytes);
  const sealed = parts.keyring.seal(Buffer.from(secret).toString('base64'), placeOf(person.id, 'totp_pending'));
  await parts.database.write(setPendingTotp, { personId: person.id, sealed });
  return { secret: toBase32(secret), uri: otpauthUri(secret, 'Keypigeon', person.name) };
}

/** Takes the app into use, and makes recovery codes. Throws KeypigeonError `conflict` or `invalid-request`. */
export async function confirmTotp(parts: AccessParts, person: Account, code: string): Promise<string[]> {
  const { keyring, clock, database, random } = parts;
  const pending = person.totpPending;
  if (pending === null) throw new KeypigeonError('conflict', 'There is no authenticator app to confirm: begin anew.');
  const encoded = keyring.open(pending, placeOf(person.id, 'totp_pending'));
  const step = findStep(Buffer.from(encoded, 'base64'), typedCode(code), stepsAround(clock.now()));
  if (step === undefined)
    throw new KeypigeonError(
      'invalid-request',
      'code: expected what the app shows now; is the clock of the phone right?',
    );
  const codes = makeRecoveryCodes(random);
  const sealed = keyring.seal(encoded, placeOf(person.id, 'totp'));
  const hashes = hashesOf(keyring, person.id, codes);
  if (!(await database.write(activateTotp, { personId: person.id, pending, sealed, step, hashes })))
    throw new KeypigeonError('conflict', 'Another authenticator app was begun meanwhile: begin anew.');
  return codes;
}

/** Ten new ones; the old ones end. */
export async function renewRecoveryCodes(parts: AccessParts, personId: string): Promise<string[]> {
  const codes = makeRecoveryCodes(parts.random);
  await parts.database.write(replaceRecoveryCodes, { personId, hashes: hashesOf(parts.keyring, personId, codes) });
  return codes;
}

export function openTotp(keyring: Keyring, personId: string, sealed: string): Uint8Array {
  return Buffer.from(keyring.open(sealed, placeOf(personId, 'totp')), 'base64');
}

function hashesOf(keyring: Keyring, personId: string, codes: string[]): string[] {
  const key = keyring.derive('recovery codes');
  return codes.map((code) => hashRecoveryCode(key, personId, code));
}

function placeOf(personId: string, column: string) {
  return { table: 'people', column, rowId: personId };
}
