import { type Folded, place } from './fold.ts';
import { isGap, type Meaning, type PhraseTrie } from './phrase-trie.ts';
import { role, roleCount } from './roles.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A phrase found in a text, `[start, end)` in folded units. */
export interface Hit {
  start: number;
  end: number;
  role: number;
  value: number;
  languages: readonly number[];
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
export function findHits(folded: Folded, vocabulary: Vocabulary): Hit[] {
  const collector = new Collector(folded);
  const { units, places } = folded;
  for (let start = 0; start < units.length; start += 1) {
    const here = places[start] ?? 0;
    if (here === place.space || here === place.newline) continue;
    if (beginsWord(folded, start)) collector.walk(vocabulary.forward, start);
    if (here >= place.latin) collector.walk(vocabulary.inside, start);
    if (here >= place.latin && isBoundary(places, start + 1)) collector.walkBack(vocabulary.backward, start);
  }
  return plausible(collector.hits, vocabulary.languageCount);
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
  readonly hits: Hit[] = [];
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
        if (node === 0 || gaps > 2 || !trie.mayGap(node)) return;
        continue;
      }
      node = trie.step(node, unit);
      if (node === 0) return;
      gaps = 0;
      const meanings = trie.meanings[node];
      if (meanings !== undefined) this.#keep(meanings, start, index + 1, isBoundary(places, index + 1));
    }
  }

  /** Walks from the last letter of a word to its beginning; what is found takes in the whole word. */
  walkBack(trie: PhraseTrie, last: number): void {
    const { units } = this.#folded;
    let node = 0;
    for (let index = last; index >= 0 && last - index < longestPhrase; index -= 1) {
      const unit = units[index] ?? 0;
      if (isGap(unit)) {
        if (node === 0 || !trie.mayGap(node)) return;
        continue;
      }
      node = trie.step(node, unit);
      if (node === 0) return;
      const meanings = trie.meanings[node];
      if (meanings !== undefined) this.#keep(meanings, this.#wordStart(index), last + 1, true);
    }
  }

  #keep(meanings: readonly Meaning[], start: number, end: number, isWhole: boolean): void {
    for (const { role: said, value, isBeginning, languages } of meanings) {
      if (!isWhole && !isBeginning) continue;
      this.hits.push({ start, end: isWhole ? end : this.#wordEnd(end), role: said, value, languages });
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
function plausible(hits: Hit[], languageCount: number): Hit[] {
  const votes = new Float64Array(languageCount);
  for (const hit of hits) {
    const letters = hit.end - hit.start;
    for (const language of hit.languages) votes[language] = (votes[language] ?? 0) + letters;
  }
  let most = 0;
  for (let language = 1; language < languageCount; language += 1) most = Math.max(most, votes[language] ?? 0);
  const least = most * plausiblePart;
  const counts = (language: number) => language === 0 || (votes[language] ?? 0) >= least;
  const kept = hits.filter((hit) => hit.role === role.code || hit.languages.some(counts));
  return longest(kept.sort((a, b) => a.start - b.start || b.end - a.end));
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

/** A hit of a role that ends at `index`. */
export function endingAt(hits: readonly Hit[], index: number, wanted: number): Hit | null {
  for (let at = firstFrom(hits, index) - 1; at >= 0; at -= 1) {
    const hit = hits[at];
    if (hit === undefined || hit.start < index - longestPhrase) return null;
    if (hit.end === index && hit.role === wanted) return hit;
  }
  return null;
}
