import { countTokens, hashToken, insertToken } from '../store/tokens.ts';
import type { RandomBytes } from '../support/random.ts';
import type { HubApi } from './api.ts';

/** A new token: `kp_`, so that secret scanners can know it, and 256 random bits in base64url. */
export function makeToken(random: RandomBytes): string {
  return `kp_${Buffer.from(random(32)).toString('base64url')}`;
}

/** On the very first start: an administrator's token, to be printed once (only its hash is stored). Else null. */
export async function makeFirstToken(
  hub: Pick<HubApi, 'database' | 'ids' | 'random' | 'clock'>,
): Promise<string | null> {
  if ((await countTokens(hub.database)) > 0) return null;
  const token = makeToken(hub.random);
  await hub.database.write(insertToken, {
    id: hub.ids(),
    name: 'first start',
    hash: hashToken(token),
    scopes: ['admin'],
    createdAt: hub.clock.now(),
  });
  return token;
}
