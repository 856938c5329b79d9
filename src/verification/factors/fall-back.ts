import type { Refused } from '../../domain/verification.ts';
import type { Holder } from '../../store/factor-tries.ts';
import { hasTotp, noteFallBackRefused, totpHolderAt } from '../../store/factors.ts';
import { AddressRefusedError } from '../address.ts';
import type { Asker } from '../allowed.ts';
import type { IssueWish } from '../issue.ts';
import { type FactorParts, foldedHashOf, holderOf } from './parts.ts';

/** `none`: nothing stronger is left aside; `allowed`: something is, which goes to the audit trail. */
export type FallBack = 'none' | 'allowed' | (Refused & { detail: string });

/** What this needs of the hub. */
type FallBackParts = Pick<FactorParts, 'database' | 'clock' | 'hashes' | 'defaultRegion'>;

/**
 * Would a code sent to this person stand in for the authenticator app that they have, and may it? Proving an address
 * does not: such a code signs nobody in. Only asked for apps whose people have such apps.
 */
export async function judgeFallBack(
  parts: FallBackParts,
  { app, settings }: Asker,
  wish: Pick<IssueWish, 'to' | 'targets' | 'subject' | 'purpose' | 'kinds'>,
): Promise<FallBack> {
  if (wish.purpose === 'address') return 'none';
  const holder = await findHolder(parts, app.id, wish);
  if (holder === undefined) return 'none';
  if (settings.fallBackFromTotp) return 'allowed';
  const { database, clock } = parts;
  await database.write(noteFallBackRefused, { holder, kind: wish.kinds[0] ?? '', now: clock.now() });
  const detail = 'this person has an authenticator app, and the app does not allow codes in its place';
  return { outcome: 'refused', refusal: 'stronger-factor', retryAfterMs: null, detail };
}

/** Who is meant has an authenticator app; where nobody is named, whoever has a phone or mailbox that it may go to. */
async function findHolder(
  parts: FallBackParts,
  appId: string,
  { to, targets, subject }: Pick<IssueWish, 'to' | 'targets' | 'subject'>,
): Promise<Holder | undefined> {
  if (subject !== null) {
    const holder = holderOf(parts, { appId, subject });
    return (await hasTotp(parts.database, holder)) ? holder : undefined;
  }
  for (const address of new Set([to, targets?.phone ?? to, targets?.email ?? to])) {
    const holder = await findHolderAt(parts, appId, address);
    if (holder !== undefined) return holder;
  }
  return undefined;
}

async function findHolderAt(parts: FallBackParts, appId: string, address: string): Promise<Holder | undefined> {
  try {
    return await totpHolderAt(parts.database, { appId, foldedHash: foldedHashOf(parts, address) });
  } catch (error) {
    // No address at all: that is said where it is to be sent.
    if (error instanceof AddressRefusedError) return undefined;
    throw error;
  }
}
