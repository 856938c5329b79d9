import { createHmac } from 'node:crypto';
import { KeypigeonError } from '../domain/errors.ts';
import { isActive } from '../domain/person.ts';
import { typedCode } from '../domain/typed.ts';
import { recordAudit } from '../store/audit.ts';
import { takeRecoveryCode, takeTotpStep } from '../store/credentials.ts';
import { type Account, findPerson } from '../store/people.ts';
import { beginTry, endTry } from '../store/sign-in-delays.ts';
import { findStep, stepsAround } from '../support/totp.ts';
import { networkOf } from './network.ts';
import { type AccessParts, actorOf, type Browser } from './parts.ts';
import { isPassword } from './password.ts';
import { hashRecoveryCode } from './recovery-codes.ts';
import { openTotp } from './second-factor.ts';
import { hashSecret } from './sessions.ts';
import { isTrusted } from './trusted-browsers.ts';

/** Typing errors cost nothing; an address may be shared by a household. */
const freeOfPerson = 3;
const freeOfNetwork = 20;
/** Whoever comes here knows the password already. */
const freeOfSecond = 5;

export interface PasswordTry {
  person: string;
  password: string;
  code?: string | undefined;
  recoveryCode?: string | undefined;
  browser: Browser;
  /** What the browser has of an earlier "trust this browser". */
  trust: string | undefined;
}

/** Who signed in, and by what. */
export interface SignedIn {
  person: Account;
  how: string;
}

/**
 * By password, and a second factor where there is one. People who are not there get the same answer after the same work.
 * Delays grow by person and network, so that strangers cannot lock anybody out, and known browsers go ahead.
 *
 * @throws KeypigeonError `sign-in-failed`, `second-factor-needed` (only after the right password), `rate-limited`
 */
export async function signInByPassword(parts: AccessParts, given: PasswordTry): Promise<SignedIn> {
  const { database, clock } = parts;
  const person = await findPerson(database, given.person);
  const trusted = person !== undefined && (await isTrusted(parts, person.id, given.trust));
  const keys = delayKeys(parts, given.person, given.browser.address);
  const trust = { key: `trust|${hashSecret(given.trust ?? '')}`, free: freeOfSecond };
  const counted = trusted ? [trust] : [keys.pair, keys.network];
  await begin(parts, counted);
  const isRight = await isPassword(person?.password ?? null, given.password);
  if (person === undefined || !isRight || !isActive(person, clock.now())) {
    await tell(parts, given.browser, person?.id ?? null, 'sign-in.failed');
    throw failed();
  }
  const how = await checkSecond(parts, person, given, { trusted, second: keys.second });
  await database.write(endTry, {
    forget: [keys.pair.key, keys.second.key, trust.key],
    giveBack: trusted ? [] : [keys.network.key],
  });
  await tell(parts, given.browser, person.id, 'sign-in');
  return { person, how };
}

/** Somebody whose passkey answered. Throws KeypigeonError `sign-in-failed`. */
export async function signInByPasskey(
  parts: AccessParts,
  browser: Browser,
  verify: () => Promise<string | undefined>,
): Promise<SignedIn> {
  const { network } = delayKeys(parts, '', browser.address);
  await begin(parts, [network]);
  const personId = await verify();
  const person = personId === undefined ? undefined : await findPerson(parts.database, personId);
  if (person === undefined || !isActive(person, parts.clock.now())) {
    await tell(parts, browser, personId ?? null, 'sign-in.failed');
    throw failed();
  }
  await parts.database.write(endTry, { forget: [], giveBack: [network.key] });
  await tell(parts, browser, person.id, 'sign-in');
  return { person, how: 'passkey' };
}

async function checkSecond(
  parts: AccessParts,
  person: Account,
  given: PasswordTry,
  { trusted, second }: { trusted: boolean; second: { key: string; free: number } },
): Promise<string> {
  // An owner whose app was removed meanwhile does not fall back to the password alone without having insisted.
  if (person.totp === null && (person.role !== 'owner' || person.passwordAlone)) return 'password';
  if (trusted) return 'password, trusted browser';
  if (given.code === undefined && given.recoveryCode === undefined) {
    // The password was right: that it was tried does not count against them.
    const { pair, network } = delayKeys(parts, given.person, given.browser.address);
    await parts.database.write(endTry, { forget: [], giveBack: [pair.key, network.key] });
    throw new KeypigeonError('second-factor-needed', 'Expected `code` of the authenticator app, or `recoveryCode`.');
  }
  await begin(parts, [second]);
  if (given.code !== undefined && (await takesCode(parts, person, given.code))) return 'password, authenticator app';
  if (given.recoveryCode !== undefined && (await takesRecovery(parts, person.id, given.recoveryCode))) {
    await tell(parts, given.browser, person.id, 'recovery-code.used');
    return 'password, recovery code';
  }
  await tell(parts, given.browser, person.id, 'sign-in.failed');
  throw failed();
}

async function takesCode(parts: AccessParts, person: Account, code: string): Promise<boolean> {
  if (person.totp === null) return false;
  const step = findStep(
    openTotp(parts.keyring, person.id, person.totp),
    typedCode(code),
    stepsAround(parts.clock.now()),
  );
  return step !== undefined && (await parts.database.write(takeTotpStep, { personId: person.id, step }));
}

function takesRecovery(parts: AccessParts, personId: string, code: string): Promise<boolean> {
  const hash = hashRecoveryCode(parts.keyring.derive('recovery codes'), personId, code);
  return parts.database.write(takeRecoveryCode, { personId, hash, now: parts.clock.now() });
}

/** Keyed hashes: the store does not keep what people typed in as their name. */
function delayKeys({ keyring }: AccessParts, person: string, address: string) {
  const key = keyring.derive('sign-in delays');
  const hash = (words: string) => createHmac('sha256', key).update(words).digest('base64url');
  const network = networkOf(address);
  return {
    pair: { key: hash(`pair|${network}|${person}`), free: freeOfPerson },
    network: { key: hash(`network|${network}`), free: freeOfNetwork },
    second: { key: hash(`second|${person}`), free: freeOfSecond },
  };
}

async function begin({ database, clock }: AccessParts, rules: { key: string; free: number }[]): Promise<void> {
  const waitMs = await database.write(beginTry, { rules, now: clock.now() });
  if (waitMs === 0) return;
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  throw new KeypigeonError('rate-limited', `Too many failed tries; try again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
  });
}

async function tell(parts: AccessParts, browser: Browser, personId: string | null, action: string): Promise<void> {
  const now = parts.clock.now();
  await parts.database.write(recordAudit, { actor: actorOf(browser, personId), action, subject: null, now });
}

function failed(): KeypigeonError {
  return new KeypigeonError('sign-in-failed', 'Person, password or code is not right.');
}
