import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEntry } from '../../api/audit.ts';
import { audit } from '../../words/en/audit.ts';
import { byDay } from './by-day.ts';
import { messageOf, sentenceOf } from './sentence.ts';

const names = {
  people: new Map([
    ['ann', 'Ann'],
    ['bob', 'Bob'],
  ]),
  tokens: new Map([['t1', 'Kitchen']]),
};
const entry: AuditEntry = {
  id: 1,
  at: '2026-01-01T00:00:00Z',
  actor: 'person',
  person: 'ann',
  action: 'sign-in',
  subject: null,
  address: null,
};
const say = (change: Partial<AuditEntry>) => sentenceOf({ ...entry, ...change }, names, audit);

test('the log is told by names', () => {
  assert.equal(say({}), 'Ann signed in');
  assert.equal(say({ action: 'person.reset', subject: 'bob' }), 'Ann ended all that Bob signed in by');
  assert.equal(say({ action: 'token.made', subject: 't1' }), 'Ann made the token Kitchen');
  assert.equal(say({ action: 'setup-link.made' }), 'Ann made a set-up link');
  assert.equal(say({ action: 'configuration.saved', subject: 'lines/office' }), 'Ann saved the line office');
  assert.equal(say({ action: 'configuration.saved', subject: 'general' }), 'Ann saved the general settings');
});

test('the log says who it was also where it was nobody that has a name', () => {
  assert.equal(
    say({ actor: 'local', person: null, action: 'setup-link.made' }),
    'Somebody at the terminal made a set-up link',
  );
  assert.equal(say({ actor: 'nobody', person: null, action: 'sign-in.failed' }), 'Somebody failed to sign in');
  assert.equal(
    say({ actor: 'token', person: null, action: 'configuration.put' }),
    'A program with a token sent a new configuration',
  );
  assert.equal(say({ actor: 'token', action: 'code.copied' }), 'A program with a token of Ann took a code');
  assert.equal(say({ person: 'gone' }), 'gone signed in');
});

test('what has no words yet is told as it is', () => {
  assert.equal(say({ action: 'moon.landed', subject: 'eagle' }), 'Ann: moon.landed (eagle)');
  assert.equal(say({ action: 'toString' }), 'Ann: toString');
});

test('only what is about a message leads to one', () => {
  assert.equal(messageOf({ ...entry, action: 'code.seen', subject: 'm1' }), 'm1');
  assert.equal(messageOf({ ...entry, action: 'person.added', subject: 'bob' }), null);
});

test('the log is shown day by day', () => {
  const at = (time: string, id: number) => ({ ...entry, id, at: new Date(time).toISOString() });
  const days = byDay([at('2026-01-03T12:00', 3), at('2026-01-03T00:01', 2), at('2026-01-02T23:59', 1)]);
  assert.deepEqual(
    days.map((day) => day.map(({ id }) => id)),
    [[3, 2], [1]],
  );
});
