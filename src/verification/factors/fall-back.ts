import type { Refused } from '../../domain/verification.ts';
import { hasTotp, noteFallBackRefused } from '../../store/factors.ts';
import type { Asker, IssueWish } from '../issue.ts';
import { type FactorParts, holderOf } from './parts.ts';

/** `none`: nothing stronger is left aside; `allowed`: something is, which goes to the audit trail. */
export type FallBack = 'none' | 'allowed' | (Refused & { detail: string });

/**
 * Would a code sent to this person stand in for the authenticator app that they have, and may it? Proving an address
 * does not: such a code signs nobody in. Only asked for apps whose people have such apps.
 */
export async function judgeFallBack(
  parts: Pick<FactorParts, 'database' | 'clock' | 'hashes'>,
  { app, settings }: Asker,
  { subject, purpose, kinds }: Pick<IssueWish, 'subject' | 'purpose' | 'kinds'>,
): Promise<FallBack> {
  if (subject === null || purpose === 'address') return 'none';
  const { database, clock } = parts;
  const holder = holderOf(parts, { appId: app.id, subject });
  if (!(await hasTotp(database, holder))) return 'none';
  if (settings.fallBackFromTotp) return 'allowed';
  await database.write(noteFallBackRefused, { holder, kind: kinds[0] ?? '', now: clock.now() });
  const detail = 'this person has an authenticator app, and the app does not allow codes in its place';
  return { outcome: 'refused', refusal: 'stronger-factor', retryAfterMs: null, detail };
}
