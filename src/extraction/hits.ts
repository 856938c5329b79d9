import { type Folded, longestRead } from './fold.ts';
import { gap, hasMeaning, mayGap, mostLanguages, type PhraseTrie, standing } from './phrase-trie.ts';
import { place } from './place.ts';
import { role, roleCount } from './roles.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A phrase found in a text, `[start, end)` in folded units. */
export interface Hit {
  start: number;
  end: number;
  role: number;
  value: number;
  /** Every language says it so. */
  isInternational: boolean;
}

/** With the set of the languages that say it so. */
interface Found extends Hit {
  set: number;
}

/** No phrase is longer; looking back for one that overlaps need go no further. */
const longestPhrase = 64;
/** Between two letters of a phrase: ` -`, but no more. */
const mostGaps = 2;
/** Letters that Arabic and Hebrew write before a word without a space: and, with, for, the … */
const prefixLetters = new Set([...'وبلافكسשהובלמכ'].map((letter) => letter.charCodeAt(0)));
const mostPrefixLetters = 3;
/** A language counts where it has at least this part of the letters of the best one. */
const plausiblePart = 0.45;

/** One text is read at a time, so that all share this room. */
const room = {
  letters: new Uint16Array(longestRead),
  votes: new Int32Array(mostLanguages),
  lasts: new Int32Array(roleCount),
};

/** Finds all phrases that the text's own languages know, by their start. Linear in the text. */
export function findHits(folded: Folded, { phrases }: Vocabulary): Hit[] {
  const { letters } = room;
  const { units, places } = folded;
  phrases.spell(units, letters);
  const collector = new Collector(folded, phrases);
  for (let start = 0; start < units.length; start += 1) {
    const letter = letters[start] ?? 0;
    if (letter <= gap) continue;
    const node = phrases.first(standing.beginning, letter);
    if (node !== 0 && beginsWord(folded, start)) collector.walk(node, start);
    if ((places[start] ?? 0) < place.latin) continue;
    const inside = phrases.first(standing.inside, letter);
    if (inside !== 0) collector.walk(inside, start);
    const last = phrases.first(standing.end, letter);
    if (last !== 0 && isBoundary(places, start + 1)) collector.walkBack(last, start);
  }
  return plausible(collector.hits, phrases);
}

/** Whether no word goes on from `index - 1` to `index`. */
export function isBoundary(places: Uint8Array, index: number): boolean {
  if (index <= 0 || index >= places.length) return true;
  const before = places[index - 1] ?? 0;
  return before !== places[index] || before < place.digit || before === place.spaceless;
}

function beginsWord({ units, places }: Folded, index: number): boolean {
  if (isBoundary(places, index)) return true;
  if (places[index] !== place.spaced) return false;
  for (let back = 1; back <= mostPrefixLetters; back += 1) {
    if (!prefixLetters.has(units[index - back] ?? 0)) return false;
    if (isBoundary(places, index - back)) return true;
  }
  return false;
}

class Collector {
  readonly hits: Found[] = [];
  readonly #folded: Folded;
  readonly #phrases: PhraseTrie;

  constructor(folded: Folded, phrases: PhraseTrie) {
    this.#folded = folded;
    this.#phrases = phrases;
  }

  /** Walks from the node of the first letter on. */
  walk(first: number, start: number): void {
    const phrases = this.#phrases;
    const { places } = this.#folded;
    const { letters } = room;
    const end = Math.min(places.length, start + longestPhrase);
    let node = first;
    let gaps = 0;
    for (let index = start + 1; ; index += 1) {
      if (gaps === 0 && phrases.is(node, hasMeaning)) this.#keep(node, start, index, isBoundary(places, index));
      if (index >= end) return;
      const letter = letters[index] ?? 0;
      if (letter === gap) {
        gaps += 1;
        if (gaps > mostGaps || !phrases.is(node, mayGap)) return;
      } else {
        node = letter === 0 ? 0 : phrases.step(node, letter);
        if (node === 0) return;
        gaps = 0;
      }
    }
  }

  /** Walks from the last letter of a word to its beginning; what is found takes in the whole word. */
  walkBack(lastNode: number, last: number): void {
    const phrases = this.#phrases;
    const { letters } = room;
    const end = Math.max(-1, last - longestPhrase);
    let node = lastNode;
    let isLetter = true;
    for (let index = last - 1; ; index -= 1) {
      if (isLetter && phrases.is(node, hasMeaning)) this.#keep(node, this.#wordStart(index + 1), last + 1, true);
      if (index <= end) return;
      const letter = letters[index] ?? 0;
      isLetter = letter !== gap;
      if (isLetter) {
        node = letter === 0 ? 0 : phrases.step(node, letter);
        if (node === 0) return;
      } else if (!phrases.is(node, mayGap)) return;
    }
  }

