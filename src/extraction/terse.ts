import type { Candidate } from './candidates.ts';
import { type Hit, startingAt } from './hits.ts';
import { isForOwner, isInstructed } from './instruction.ts';
import { isOwnLine } from './layout.ts';
import { isOffer, reducesPrice } from './offer.ts';
import { otherUnit } from './other-number.ts';
import { place } from './place.ts';
import { isWrapping, type Reading } from './reading.ts';
import { kindOrder, role } from './roles.ts';
import { enough, type Scoring } from './scoring.ts';
import { findStatedLifetime } from './stated-lifetime.ts';

/** A text of at most so many units that says nothing but what to do with a number: `Register with 481920`. */
const terse = 56;
const pickUp = kindOrder.indexOf('pick-up-code');
const longestHeading = 32;
/** ` to `, ` 2 ` and the like: so far behind a number stands what it is for. */
const nextPurpose = 4;
/** ` para o entregador `. */
const nextHand = 24;

/** A text without a code word: a known sender's prefix, or so short that its purpose is all there is. */
export function scoreTerse(candidate: Candidate, scoring: Scoring): number {
  const { reading, purposes, candidates, advertises } = scoring;
  const { form, value, end } = candidate;
  if (form === 'prefixed') return value.length === 6 ? enough : 2;
  if (otherUnit(candidate, reading, 0) < 0 || isSubject(candidate, scoring)) return 0;
  const told = isInstructed(candidate, reading) && !isAddress(candidate, reading);
  const purposeNext = purposes.some((one) => one.start >= end && one.start - end <= nextPurpose);
  // `Enter 48192 2 verify ur phone & get your gift`
  if (advertises)
    return told && purposeNext && form === 'digits' && !reducesPrice.test(reading.folded.text) ? enough : 0;
  if (isYear(value) && !purposeNext) return 0;
  if (told && isShelf(candidate, reading)) return enough + 1;
  if (form === 'digits' && value.length >= 4 && value.length <= 8 && isForOwner(candidate, reading)) return enough;
  const isFetched =
    !value.endsWith('00') && (value.length >= 5 ? isPickedUp(reading) : isHandedOver(candidate, reading));
  const instructed =
    told && (purposes.length > 0 || isFetched || (isTypedSomewhere(candidate, scoring) && !/[05]0$/.test(value)));
  if (form === 'mixed') return instructed && value.length >= 5 && value.length <= 8 && !isOffer(value) ? enough : 0;
  if (form !== 'digits' && form !== 'split') return 0;
  if (value.length === 6 && isForPurpose(candidate, scoring)) return enough;
  const usual = value.length === 6 || (instructed && value.length >= 4 && value.length <= 8);
  if (instructed && usual) return enough;
  if (isHeaded(candidate, scoring)) return enough;
  const { text } = reading.folded;
  if (candidates.some((one) => one !== candidate && couldBeTyped(one)) || reading.addresses.length > 0) return 0;
  if (isOwnLine(candidate, reading) && value.length >= 4 && findStatedLifetime(reading) !== null) return enough;
  if (text.length > terse) return 0;
  if (value.length === 6) return purposes.length > 0 ? enough : 0;
  const isNext = purposes.some(
    (one) => one.start >= end && one.start - end <= (candidate.start === 0 ? nextPurpose : 1),
  );
  // `Pay the courier 4481 on delivery`
  const isPaid = reading.hits.some((hit) => hit.role === role.transaction && hit.end <= candidate.start);
  return isNext && !isPaid && value.length >= 4 ? enough : 0;
}

/** `凭481920到店取件`, `Show 4819 to collect your parcel`. */
function isPickedUp({ hits }: Reading): boolean {
  return hits.some((hit) => hit.role === role.kind && hit.value === pickUp);
}

/** `凭3-4-7190领取`, `凭「8-1302」领取`: a shelf's number. */
function isShelf({ start, end, form }: Candidate, { folded }: Reading): boolean {
  if ((form !== 'split' && form !== 'odd') || !folded.text.slice(start, end).includes('-')) return false;
  const isQuoted = isWrapping(folded.units[start - 1] ?? 32);
  const isApart = isQuoted || folded.places[start - 1] === place.space;
  return folded.places[isApart ? start - 2 : start - 1] === place.spaceless;
}

/** `Tell the driver 4481`: who hands it over is named beside the number. */
function isHandedOver({ start, end, form }: Candidate, { hits }: Reading): boolean {
  return (
    form === 'digits' &&
    hits.some(
      (hit) =>
        hit.role === role.kind &&
        hit.value === pickUp &&
        hit.end <= end + nextHand &&
        hit.end > start - 2 - nextPurpose,
    )
  );
}

