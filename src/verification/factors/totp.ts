import { KeypigeonError } from '../../domain/errors.ts';
import { enrolmentMs, mostAuthenticatorApps, mostDriftSteps } from '../../domain/factor.ts';
import { typedCode } from '../../domain/typed.ts';
import type { FactorRow } from '../../store/factor-tables.ts';
import type { TryRefused } from '../../store/factor-tries.ts';
import {
  confirmTotp,
  countWrongFirst,
  enrolTotp,
  factorsOf,
  findFactor,
  openTotpPart,
  sealFactor,
  type TotpMatch,
  type TotpPart,
  takeTotp,
} from '../../store/factors.ts';
import type { Keyring } from '../../store/keyring.ts';
import { findStep, otpauthUri, stepMs, stepOf, stepsAround, toBase32, totpSecretBytes } from '../../support/totp.ts';
import { type FactorParts, foldedHashOf, holderOf, type Subject } from './parts.ts';

/** A new authenticator app; the secret is shown this once. */
export interface TotpOffer {
  row: FactorRow;
  /** Base 32, for typing it in. */
  secret: string;
  uri: string;
}

/**
 * A secret for an authenticator app, which counts once a first good code of it has come. `issuer` and `account` are what
 * the app shows; `addresses` are phones and mailboxes of the person. Throws KeypigeonError `conflict` for somebody who has
 * too many, and AddressRefusedError.
 */
export async function offerTotp(
  parts: FactorParts,
  who: Subject,
  { issuer, account, addresses }: Omit<TotpPart, 'secret'> & { addresses: readonly string[] },
): Promise<TotpOffer> {
  const { database, keyring, clock, random, ids } = parts;
  const [id, now, secret] = [ids(), clock.now(), random(totpSecretBytes)];
  const { appId, subjectHash } = holderOf(parts, who);
  const sealed = sealFactor(keyring, id, { secret: Buffer.from(secret).toString('base64url'), issuer, account });
  const row: FactorRow = {
    ...{ id, app_id: appId, subject_hash: subjectHash, kind: 'totp', state: 'pending', sealed },
    ...{ last_step: null, drift: 0, created_at: now, used_at: null, ends_at: now + enrolmentMs },
  };
  const foldedHashes = addresses.map((address) => foldedHashOf(parts, address));
  if (!(await database.write(enrolTotp, { row, foldedHashes })))
    throw new KeypigeonError(
      'conflict',
      `They have ${mostAuthenticatorApps} authenticator apps already: remove one first.`,
    );
  return { row, secret: toBase32(secret), uri: otpauthUri(secret, issuer, account) };
}

/**
 * Takes the app into use. Throws KeypigeonError `not-found`, `conflict` or `code-wrong`; `delayed`: wrong ones came before.
 */
export async function confirmOffer(
  parts: FactorParts,
  { appId, id, code }: { appId: string; id: string; code: string },
): Promise<{ outcome: 'confirmed'; row: FactorRow } | TryRefused> {
  const { database, keyring, clock } = parts;
  const now = clock.now();
  const row = await findFactor(database, appId, id);
  if (row === undefined || row.kind !== 'totp' || (row.ends_at !== null && row.ends_at <= now))
    throw new KeypigeonError('not-found', 'There is no such authenticator app, or it was not confirmed in time.');
  if (row.state !== 'pending') throw new KeypigeonError('conflict', 'It is confirmed already.');
  const match = matchOf(keyring, row, code, now);
  const holder = { appId, subjectHash: row.subject_hash };
  const settled =
    match === undefined
      ? await database.write(countWrongFirst, { holder, now })
      : await database.write(confirmTotp, { holder, match, now });
  if (settled.outcome === 'delayed') return settled;
  if (settled.outcome === 'over')
    throw new KeypigeonError('conflict', 'It is confirmed already, or another one was begun meanwhile.');
  if (match === undefined) throw new KeypigeonError('code-wrong', whyWrong(keyring, row, code, now));
  return { outcome: 'confirmed', row: confirmedRow(row, match, now) };
}

function confirmedRow(row: FactorRow, match: TotpMatch, now: number): FactorRow {
  return { ...row, state: 'active', ends_at: null, last_step: match.step, drift: match.drift, used_at: now };
}

/** `row`: the authenticator app whose code it is. */
export type TotpAnswer = { outcome: 'wrong' | 'used' } | TryRefused | { outcome: 'approved'; row: FactorRow };

/** Is this what an authenticator app of theirs shows now? Somebody who has none is told the same as for a wrong code. */
export async function checkTotp(parts: FactorParts, who: Subject, code: string): Promise<TotpAnswer> {
  const { database, keyring, clock } = parts;
  const now = clock.now();
  const holder = holderOf(parts, who);
  const active = (await factorsOf(database, holder)).filter(({ kind, state }) => kind === 'totp' && state === 'active');
  const matches = active.flatMap((row) => {
    const match = matchOf(keyring, row, code, now);
    return match === undefined ? [] : [{ row, match }];
  });
  const [found] = matches;
  const checked = await database.write(takeTotp, { holder, match: found?.match ?? null, now });
  if (checked.outcome !== 'approved') return checked;
  if (found === undefined) return { outcome: 'wrong' };
  const { row, match } = found;
  return { outcome: 'approved', row: { ...row, last_step: match.step, drift: match.drift, used_at: now } };
}

/** Around the time here, and around the time of a clock that was known to be off. */
function matchOf(keyring: Keyring, row: FactorRow, code: string, now: number) {
  const steps = new Set([...stepsAround(now), ...stepsAround(now + row.drift * stepMs)]);
  const step = findStep(
    secretOf(keyring, row),
    typedCode(code),
    [...steps].toSorted((one, other) => one - other),
  );
  if (step === undefined) return undefined;
  const drift = Math.max(-mostDriftSteps, Math.min(mostDriftSteps, step - stepOf(now)));
  return { id: row.id, step, drift };
}

/** So far off a clock is looked for, to tell whoever holds the secret anyway. */
const looksForSteps = 40;

function whyWrong(keyring: Keyring, row: FactorRow, code: string, now: number): string {
  const steps = Array.from({ length: 2 * looksForSteps + 1 }, (_, index) => stepOf(now) - looksForSteps + index);
  const step = findStep(secretOf(keyring, row), typedCode(code), steps);
  if (step === undefined) return 'code: expected the six digits that the authenticator app shows now.';
  const offSeconds = (step - stepOf(now)) * (stepMs / 1000);
  const how = `${Math.abs(offSeconds)} s ${offSeconds > 0 ? 'fast' : 'slow'}`;
  return `code: the clock of the phone is about ${how}, or the code is that old; let the phone set its time by itself.`;
}

function secretOf(keyring: Keyring, row: FactorRow): Uint8Array {
  return Buffer.from(openTotpPart(keyring, row).secret, 'base64url');
}
