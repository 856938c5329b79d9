import { scrypt } from 'node:crypto';
import { typedCode } from '../../domain/typed.ts';
import type { FactorRow } from '../../store/factor-tables.ts';
import { factorsOf, openSalt, sealFactor } from '../../store/factors.ts';
import { makeCodes, type RecoveryChecked, takeCode } from '../../store/recovery-codes.ts';
import { makeRecoveryCodes, plainRecoveryCode } from '../../support/recovery-codes.ts';
import { type FactorParts, holderOf, type Subject } from './parts.ts';

/**
 * NIST SP 800-63B-4 §3.1.2.2: secrets below 112 bits are hashed as passwords are, with a cost that may be small. This is
 * 4 MiB and some ms for each; the salt is sealed besides.
 */
const cost = { N: 2 ** 12, r: 8, p: 1 } as const;
const saltBytes = 16;
const hashBytes = 32;

/** Ten codes, shown this once, each good once; those that the person had before end. */
export async function renewCodes(parts: FactorParts, who: Subject): Promise<{ row: FactorRow; codes: string[] }> {
  const { database, keyring, clock, random, ids } = parts;
  const codes = makeRecoveryCodes(random);
  const salt = Buffer.from(random(saltBytes)).toString('base64url');
  const id = ids();
  const { appId, subjectHash } = holderOf(parts, who);
  const row: FactorRow = {
    ...{ id, app_id: appId, subject_hash: subjectHash, kind: 'recovery-codes', state: 'active' },
    ...{ sealed: sealFactor(keyring, id, { salt }), last_step: null, drift: 0 },
    ...{ created_at: clock.now(), used_at: null, ends_at: null },
  };
  const hashes: string[] = [];
  for (const code of codes) hashes.push(await hashOf(code, salt));
  await database.write(makeCodes, { row, hashes });
  return { row, codes };
}

export type RecoveryAnswer =
  | Exclude<RecoveryChecked, { outcome: 'approved' }>
  | { outcome: 'approved'; row: FactorRow; left: number };

/** Takes a code. Somebody who has none is told the same as for a wrong one. */
export async function checkRecoveryCode(parts: FactorParts, who: Subject, code: string): Promise<RecoveryAnswer> {
  const holder = holderOf(parts, who);
  const row = (await factorsOf(parts.database, holder)).find(({ kind }) => kind === 'recovery-codes');
  const hash = await hashOf(code, row === undefined ? 'nobody' : openSalt(parts.keyring, row));
  const now = parts.clock.now();
  const checked = await parts.database.write(takeCode, { holder, factorId: row?.id ?? '', hash, now });
  if (checked.outcome !== 'approved') return checked;
  return row === undefined ? { outcome: 'wrong' } : { ...checked, row: { ...row, used_at: now } };
}

function hashOf(code: string, salt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(plainRecoveryCode(typedCode(code)), salt, hashBytes, cost, (error, hash) => {
      if (error === null) resolve(hash.toString('base64url'));
      else reject(error);
    });
  });
}
