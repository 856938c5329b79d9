import { createHmac } from 'node:crypto';
import type { BrowserRow } from '../../store/factor-tables.ts';
import type { Keyring } from '../../store/keyring.ts';
import {
  findBrowser,
  openBrowserName,
  sealBrowserName,
  trustBrowser,
  useBrowser,
} from '../../store/verify-browsers.ts';
import { sameSecret } from '../../support/same-secret.ts';
import { type FactorParts, holderOf, type Subject } from './parts.ts';

const dayMs = 86_400_000;
/** 192 bits of it: as good as a random token, and a third shorter than all. */
const macLength = 32;
const tokenShape = /^kpt_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.(\d{1,9})\.([\w-]{32})$/;

export interface Trusted {
  browser: BrowserRow;
  /** For the browser's cookie, in place of the one that it had. */
  token: string;
}

/** From when trust was given; using it does not prolong it. */
export async function trust(
  parts: FactorParts,
  who: Subject,
  { name, days }: { name: string; days: number },
): Promise<Trusted> {
  const { database, keyring, clock, ids } = parts;
  const [id, now] = [ids(), clock.now()];
  const { appId, subjectHash } = holderOf(parts, who);
  const browser: BrowserRow = {
    ...{ id, app_id: appId, subject_hash: subjectHash, sealed: sealBrowserName(keyring, id, name) },
    ...{ key_id: keyring.current, uses: 0, created_at: now, seen_at: now, ends_at: now + days * dayMs },
  };
  await database.write(trustBrowser, browser);
  return { browser, token: tokenOf(keyring, browser) };
}

/**
 * Does this person trust the browser that has the token? Then another token takes its place. One that was replaced
 * before is a copy: it ends the trust in the browser, whoever has the newer one. undefined: not trusted.
 */
export async function useTrust(parts: FactorParts, who: Subject, token: string): Promise<Trusted | undefined> {
  const { database, keyring, clock } = parts;
  const given = readToken(token);
  const found = given === undefined ? undefined : await findBrowser(database, given.id);
  if (given === undefined || found === undefined || !keyring.ids.includes(found.key_id)) return undefined;
  const { appId, subjectHash } = holderOf(parts, who);
  const isTheirs = found.app_id === appId && found.subject_hash === subjectHash;
  if (!isTheirs || !sameSecret(token, tokenOf(keyring, { ...found, uses: given.uses }))) return undefined;
  const isOld = given.uses < found.uses;
  const used = await database.write(useBrowser, { ...given, isOld, now: clock.now() });
  return used === undefined ? undefined : { browser: used, token: tokenOf(keyring, used) };
}

export function browserName(parts: FactorParts, browser: BrowserRow): string {
  return openBrowserName(parts.keyring, browser);
}

/** Nothing of it is stored: who has a copy of the database makes none. */
function tokenOf(keyring: Keyring, { id, app_id, subject_hash, key_id, uses }: BrowserRow): string {
  const mac = createHmac('sha256', keyring.derive('trusted browsers', key_id))
    .update(`${app_id}|${subject_hash}|${id}|${uses}`)
    .digest('base64url')
    .slice(0, macLength);
  return `kpt_${id.replaceAll('-', '')}.${uses}.${mac}`;
}

function readToken(token: string): { id: string; uses: number } | undefined {
  const parts = tokenShape.exec(token);
  return parts === null ? undefined : { id: parts.slice(1, 6).join('-'), uses: Number(parts[6]) };
}
