import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { KeypigeonError } from '../domain/errors.ts';
import { findPasskey, insertPasskey, type PasskeyRow, passkeysOf, usePasskey } from '../store/credentials.ts';
import { challengeMs, hashChallenge, makeChallenge, readChallenge } from './challenges.ts';
import type { AccessParts } from './parts.ts';
import type { Site } from './site.ts';

export type { AuthenticationResponseJSON, RegistrationResponseJSON };

const signIn = 'sign-in';
/** COSE: EdDSA, ES256, RS256 (RFC 9053 §2, RFC 8812 §2): what today's authenticators have. */
const algorithms = [-8, -7, -257];

/** What a browser needs to make a passkey for a person. Throws KeypigeonError `passkeys-impossible`. */
export async function offerRegistration(
  parts: AccessParts,
  site: Site,
  { id, name, sessionHash }: { id: string; name: string; sessionHash: string },
) {
  const known = await passkeysOf(parts.database, id);
  return await generateRegistrationOptions({
    rpName: 'Keypigeon',
    rpID: rpIdOf(site),
    userName: name,
    userDisplayName: name,
    userID: new Uint8Array(Buffer.from(id)),
    challenge: asBytes(makeChallenge(parts, sessionHash)),
    timeout: challengeMs,
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map((passkey) => ({ id: passkey.id })),
  });
}

/** Stores a passkey that a browser made. Throws KeypigeonError `invalid-request` when it does not hold. */
export async function register(
  parts: AccessParts,
  site: Site,
  wish: { personId: string; sessionHash: string; name: string; response: RegistrationResponseJSON },
): Promise<PasskeyRow> {
  const rpId = rpIdOf(site);
  const challenge = challengeIn(wish.response.response.clientDataJSON);
  const endsAt = readChallenge(parts, challenge, wish.sessionHash);
  if (endsAt === undefined) throw refused();
  const { registrationInfo: made } = await verifyRegistrationResponse({
    response: wish.response,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: rpId,
    requireUserVerification: true,
  }).catch((cause: unknown) => Promise.reject(refused(cause)));
  if (made === undefined) throw refused();
  const passkey: PasskeyRow = {
    id: made.credential.id,
    person_id: wish.personId,
    name: wish.name,
    rp_id: rpId,
    public_key: Buffer.from(made.credential.publicKey).toString('base64url'),
    counter: made.credential.counter,
    transports: JSON.stringify(made.credential.transports ?? []),
    created_at: parts.clock.now(),
    last_used_at: null,
  };
  const args = { passkey, challenge: hashChallenge(challenge), challengeEndsAt: endsAt };
  if (!(await parts.database.write(insertPasskey, args))) throw refused();
  return passkey;
}

/** What a browser needs to sign in; it names nobody, the passkey does. Throws KeypigeonError `passkeys-impossible`. */
export async function offerSignIn(parts: AccessParts, site: Site) {
  return await generateAuthenticationOptions({
    rpID: rpIdOf(site),
    challenge: asBytes(makeChallenge(parts, signIn)),
    timeout: challengeMs,
    userVerification: 'required',
  });
}

/** Whose passkey answered; undefined: none of ours, or not as it must. A challenge is good once. */
export async function verifySignIn(
  parts: AccessParts,
  site: Site,
  response: AuthenticationResponseJSON,
): Promise<string | undefined> {
  const challenge = challengeIn(response.response.clientDataJSON);
  const endsAt = readChallenge(parts, challenge, signIn);
  const passkey = await findPasskey(parts.database, response.id);
  if (endsAt === undefined || passkey === undefined) return undefined;
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: passkey.rp_id,
    requireUserVerification: true,
    credential: {
      id: passkey.id,
      publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')),
      counter: passkey.counter,
    },
    // A counter that went back (a copied authenticator, WebAuthn Level 3 §6.1.1), a wrong signature: all the same answer.
  }).catch(() => undefined);
  if (verified?.verified !== true) return undefined;
  const used = await parts.database.write(usePasskey, {
    id: passkey.id,
    counter: verified.authenticationInfo.newCounter,
    now: parts.clock.now(),
    challenge: hashChallenge(challenge),
    challengeEndsAt: endsAt,
  });
  return used ? passkey.person_id : undefined;
}

function rpIdOf({ rpId, whyNoPasskeys }: Site): string {
  if (rpId === null)
    throw new KeypigeonError('passkeys-impossible', whyNoPasskeys ?? 'Passkeys are not possible here.');
  return rpId;
}

function asBytes(challenge: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(challenge, 'base64url'));
}

/** WebAuthn Level 3 §5.8.1: the browser says which challenge it signed. */
function challengeIn(clientDataJson: string): string {
  try {
    const data = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8')) as { challenge?: unknown };
    return typeof data.challenge === 'string' ? data.challenge : '';
  } catch {
    return '';
  }
}

function refused(cause?: unknown): KeypigeonError {
  return new KeypigeonError(
    'invalid-request',
    'The passkey was not taken: it was made too long ago, for another address or session, or is known already; try again.',
    { cause },
  );
}
