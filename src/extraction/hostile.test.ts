import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCandidates } from './candidates.ts';
import { extract } from './extract.ts';
import { read } from './reading.ts';

const pieces = [
  'code ',
  'code: ',
  '1 ',
  '1-',
  '1.',
  '1,',
  '12:',
  '1',
  'a1b2c3 ',
  'A ',
  'a.',
  'a.b/',
  '://',
  'http://a',
  '@a.co #',
  '(',
  '[',
  '【',
  'your ',
  'your code for ',
  'otp 123456 ',
  '123456\n',
  'code is ',
  'valid 5 minutes ',
  '验证码',
  '密码',
  'รหัส',
  'כתוב',
  '\u200f',
  '\u0301',
  '٣',
  '🤷',
  '\ud83e',
  ' ',
  '\n',
];

test('any text of 20,000 characters is read in time that grows with its length', () => {
  for (const piece of [...pieces, ...mixtures()]) {
    extract(piece.repeat(10));
    const short = millisecondsFor(piece, 5_000);
    const long = millisecondsFor(piece, 20_000);
    // Four times the length: what grows with its square would take sixteen times as long. A busy machine is allowed for.
    assert.ok(long < Math.max(400, short * 12), `${JSON.stringify(piece)}: ${short} ms, then ${long} ms`);
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

function mixtures(): string[] {
  return pieces.map((piece, index) => piece + (pieces[(index * 7 + 3) % pieces.length] ?? ''));
}

function millisecondsFor(piece: string, length: number): number {
  const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
  const start = process.cpuUsage();
  extract(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
