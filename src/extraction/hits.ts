import { type Folded, place } from './fold.ts';
import { hasMeaning, isGap, mayGap, mostLanguages, type PhraseTrie } from './phrase-trie.ts';
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

/** With the languages that say it so: bit 0 of the first number stands for all of them. */
interface Found extends Hit {
  first: number;
  second: number;
  third: number;
}

/** No phrase is longer; looking back for one that overlaps need go no further. */
const longestPhrase = 64;
/** Letters that Arabic and Hebrew write before a word without a space: and, with, for, the … */
const prefixLetters = new Set([...'وبلافكسשהובלמכ'].map((letter) => letter.charCodeAt(0)));
const mostPrefixLetters = 3;
/** A language counts where it has at least this part of the letters of the best one. */
const plausiblePart = 0.45;
/** Of each role, the longest phrase at a place counts; the words around a service are all wanted. */
const keepsAll = new Set<number>([role.beforeService, role.behindService]);

/** Finds all phrases that the text's own languages know, by their start. Linear in the text. */
export function findHits(folded: Folded, { forward, backward, inside }: Vocabulary): Hit[] {
  const collector = new Collector(folded);
  const { units, places } = folded;
  for (let start = 0; start < units.length; start += 1) {
    const here = places[start] ?? 0;
    if (here === place.space || here === place.newline) continue;
    const unit = units[start] ?? 0;
    if (forward.step(0, unit) !== 0 && beginsWord(folded, start)) collector.walk(forward, start);
    if (here < place.latin) continue;
    if (inside.step(0, unit) !== 0) collector.walk(inside, start);
    if (backward.step(0, unit) !== 0 && isBoundary(places, start + 1)) collector.walkBack(backward, start);
  }
  return plausible(collector.hits);
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

  constructor(folded: Folded) {
    this.#folded = folded;
  }

  walk(trie: PhraseTrie, start: number): void {
    const { units, places } = this.#folded;
    let node = 0;
    let gaps = 0;
    for (let index = start; index < units.length && index - start < longestPhrase; index += 1) {
      const unit = units[index] ?? 0;
      if (isGap(unit)) {
        gaps += 1;
        if (node === 0 || gaps > 2 || (node & mayGap) === 0) return;
        continue;
      }
      node = trie.step(node, unit);
      if (node === 0) return;
      gaps = 0;
      if ((node & hasMeaning) === 0) continue;
      this.#keep(trie, trie.firstMeaning(node), start, index + 1, isBoundary(places, index + 1));
    }
  }

  /** Walks from the last letter of a word to its beginning; what is found takes in the whole word. */
  walkBack(trie: PhraseTrie, last: number): void {
    const { units } = this.#folded;
    let node = 0;
    for (let index = last; index >= 0 && last - index < longestPhrase; index -= 1) {
      const unit = units[index] ?? 0;
      if (isGap(unit)) {
        if (node === 0 || (node & mayGap) === 0) return;
        continue;
      }
      node = trie.step(node, unit);
      if (node === 0) return;
      if ((node & hasMeaning) === 0) continue;
      this.#keep(trie, trie.firstMeaning(node), this.#wordStart(index), last + 1, true);
    }
  }

  #keep(trie: PhraseTrie, first: number, start: number, end: number, isWhole: boolean): void {
    for (let meaning = first; meaning !== 0; meaning = trie.nextMeaning(meaning)) {
      if (!isWhole && !trie.isBeginning(meaning)) continue;
      const languages = trie.languagesOf(meaning, 0);
      this.hits.push({
        start,
        end: isWhole ? end : this.#wordEnd(end),
        role: trie.roleOf(meaning),
        value: trie.valueOf(meaning),
        isInternational: (languages & 1) === 1,
        first: languages,
        second: trie.languagesOf(meaning, 1),
        third: trie.languagesOf(meaning, 2),
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
function plausible(hits: Found[]): Hit[] {
  const votes = new Float64Array(mostLanguages);
  for (const hit of hits) {
    const letters = hit.end - hit.start;
    vote(votes, 0, hit.first, letters);
    vote(votes, 32, hit.second, letters);
    vote(votes, 64, hit.third, letters);
  }
  let most = 0;
  for (let language = 1; language < mostLanguages; language += 1) most = Math.max(most, votes[language] ?? 0);
  const [first, second, third] = [bits(votes, 0, most), bits(votes, 32, most), bits(votes, 64, most)];
  const kept = hits.filter(
    (hit) => hit.role === role.code || ((hit.first & (first | 1)) | (hit.second & second) | (hit.third & third)) !== 0,
  );
  return longest(sorted(kept));
}

function vote(votes: Float64Array, from: number, languages: number, letters: number): void {
  for (let rest = languages; rest !== 0; rest &= rest - 1) {
    const language = from + 31 - Math.clz32(rest & -rest);
    votes[language] = (votes[language] ?? 0) + letters;
  }
}

/** The languages with enough votes, as bits. */
function bits(votes: Float64Array, from: number, most: number): number {
  let languages = 0;
  for (let bit = 0; bit < 32; bit += 1) {
    if ((votes[from + bit] ?? 0) >= most * plausiblePart) languages |= 1 << bit;
  }
  return languages;
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

/** Of each role, the longest phrase at a place; `hits` are in this order. */
function longest(hits: Hit[]): Hit[] {
  const last = new Int32Array(roleCount).fill(-1);
  return hits.filter((hit) => {
    if (keepsAll.has(hit.role)) return true;
    const isFirst = last[hit.role] !== hit.start;
    last[hit.role] = hit.start;
    return isFirst;
  });
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
