import type { CodeKind } from '../domain/code.ts';
import type { Span } from './addresses.ts';
import { firstFrom, type Hit } from './hits.ts';
import { endsSentence, type Reading } from './reading.ts';
import { kindOrder, role } from './roles.ts';

/** More phrases of a kind than any notice has are not looked at. */
const mostPhrases = 16;
/** No sentence of a notice is longer to either side of what is looked at, in folded units. */
const reach = 160;
/** How far the words of a pair (`reset`, `password`) stand from one another. */
const reachOfPair = 56;
/** So many words of advertising make a text one. */
const enoughAdvertising = 2;

/** What a text without a code reports; null: nothing that a hub knows. The first kind that its words fit, in `kindOrder`. */
export function findNotice(reading: Reading): CodeKind | null {
  if (isSimChange(reading)) return 'sim-change';
  if (isAdvertising(reading)) return null;
  if (isResetLink(reading)) return 'reset-link';
  if (isAccountChange(reading)) return 'account-change';
  return phrasesOf(reading, 'sign-in-alert').some((hit) => !isChat(reading, hit)) ? 'sign-in-alert' : null;
}

/**
 * A carrier's notice that a SIM or number changes hands. It feeds an alarm against theft, so that a phrase is not enough:
 * its sentence must report an event, advertise nothing, and not be about the writer's own SIM.
 */
function isSimChange(reading: Reading): boolean {
  return phrasesOf(reading, 'sim-change').some((hit) => {
    const sentence = sentenceOf(reading, hit);
    const inside = hitsWithin(reading, sentence);
    const isOffer = inside.some(
      (one) => one.role === role.advertising && (one.end <= hit.start || one.start >= hit.end),
    );
    if (
      isOffer ||
      isAdvertising(reading) ||
      inside.some((one) => one.role === role.ownWord || one.role === role.harmless)
    )
      return false;
    return inside.some((one) => one.role === role.event);
  });
}

/** A link, and that a password is set anew with it; advice (`How to reset your password?`) is none. */
function isResetLink(reading: Reading): boolean {
  if (!hasLink(reading)) return false;
  const isMeant = (hit: Hit) => !isAdvice(reading, hit) && !isChat(reading, hit);
  return phrasesOf(reading, 'reset-link').some(isMeant) || pairs(reading, [role.reset], [role.password]).some(isMeant);
}

function isAccountChange(reading: Reading): boolean {
  const isMeant = (hit: Hit) => !isChat(reading, hit);
  return (
    phrasesOf(reading, 'account-change').some(isMeant) ||
    pairs(reading, [role.change], [role.password, role.accountPart]).some(isMeant)
  );
}

function hasLink({ addresses, folded }: Reading): boolean {
  return addresses.length > 0 || folded.text.includes('http');
}

function isAdvertising({ hits }: Reading): boolean {
  let count = 0;
  let last = -1;
  for (const hit of hits) {
    if (hit.role !== role.advertising || hit.start < last) continue;
    count += 1;
    last = hit.end;
  }
  return count >= enoughAdvertising;
}

/** A person writes of what is their own. */
function isChat(reading: Reading, hit: Hit): boolean {
  return hitsWithin(reading, sentenceOf(reading, hit)).some((one) => one.role === role.ownWord);
}

/** A word like `how to` before the phrase, and in a question; or right before it. */
function isAdvice(reading: Reading, hit: Hit): boolean {
  const { folded } = reading;
  const sentence = sentenceOf(reading, hit);
  const isQuestion = folded.units[sentence.end] === 63;
  return hitsWithin(reading, sentence).some(
    (one) => one.role === role.advice && (isQuestion || (one.end <= hit.start && hit.start - one.end <= 2)),
  );
}

function phrasesOf({ hits }: Reading, kind: CodeKind): Hit[] {
  const value = kindOrder.indexOf(kind);
  return hits.filter((hit) => hit.role === role.kind && hit.value === value).slice(0, mostPhrases);
}

/** The hits of the first roles that have one of the second in their sentence and near. */
function pairs(reading: Reading, first: readonly number[], second: readonly number[]): Hit[] {
  const { hits } = reading;
  return hits
    .filter((hit) => first.includes(hit.role))
    .slice(0, mostPhrases)
    .filter((hit) => {
      const sentence = sentenceOf(reading, hit);
      const near = {
        start: Math.max(sentence.start, hit.start - reachOfPair),
        end: Math.min(sentence.end, hit.end + reachOfPair),
      };
      return hitsWithin(reading, near).some((one) => second.includes(one.role));
    });
}

function sentenceOf({ folded }: Reading, hit: Hit): Span {
  let { start, end } = hit;
  while (start > 0 && hit.start - start < reach && !endsSentence(folded, start - 1)) start -= 1;
  while (end < folded.units.length && end - hit.end < reach && !endsSentence(folded, end)) end += 1;
  return { start, end };
}

function hitsWithin({ hits }: Reading, { start, end }: Span): readonly Hit[] {
  return hits.slice(firstFrom(hits, start), firstFrom(hits, end)).filter((hit) => hit.end <= end);
}
