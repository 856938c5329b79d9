import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LineTestSetting } from '../../api/canaries.ts';
import { changeTests } from './change-tests.ts';
import { readDraft, toDraft } from './draft.ts';

const daily: LineTestSetting = {
  ...{ id: 'daily', to: 'burner', via: 'office', everyMinutes: 1440, lostAfterSeconds: 90, enabled: true },
};
const wrong = (changed: Partial<ReturnType<typeof toDraft>>) => [
  ...readDraft({ ...toDraft(daily), ...changed }, true).wrong,
];

test('what is shown is what is saved', () => {
  for (const everyMinutes of [5, 60, 90, 360, 1440, 10_080])
    assert.deepEqual(readDraft(toDraft({ ...daily, everyMinutes }), true), {
      test: { ...daily, everyMinutes },
      wrong: new Set(),
    });
  assert.deepEqual([toDraft(daily).every, toDraft(daily).unit, toDraft(daily).lostAfterMinutes], ['1', 'days', '1.5']);
});

test('a new one is called by where it goes, unless one names it', () => {
  const fresh = { ...toDraft(null), to: 'burner', via: 'office' };
  assert.deepEqual(readDraft(fresh, true).test, {
    ...{ id: 'burner-by-office', to: 'burner', via: 'office', everyMinutes: 360, lostAfterSeconds: 300, enabled: true },
  });
  assert.equal(readDraft({ ...fresh, name: ' mine ' }, true).test.id, 'mine');
  assert.deepEqual([...readDraft({ ...fresh, name: '' }, true).wrong], ['id']);
  assert.deepEqual([...readDraft(toDraft(null), true).wrong], ['to', 'via'], 'its name comes with these');
});

test('what the hub would refuse is told before', () => {
  assert.deepEqual(wrong({ every: '1,5', unit: 'hours', lostAfterMinutes: '0,5' }), []);
  assert.deepEqual(wrong({ to: '', via: '' }), ['to', 'via']);
  assert.deepEqual(wrong({ via: 'burner' }), ['via'], 'itself');
  for (const every of ['', 'x', '4', '-60', '10081'])
    assert.deepEqual(wrong({ every, unit: 'minutes' }), ['everyMinutes'], every);
  for (const lostAfterMinutes of ['0', '0.4', '1441', ''])
    assert.deepEqual(wrong({ lostAfterMinutes }), ['lostAfterSeconds'], lostAfterMinutes);
});

test('one is changed among those that there are by now', () => {
  const other = { ...daily, id: 'other' };
  const next = { ...daily, enabled: false };
  assert.deepEqual(changeTests([other, daily], { before: daily, next }), { tests: [other, next], at: 1 });
  assert.deepEqual(changeTests([daily, other], { before: daily, next: null }), { tests: [other], at: 0 });
  assert.deepEqual(changeTests([other], { before: null, next: daily }), { tests: [other, daily], at: 1 });
  assert.equal(changeTests([other, daily], { before: null, next: daily }), 'taken');
  assert.equal(changeTests([other, daily], { before: daily, next: other }), 'taken');
  assert.equal(changeTests([next], { before: daily, next }), 'conflict');
  assert.equal(changeTests([], { before: daily, next }), 'conflict');
});
