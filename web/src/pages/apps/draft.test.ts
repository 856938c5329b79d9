import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppSettings } from '../../api/apps.ts';
import { readDraft, toDraft, whatIsWrong } from './draft.ts';

const settings: AppSettings = {
  ...{ regions: null, limits: {}, testNumbers: [], console: false, dailyCost: '2.50', safe: [] },
  ...{ lifetimeMinutes: 10, domain: 'shop.example', fallBackFromTotp: false, returnUrls: [] },
};
const wrong = (changed: Partial<ReturnType<typeof toDraft>>) => [...whatIsWrong({ ...toDraft(settings), ...changed })];

test('what is shown is what is saved, with all that the form does not know', () => {
  const later = { ...settings, fromLater: 1 };
  assert.deepEqual(readDraft(toDraft(later), later), later);
  assert.equal(readDraft({ ...toDraft(settings), dailyCost: ' 3,5 ' }, settings).dailyCost, '3.5');
  assert.equal(readDraft({ ...toDraft(settings), dailyCost: '' }, settings).dailyCost, null);
});

test('a lifetime and a domain are read as they are meant', () => {
  const read = (changed: object) => readDraft({ ...toDraft(settings), ...changed }, settings);
  assert.equal(read({ lifetimeMinutes: ' 5 ' }).lifetimeMinutes, 5);
  assert.deepEqual([read({ domain: ' Shop.Example ' }).domain, read({ domain: ' ' }).domain], ['shop.example', null]);
});

test('what the hub would refuse is told before', () => {
  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ regions: [], dailyCost: '1e3' }), ['regions', 'dailyCost']);
  assert.deepEqual(wrong({ safe: ['US', '+4479'], returnUrls: ['https://a.example/b', 'http://localhost:3000/'] }), []);
  for (const minutes of ['', '1', '61', '2.5', 'ten', '-5'])
    assert.deepEqual(wrong({ lifetimeMinutes: minutes }), ['lifetimeMinutes'], minutes);
  for (const domain of ['shop', 'https://shop.example', 'shop.example/login', 'a b.example', '127.0.0.1'])
    assert.deepEqual(wrong({ domain }), ['domain'], domain);
  for (const place of ['us', 'XX', '4479', '+']) assert.deepEqual(wrong({ safe: [place] }), ['safe'], place);
  for (const address of ['http://a.example/', 'https://a.example/?b', 'a.example', 'https://u:p@a.example/'])
    assert.deepEqual(wrong({ returnUrls: [address] }), ['returnUrls'], address);
});
