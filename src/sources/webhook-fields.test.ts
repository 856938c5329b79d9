import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeypigeonError } from '../domain/errors.ts';
import { pick, pickSender, pickText, readFields, readSentTime } from './webhook-fields.ts';

test('reads JSON and forms, by content type', () => {
  const json = Buffer.from('{"sender":"A","text":"é😀"}');
  for (const type of [undefined, 'application/json', 'Application/JSON; charset=utf-8', 'application/cloudevents+json'])
    assert.deepEqual(readFields(json, type), { sender: 'A', text: 'é😀' });
  const form = Buffer.from('sender=%2B1&text=a+b%0Ac&empty=');
  assert.deepEqual(readFields(form, 'application/x-www-form-urlencoded; charset=utf-8'), {
    sender: '+1',
    text: 'a b\nc',
    empty: '',
  });
});

test('says what was expected of a body that it cannot read', () => {
  const cases: [string | Uint8Array, string | undefined, string, RegExp][] = [
    ['{"sender": "A", "text": "say "hi""}', undefined, 'invalid-request', /not JSON: expected an object such as/],
    ['[1]', undefined, 'invalid-request', /Expected a JSON object/],
    ['null', undefined, 'invalid-request', /Expected a JSON object/],
    ['', undefined, 'invalid-request', /not JSON/],
    [Uint8Array.of(0x22, 0xff, 0x22), undefined, 'invalid-request', /UTF-8/],
    ['a', 'text/plain', 'unsupported-media-type', /application\/json or/],
  ];
  for (const [body, type, code, words] of cases)
    assert.throws(
      () => readFields(Buffer.from(body), type),
      (error) => error instanceof KeypigeonError && error.code === code && words.test(error.message),
    );
});

test('finds a value at a path, and nothing that was not sent', () => {
  const fields = { a: { b: { c: 'deep' } }, 'x.y': 'dotted', n: 482913, none: null, list: ['v'] };
  assert.equal(pick(fields, ['missing', 'a.b.c']), 'deep');
  assert.equal(pick(fields, ['x.y']), 'dotted');
  assert.equal(pick(fields, ['n']), '482913');
  for (const path of ['none', 'a', 'a.b', 'a.b.c.d', 'list', '__proto__', 'constructor.name', 'a.toString'])
    assert.equal(pick(fields, [path]), undefined, path);
});

test('a sender and a text must be there', () => {
  assert.equal(pickSender({ from: ' GitHub ' }, ['sender', 'from']), 'GitHub');
  assert.equal(pickText({ text: ' 1 ' }, ['text']), ' 1 ');
  assert.throws(
    () => pickSender({ from: '' }, ['sender', 'from']),
    /sender is missing: expected it in "sender" or "from"/,
  );
  assert.throws(() => pickSender({ from: 'x'.repeat(321) }, ['from']), /longer than 320/);
  assert.throws(() => pickText({ text: '  ' }, ['text']), /text is missing: expected it in "text"/);
  assert.throws(() => pickText({ text: { a: 1 } }, ['text']), /text is missing/);
});

test('takes a time as a moment only when it has a zone', () => {
  const moment = { sentAt: Date.parse('2025-01-01T00:00:00Z') };
  for (const written of [
    '2025-01-01T00:00:00Z',
    '2025-01-01T00:00:00.000+00:00',
    '2025-01-01 01:00:00+0100',
    '2024-12-31T19:00-05:00',
    '1735689600',
    '1735689600000',
    ' 2025-01-01t00:00:00z ',
  ])
    assert.deepEqual(readSentTime(written), moment, written);
  assert.deepEqual(readSentTime('2025-01-01T08:09'), { sentAtLocal: '2025-01-01 08:09:00' });
  assert.deepEqual(readSentTime('2025-01-01 08:09:10.5'), { sentAtLocal: '2025-01-01 08:09:10' });
  for (const written of [undefined, '', 'yesterday', '2025-01-01', '12', '2025-13-45T99:00:00Z', 'Jan 1 2025'])
    assert.equal(readSentTime(written), undefined, written);
});
