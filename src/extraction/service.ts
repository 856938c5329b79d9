import type { Candidate } from './candidates.ts';
import { foldPhrase, place } from './fold.ts';
import type { Reading } from './reading.ts';
import { role } from './roles.ts';
import { bareName, findHeading, findSignature, isName, type NameReader } from './service-name.ts';
import { knownServices, spellings } from './services.ts';
import { findEnclosed, findFollowing } from './spoken-service.ts';

const byDomain = new Map(knownServices.flatMap(({ name, domains }) => domains.map((domain) => [domain, name])));
const bySpelling = new Map(knownServices.flatMap((one) => spellings(one).map((each) => [squeeze(each), one.name])));

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
 * Names the service that a text comes from: by the bound domain, by its heading (`[Zcool]`, `Chase: …`), by what it says
 * around the code, by a known name anywhere in it, by its last words, at last by an alphanumeric sender.
 */
export function findService({ reading, domain, sender, candidate, isAboutAccount }: ServiceFacts): string | null {
  const { folded } = reading;
  const accept: NameReader = (start, end, isHeading) => {
    const written = folded.original.slice(folded.origins[start], folded.origins[end]);
    return canonical(bareName(written, isHeading));
  };
  const isGoogles = candidate?.form === 'prefixed' && folded.text.startsWith('g-', candidate.start);
  return (
    (domain === null ? null : serviceOfDomain(domain)) ??
    (isGoogles && candidate.value.length === 6 ? 'Google' : null) ??
    findHeading(reading, accept) ??
    (isAboutAccount ? findEnclosed(reading, accept) : null) ??
    findKnown(reading) ??
    (isAboutAccount ? findFollowing(reading, accept) : null) ??
    (isAboutAccount ? findSignature(reading, accept) : null) ??
    domain ??
    nameOfSender(sender)
  );
}

/** `www.accounts.google.com` is Google's by `google.com`. */
function serviceOfDomain(domain: string): string | null {
  const labels = domain.split('.');
  for (let skip = 0; skip < labels.length - 1; skip += 1) {
    const name = byDomain.get(labels.slice(skip).join('.'));
    if (name !== undefined) return name;
  }
  return null;
}

/**
 * The first known name in the text that is written as a name; where a bank is named, too, the text is the bank's and the
 * other name the shop's. Names of two letters are too often something else.
 */
function findKnown({ folded, hits, addresses }: Reading): string | null {
  let first: string | null = null;
  for (const hit of hits) {
    if (hit.role !== role.service || hit.end - hit.start < 3) continue;
    if (addresses.some((address) => hit.start >= address.start && hit.end <= address.end)) continue;
    const written = folded.original.slice(folded.origins[hit.start], folded.origins[hit.end]);
    const isUncased = folded.places[hit.start] !== place.latin && hit.end - hit.start >= 2;
    const name = knownServices[hit.value]?.name ?? '';
    if (!isUncased && !/\p{Lu}/u.test(written) && written !== name) continue;
    const shown = isUncased ? written : name;
    if (/bank/i.test(name) || bankWord.test(folded.text.slice(hit.end, hit.end + 8))) return shown;
    first ??= shown;
  }
  return first;
}

/** Behind a bank's name. */
const bankWord = /^ (?:bank|card|debit|credit|karte)/;

/** A network reports a name of at most 11 characters (3GPP TS 23.040 §9.1.2.5). */
function nameOfSender(sender: string | undefined): string | null {
  if (sender === undefined || sender.length > 11 || !/^\p{L}[\p{L}\p{N} ._&-]{1,10}$/u.test(sender)) return null;
  const name = bareName(sender.replace(/^[A-Z]{2}-(?=[A-Z]{4,6}$)/, ''));
  return canonical(name);
}

/** As the table spells it, else as written; null for what is no name. */
function canonical(name: string): string | null {
  const known = bySpelling.get(squeeze(name));
  // A name in another script stays as its readers know it.
  if (known !== undefined && /\p{Script=Latin}|\d/u.test(name)) return known;
  return isName(name) || known !== undefined ? name : null;
}

function squeeze(name: string): string {
  return foldPhrase(name).replace(/[\s-]/g, '');
}
