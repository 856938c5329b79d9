import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { parseXml } from '../../support/xml.ts';
import { byDate, isText, mayGrow, type Row, readRows } from './rows.ts';

function rows(inner: string): Row[] {
  return readRows(parseXml(`<response><Count>9</Count>${inner}</response>`), fingerprint);
}

const fingerprint = (value: string) => createHmac('sha256', 'for-tests-only').update(value).digest('base64url');

const message = (fields: Record<string, string | number>) =>
  `<Message>${Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</Message>`;

const usual = {
  Smstat: 0,
  Index: 40001,
  Phone: '+15550100004',
  Content: 'Code 1',
  Date: '2026-11-22 10:00:00',
  SmsType: 1,
};

function row(fields: Record<string, string | number> = {}): Row {
  const [first] = rows(`<Messages>${message({ ...usual, ...fields })}</Messages>`);
  if (first === undefined) throw new Error('a row was expected');
  return first;
}

test('none, one and many are a list', () => {
  assert.equal(rows('').length, 0);
  assert.equal(rows('<Messages/>').length, 0);
  assert.equal(rows('<Messages>\n</Messages>').length, 0);
  assert.equal(rows(`<Messages>${message(usual)}</Messages>`).length, 1);
  assert.equal(rows(`<Messages>${message(usual)}${message(usual)}</Messages>`).length, 2);
});

test('lower-case names are read, and a row without an index is none', () => {
  const [lower] = rows('<messages><message><index>7</index><phone>1</phone><content>c</content></message></messages>');
  assert.equal(lower?.content, 'c');
  assert.equal(rows(`<Messages>${message({ ...usual, Index: '' })}</Messages>`).length, 0);
});

test('the read mark does not change what a text is; index, date, sender and content do', () => {
  assert.equal(row({ Smstat: 1 }).key, row().key);
  for (const other of [
    { Index: 40002 },
    { Date: '2026-11-22 10:00:01' },
    { Phone: '+15550100005' },
    { Content: 'Code 2' },
  ]) {
    assert.notEqual(row(other).key, row().key);
  }
  assert.equal(row({ Content: 'Code 1 and more' }).place, row().place);
});

test('drafts, sent texts and delivery reports are no texts', () => {
  assert.ok(isText(row()) && isText(row({ Smstat: 1 })) && isText(row({ SmsType: 5 })) && isText(row({ SmsType: 77 })));
  for (const other of [{ Smstat: 2 }, { Smstat: 3 }, { SmsType: 7 }, { SmsType: 8 }]) assert.ok(!isText(row(other)));
});

test('what fills one part exactly may be a first part', () => {
  assert.ok(mayGrow(row({ SmsType: 2 })));
  assert.ok(mayGrow(row({ Content: 'x'.repeat(153) })));
  assert.ok(mayGrow(row({ Content: 'я'.repeat(67) })));
  for (const content of ['short', 'x'.repeat(160), 'x'.repeat(67), 'я'.repeat(70)])
    assert.ok(!mayGrow(row({ Content: content })));
});

test('rows are put in the order of arrival', () => {
  const sorted = [row({ Index: 40010 }), row({ Date: '2025-01-01 00:00:00' }), row({ Index: 40002 })].sort(byDate);
  assert.deepEqual(
    sorted.map((one) => [one.date.slice(0, 4), one.index]),
    [
      ['2025', '40001'],
      ['2026', '40002'],
      ['2026', '40010'],
    ],
  );
});