  #keep(node: number, start: number, end: number, isWhole: boolean): void {
    const phrases = this.#phrases;
    for (let meaning = phrases.firstMeaning(node); meaning !== 0; meaning = phrases.nextMeaning(meaning)) {
      if (!isWhole && !phrases.isBeginning(meaning)) continue;
      const set = phrases.languagesOf(meaning);
      this.hits.push({
        start,
        end: isWhole ? end : this.#wordEnd(end),
        role: phrases.roleOf(meaning),
        value: phrases.valueOf(meaning),
        isInternational: (phrases.languagesIn(set, 0) & 1) === 1,
        set,
      });
    }
  }

  #wordEnd(index: number): number {
    let end = index;
    while (end - index < longestPhrase && !isBoundary(this.#folded.places, end)) end += 1;
    return end;
  }

  #wordStart(index: number): number {
    let start = index;
    while (index - start < longestPhrase && !isBoundary(this.#folded.places, start)) start -= 1;
    return start;
  }
}

/** Without the phrases of languages that the text is hardly in: their words may mean something else here. */
function plausible(hits: Found[], phrases: PhraseTrie): Hit[] {
  if (hits.length === 0) return hits;
  const votes = room.votes.fill(0);
  let [first, second, third] = [0, 0, 0];
  for (const { start, end, set } of hits) {
    const [one, two, three] = [phrases.languagesIn(set, 0), phrases.languagesIn(set, 1), phrases.languagesIn(set, 2)];
    vote(votes, 0, one, end - start);
    vote(votes, 32, two, end - start);
    vote(votes, 64, three, end - start);
    first |= one;
    second |= two;
    third |= three;
  }
  // The first stands for all languages, and is none.
  const most = Math.max(highest(votes, 0, first & ~1), highest(votes, 32, second), highest(votes, 64, third));
  first = bits(votes, 0, first, most) | 1;
  second = bits(votes, 32, second, most);
  third = bits(votes, 64, third, most);
  let kept = 0;
  for (const hit of hits) {
    const { set } = hit;
    const spoken =
      (phrases.languagesIn(set, 0) & first) |
      (phrases.languagesIn(set, 1) & second) |
      (phrases.languagesIn(set, 2) & third);
    if (spoken === 0 && hit.role !== role.code) continue;
    hits[kept] = hit;
    kept += 1;
  }
  hits.length = kept;
  return longest(sorted(hits));
}

function vote(votes: Int32Array, from: number, languages: number, letters: number): void {
  for (let rest = languages; rest !== 0; rest &= rest - 1) {
    const language = from + 31 - Math.clz32(rest & -rest);
    votes[language] = (votes[language] ?? 0) + letters;
  }
}

/** The most votes that one of these languages has. */
function highest(votes: Int32Array, from: number, languages: number): number {
  let most = 0;
  for (let rest = languages; rest !== 0; rest &= rest - 1)
    most = Math.max(most, votes[from + 31 - Math.clz32(rest & -rest)] ?? 0);
  return most;
}

/** Those of the languages that have enough votes. */
function bits(votes: Int32Array, from: number, languages: number, most: number): number {
  let enough = 0;
  for (let rest = languages; rest !== 0; rest &= rest - 1) {
    const bit = rest & -rest;
    if ((votes[from + 31 - Math.clz32(bit)] ?? 0) >= most * plausiblePart) enough |= bit;
  }
  return enough;
}

/** By start, longer ones first. They are nearly in this order already, and so put right in place. */
function sorted(hits: Found[]): Found[] {
  for (let index = 1; index < hits.length; index += 1) {
    const hit = hits[index];
    if (hit === undefined) continue;
    let at = index;
    for (let before = hits[at - 1]; before !== undefined && isBehind(before, hit); before = hits[at - 1]) {
      hits[at] = before;
      at -= 1;
    }
    hits[at] = hit;
  }
  return hits;
}

function isBehind(one: Hit, other: Hit): boolean {
  return one.start > other.start || (one.start === other.start && one.end < other.end);
}

/** Of each role, the longest phrase at a place; the words around a service are all wanted. `hits` are in this order. */
function longest(hits: Hit[]): Hit[] {
  const last = room.lasts.fill(-1);
  let kept = 0;
  for (const hit of hits) {
    const { start, role: one } = hit;
    if (last[one] === start && one !== role.beforeService && one !== role.behindService) continue;
    last[one] = start;
    hits[kept] = hit;
    kept += 1;
  }
  hits.length = kept;
  return hits;
}

/** The first hit that starts at `index` or later. */
export function firstFrom(hits: readonly Hit[], index: number): number {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hits[middle]?.start ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The longest hit of a role that starts at `index`. */
export function startingAt(hits: readonly Hit[], index: number, wanted: number): Hit | null {
  for (let at = firstFrom(hits, index); at < hits.length; at += 1) {
    const hit = hits[at];
    if (hit === undefined || hit.start !== index) return null;
    if (hit.role === wanted) return hit;
  }
  return null;
}

/** The longest hit of a role that ends at `index`. */
export function endingAt(hits: readonly Hit[], index: number, wanted: number): Hit | null {
  let longest: Hit | null = null;
  for (let at = firstFrom(hits, index) - 1; at >= 0; at -= 1) {
    const hit = hits[at];
    if (hit === undefined || hit.start < index - longestPhrase) break;
    if (hit.end === index && hit.role === wanted) longest = hit;
  }
  return longest;
}
