import { createHmac, type KeyObject } from 'node:crypto';
import { typedCode } from '../domain/typed.ts';
import { plainRecoveryCode } from '../support/recovery-codes.ts';

/** Keyed, since 50 bits could be tried out by who has the store but not the key. */
export function hashRecoveryCode(key: KeyObject, personId: string, code: string): string {
  return createHmac('sha256', key)
    .update(`${personId}|${plainRecoveryCode(typedCode(code))}`)
    .digest('base64url');
}