/** What else a heading of one word may be. */
const says = new Set<number>([
  role.advertising,
  role.otherNumber,
  role.otherUnit,
  role.otherCode,
  role.transaction,
  role.month,
  role.unit,
  role.numeral,
  role.lifetime,
  role.currency,
  role.warning,
  role.kind,
  role.typingPlace,
]);

/** `[Acme] 481920`, `Acme: 481920`: a name and a number, and nothing else. */
function isHeaded({ start, end, value }: Candidate, { reading }: Scoring): boolean {
  const { folded, hits } = reading;
  if (start > longestHeading || value.length < 4 || value.length > 8 || isYear(value)) return false;
  if (!/^[\s"')\].!•]*$/.test(folded.text.slice(end, end + 8)) || folded.text.length > end + 8) return false;
  const heading = folded.original.slice(0, folded.origins[start]);
  if (/^\s*[[【「〔][\p{L}\p{N} .&'-]{2,24}[\]】」〕]\s*$/u.test(heading))
    return !hits.some((hit) => hit.end <= start && says.has(hit.role));
  if (!/^\s*\p{Lu}[\p{L} .&'-]{1,24}(?:: ?| - | – )$/u.test(heading)) return false;
  const isKnown = hits.some((hit) => hit.role === role.service && hit.end <= start && hit.start <= 1);
  if (isKnown) return true;
  return (
    value.length === 6 &&
    !value.endsWith('00') &&
    heading.includes(':') &&
    !hits.some((hit) => hit.end <= start && says.has(hit.role))
  );
}

/** `Confirm your visit: 555012 is our line`: something else is said of the number. */
function isSubject({ start, end }: Candidate, { reading, purposes }: Scoring): boolean {
  const { units } = reading.folded;
  if (units[start - 1] !== 58 && units[start - 2] !== 58) return false;
  return startingAt(reading.hits, end + 1, role.link) !== null && !purposes.some((one) => one.start > end);
}

/** `Use 8817 Main Street`. */
function isAddress({ end }: Candidate, { folded }: Reading): boolean {
  return /^ \p{Lu}\p{Ll}/u.test(folded.original.slice(folded.origins[end], (folded.origins[end] ?? 0) + 5));
}

function isYear(value: string): boolean {
  return /^(?:19|20)\d\d$/.test(value);
}

/** `Confirm your identity: 743095`, `889 210 is what you need to log in`: a purpose in the clause that names the number. */
function isForPurpose(candidate: Candidate, scoring: Scoring): boolean {
  const { start, end } = candidate;
  const { purposes } = scoring;
  const { folded, hits } = scoring.reading;
  const colon = folded.units[start - 1] === 58 ? start - 1 : folded.units[start - 2] === 58 ? start - 2 : -1;
  const isBare = (from: number, to: number) => !/[\d.,:;!?\n]/.test(folded.text.slice(from, to));
  const leads = (one: Hit, reach: number) => one.end <= colon && colon - one.end <= reach && isBare(one.end, colon);
  if (colon > 0) {
    // `Confirm your appointment: 555012 is our line`
    if (folded.units[end] === 32 && (folded.places[end + 1] ?? 0) >= place.latin) return false;
    if (purposes.some((one) => leads(one, 24))) return true;
    // `Enter these digits in the app: 743095`
    return isTypedSomewhere(candidate, scoring) && hits.some((one) => one.role === role.instruction && leads(one, 40));
  }
  if (folded.units[end] !== 32 || startingAt(hits, end + 1, role.link) === null) return false;
  const begins = start === 0 || /[.!?:\n] ?$/.test(folded.text.slice(Math.max(0, start - 2), start));
  return begins && purposes.some((one) => one.start > end && one.start - end <= 40 && isBare(end, one.start));
}

/** `Enter 690241 in the portal`: a place to type into, and no other number to type. */
function isTypedSomewhere(candidate: Candidate, { reading, candidates, others }: Scoring): boolean {
  if (/^(?:19|20)\d\d$/.test(candidate.value) || others.has(candidate)) return false;
  const isNext = (hit: Hit) =>
    hit.role === role.typingPlace && hit.start > candidate.end && hit.start - candidate.end <= 12;
  if (isInstructed(candidate, reading) && reading.hits.some(isNext)) return true;
  if (candidates.some((one) => one !== candidate && couldBeTyped(one) && !others.has(one))) return false;
  return reading.hits.some((hit) => hit.role === role.typingPlace);
}

/** `50kW`, `7A12`, `web03` are more likely something else. */
function couldBeTyped({ form, value }: Candidate): boolean {
  return (
    form !== 'letters' && form !== 'odd' && (form !== 'mixed' || (value.length > 4 && !/^[a-z]+\d{1,3}$/.test(value)))
  );
}
