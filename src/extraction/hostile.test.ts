import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findCandidates } from './candidates.ts';
import { extract } from './extract.ts';
import { hostilePieces, hostileText, hostileWords } from './hostile-texts.ts';
import { read } from './reading.ts';

/** Ten parts of 153 characters (3GPP TS 23.040 §9.2.3.24.1): what most senders allow. */
const short = 1_530;
const long = 20_000;
/** How much dearer than everyday words a text may be. */
const mostTimes = 12;
/** Measured again so often before it is believed: what else the machine does only ever adds. */
const tries = 8;
/** How much dearer a long text may be than as many letters in short ones; and how often both are measured. */
const mostGrowth = 6;
const fewestTurns = 2;
const mostTurns = 40;

const everyday = (JSON.parse(readFileSync(new URL('corpus/en.json', import.meta.url), 'utf8')) as { text: string }[])
  .map(({ text }) => text)
  .join(' ');

test('no text costs many times what everyday words of its length cost', () => {
  const pieces = [...hostilePieces, ...hostileWords.filter((_, index) => index % 5 === 0)];
  for (const piece of pieces) extract(hostileText(piece, short));
  // With 20 µs for 120 letters this is less than the bars, 5 and 50 ms, that `npm run bench` measures.
  for (const length of [short, long]) {
    const usual = least(() => extract(hostileText(everyday, length)), 0);
    for (const piece of pieces) {
      for (const end of ['', '@']) {
        const cost = least(() => extract(hostileText(piece, length, end)), usual * mostTimes);
        assert.ok(cost <= usual * mostTimes, `${JSON.stringify(piece)}: ${cost} µs, everyday words ${usual} µs`);
      }
    }
  }
});

test('a text of thirteen times the length costs about thirteen times the work, not its square', () => {
  const times = Math.ceil(long / short);
  for (const piece of hostilePieces) {
    const texts = [hostileText(piece, short), hostileText(piece, long)] as const;
    // What grows with its square would cost thirteen times as much as in pieces. Both are measured in turn, so that what
    // else the machine does meets both alike.
    let inPieces = Number.POSITIVE_INFINITY;
    let atOnce = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < mostTurns; turn += 1) {
      inPieces = Math.min(inPieces, times * timed(() => extract(texts[0])));
      atOnce = Math.min(
        atOnce,
        timed(() => extract(texts[1])),
      );
      if (turn >= fewestTurns && atOnce < inPieces * mostGrowth) break;
    }
    assert.ok(atOnce < inPieces * mostGrowth, `${JSON.stringify(piece)}: ${atOnce} µs, in pieces ${inPieces} µs`);
  }
});

test('what is looked at in a hostile text is bounded', () => {
  const reading = read('code 123456 '.repeat(1_600));
  assert.ok(findCandidates(reading).length <= 96);
  assert.equal(extract(`Your code is 481920. ${'123456 '.repeat(2_000)}`).code, '481920');
  assert.equal(extract(`${'lorem ipsum dolor '.repeat(1_000)} Your code is 481920.`).code, '481920');
});

test('every cut of a text comes back, and a code in it is a part of the text', () => {
  const text =
    '【Acme】Your verification code is: 481-920 (valid for ten (10) minutes). https://a.example/x?c=1\n@a.example #481920';
  for (let end = 0; end <= text.length; end += 1) {
    const { code, confidence } = extract(text.slice(0, end));
    assert.ok(code === null || text.replaceAll('-', '').includes(code));
    assert.ok(confidence >= 0 && confidence <= 1);
  }
});

/** The least time that `work` takes in a few tries, µs; `enough` ends them. */
function least(work: () => void, enough: number): number {
  let found = Number.POSITIVE_INFINITY;
  for (let count = 0; count < tries && found > enough; count += 1) found = Math.min(found, timed(work));
  return found;
}

/** How long it takes, µs. */
function timed(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) * 1000;
}
