import type { Account } from '../../api/account.ts';

/** Where somebody is who sets up how they sign in: also after the page was loaded anew. */
export type Step = 'how' | 'app' | 'codes' | 'finish';

/** What is still to be done, by what the hub has of them already. */
export function stepOf({
  passkeys,
  password,
  passwordAlone,
  authenticatorApp,
}: Pick<Account, 'passkeys' | 'password' | 'passwordAlone' | 'authenticatorApp'>): Step {
  if (passkeys.length > 0) return 'finish';
  if (!password) return 'how';
  if (authenticatorApp) return 'codes';
  return passwordAlone ? 'finish' : 'app';
}
