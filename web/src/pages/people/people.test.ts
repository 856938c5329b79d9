import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf } from './changes.ts';
import { fromField, proposedEnd, toField, troubleWithEnd } from './end.ts';
import { linkToGive } from './link-to-give.ts';

const link = { path: '/setup#token', url: null, urls: [], endsAt: '2026-01-01T00:15:00Z' };
const at = (origin: string) => `${origin}/setup#token`;

test('a link is given at an address that others can open', () => {
  const lan = at('http://192.168.1.5:7466');
  const urls = [at('http://localhost:7466'), lan];
  assert.equal(linkToGive({ ...link, urls }, 'http://localhost:7466').url, lan);
  assert.equal(linkToGive({ ...link, urls }, 'http://hub.lan:7466').url, at('http://hub.lan:7466'));
  assert.equal(
    linkToGive({ ...link, urls, url: at('https://codes.example.com') }, 'http://hub.lan:7466').url,
    at('https://codes.example.com'),
  );
});

test('a link that opens on this machine only says so', () => {
  const given = linkToGive({ ...link, urls: [at('http://localhost:7466')] }, 'http://127.0.0.1:7466');
  assert.deepEqual(given, { url: at('http://127.0.0.1:7466'), onlyHere: true, others: [at('http://localhost:7466')] });
});

test('an end goes into its field and comes out the same', () => {
  const end = Date.parse('2026-12-24T18:00:00');
  assert.equal(toField(end), '2026-12-24T18:00');
  assert.equal(fromField(toField(end)), new Date(end).toISOString());
  assert.equal(fromField(''), null);
});

test('a guest has an end to come', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  assert.equal(troubleWithEnd({ role: 'guest', endsAt: null }, now), 'missing');
  assert.equal(troubleWithEnd({ role: 'member', endsAt: null }, now), null);
  assert.equal(troubleWithEnd({ role: 'member', endsAt: new Date(now).toISOString() }, now), 'past');
  assert.equal(troubleWithEnd({ role: 'guest', endsAt: fromField(proposedEnd(now)) }, now), null);
});

test('only what changed is sent', () => {
  const before = { name: 'Bob', role: 'guest' as const, endsAt: '2026-12-24T18:00:30.000Z' };
  assert.deepEqual(changesOf(before, { ...before, endsAt: '2026-12-24T18:00:00.000Z' }), {});
  assert.deepEqual(changesOf(before, { name: 'Bo', role: 'member', endsAt: null }), {
    name: 'Bo',
    role: 'member',
    endsAt: null,
  });
});
