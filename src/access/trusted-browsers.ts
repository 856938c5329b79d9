import { findBrowser, insertBrowser, revokeCopiedBrowser, rotateBrowser } from '../store/sessions.ts';
import type { AccessParts, Browser } from './parts.ts';
import { hashSecret, makeSecret } from './sessions.ts';

/** From when trust was given; using it does not prolong it. */
export const trustMs = 30 * 24 * 3_600_000;

/** A token for the browser's cookie: it stands in for the second factor. It says nothing of the browser's version. */
export async function trustBrowser(parts: AccessParts, personId: string, browser: Browser): Promise<string> {
  const secret = makeSecret(parts);
  const now = parts.clock.now();
  await parts.database.write(insertBrowser, {
    id: parts.ids(),
    hash: hashSecret(secret),
    old_hash: null,
    person_id: personId,
    browser: browser.name.slice(0, 200),
    created_at: now,
    seen_at: now,
    ends_at: now + trustMs,
  });
  return secret;
}

/** Does this person trust the browser that has the token? One that was rotated away gives a copy away, and ends it. */
export async function isTrusted(parts: AccessParts, personId: string, secret: string | undefined): Promise<boolean> {
  if (secret === undefined) return false;
  const hash = hashSecret(secret);
  const found = await findBrowser(parts.database, hash);
  if (found === undefined) {
    await parts.database.write(revokeCopiedBrowser, { oldHash: hash });
    return false;
  }
  return found.person_id === personId && found.ends_at > parts.clock.now();
}

/** The token that takes the place of the one that was used; undefined: it was not good, or not this person's. */
export async function rotateTrust(
  parts: AccessParts,
  personId: string,
  secret: string,
): Promise<{ secret: string; endsAt: number } | undefined> {
  const from = hashSecret(secret);
  const found = await findBrowser(parts.database, from);
  if (found?.person_id !== personId || found.ends_at <= parts.clock.now()) return undefined;
  const next = makeSecret(parts);
  const args = { id: found.id, from, to: hashSecret(next), now: parts.clock.now() };
  return (await parts.database.write(rotateBrowser, args)) ? { secret: next, endsAt: found.ends_at } : undefined;
}
