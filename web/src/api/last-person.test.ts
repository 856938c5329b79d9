import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePerson } from './last-person.ts';

test('a person is remembered by id, name and role', () => {
  const person = { id: 'ann', name: 'Ann', role: 'owner' };
  assert.deepEqual(parsePerson(JSON.stringify(person)), person);
});

for (const text of [
  null,
  '',
  '{',
  'null',
  '"ann"',
  '{"id":"ann","name":"Ann"}',
  '{"id":1,"name":"Ann","role":"owner"}',
]) {
  test(`nobody is remembered by ${text}`, () => assert.equal(parsePerson(text), null));
}
