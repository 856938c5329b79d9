import type { Candidate } from './candidates.ts';
import type { Reading } from './reading.ts';
import { findForeignName, findPlacedName } from './service-foreign.ts';
import { findKnown, knownByDomain, knownBySpelling, nativeSpelling, shown } from './service-known.ts';
import { bareName, findHeading, findSignature, isName, type NameReader } from './service-name.ts';
import { findEnclosed, findFollowing } from './spoken-service.ts';

/** What `findService` goes by. */
export interface ServiceFacts {
  reading: Reading;
  /** The bound domain. */
  domain: string | null;
  sender?: string | undefined;
  /** Where the code stands. */
  candidate: Candidate | null;
  /** A code or something about an account was found: only then do the words around it name a service. */
  isAboutAccount: boolean;
}

/**
 * Names the service that a text comes from: by the bound domain, by its heading (`[Zcool]`, `Chase: …`), by its signature,
 * by what it says around the code, by a known name anywhere in it, by a name in foreign letters, at last by an alphanumeric
 * sender. A shop that is paid is not the sender: a bank's name goes before it.
 */
export function findService({ reading, domain, sender, candidate, isAboutAccount }: ServiceFacts): string | null {
  const { folded } = reading;
  const accept: NameReader = (start, end, isHeading) => {
    if (candidate !== null && candidate.start <= start && candidate.end > start) return null;
    const last = candidate !== null && candidate.start > start && candidate.start < end ? candidate.start : end;
    const written = folded.original.slice(folded.origins[start], folded.origins[last]);
    return canonical(bareName(written, isHeading));
  };
  const bound = domain === null ? null : knownByDomain(domain);
  if (bound !== null) return nativeSpelling(bound, reading) ?? bound;
  const isGoogles = candidate?.form === 'prefixed' && folded.text.startsWith('g-', candidate.start);
  if (isGoogles && candidate.value.length === 6) return 'Google';
  const heading = findHeading(reading, accept, isAboutAccount);
  if (heading !== null) return heading;
  const known = findKnown(reading, isAboutAccount);
  if (!isAboutAccount) return known?.shown ?? domain ?? nameOfSender(sender);
  if (known?.isSender === true) return known.shown;
  const signature = findSignature(reading, accept);
  // Who is paid is named before the bank that signs.
  if (signature !== null && (signature.isSure || known?.isPaid === true)) return signature.name;
  return (
    findEnclosed(reading, accept) ??
    known?.shown ??
    findFollowing(reading, accept) ??
    signature?.name ??
    domain ??
    nameOfSender(sender) ??
    findForeignName(reading, accept) ??
    findPlacedName(reading, accept) ??
    nameOfAddress(reading)
  );
}

/** `… Visit example.com`: at last the address that the text names; shortened links tell nobody's name. */
function nameOfAddress({ folded, addresses }: Reading): string | null {
  for (const { start, end } of addresses.slice(0, 4)) {
    const host = /^(?:https?:\/\/)?(?:www\.)?((?:[a-z\d-]+\.){1,3}[a-z]{2,})(?=[/:?#]|$)/.exec(
      folded.text.slice(start, end),
    )?.[1];
    if (host === undefined || /^(?:bit\.ly|t\.co|goo\.gl|tinyurl\.com|cutt\.ly|is\.gd|rb\.gy|b\.link)$/.test(host))
      continue;
    return knownByDomain(host) ?? host;
  }
  return null;
}

/** A network reports a name of at most 11 characters (3GPP TS 23.040 §9.1.2.5). */
function nameOfSender(sender: string | undefined): string | null {
  if (sender === undefined || sender.length > 11 || !/^\p{L}[\p{L}\p{N} ._&-]{1,10}$/u.test(sender)) return null;
  const name = bareName(sender.replace(/^[A-Z]{2}-(?=[A-Z]{4,6}$)/, ''));
  return canonical(name);
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** As the table spells it, else as written; null for what is no name. */
function canonical(whole: string): string | null {
  // `Union Bank (Vyom`: a remark; `City Transport 2020`: its number.
  const isLong = whole.includes('(') || isDigit(whole.charCodeAt(whole.length - 1));
  const name = isLong ? whole.replace(/\s*\([^)]*$|(?<=\p{L})\s\d{3,}$/gu, '') : whole;
  const known = knownBySpelling(name);
  if (known !== undefined) return shown(known, name);
  // `OLX.ba` is OLX in one country.
  const [, root] = /^([^.\s]{3,})\.\p{Ll}{2}$/u.exec(name) ?? [];
  if (root !== undefined) return canonical(root);
  // `WhatsAppi kood`: a known name with its ending.
  const [, stem] = /^([A-Z][A-Za-z]{3,}?)(?:[aeiou]|in|il|le|ga|ta)$/.exec(name) ?? [];
  const bent = stem === undefined ? undefined : knownBySpelling(stem);
  if (bent !== undefined && stem !== undefined) return shown(bent, stem);
  return isName(name) ? name : null;
}
