import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualLimits as ofTheHub } from '../../../../src/domain/send-limits.ts';
import { limitNames, readLimits, typeLimits, usualLimits } from './limits.ts';

test('what is usual is what the hub has', () => {
  for (const name of limitNames) {
    const { short, long } = ofTheHub[name];
    assert.deepEqual(usualLimits[name], { short, long }, name);
  }
  assert.deepEqual([...limitNames, 'failures'].sort(), Object.keys(ofTheHub).sort());
});

test('a limit that is as usual is not typed, and none that is not typed is sent', () => {
  const limits = { app: { short: 7, long: 5_000 }, region: { short: 500, long: 2_000 } };
  const typed = typeLimits(limits);
  assert.deepEqual(
    [typed.app, typed.region],
    [
      { short: '7', long: '' },
      { short: '', long: '' },
    ],
  );
  assert.deepEqual(readLimits(typed), { app: { short: 7, long: 5_000 } });
  assert.deepEqual(readLimits(typeLimits({})), {});
  const none = { ...typeLimits({}), prefix: { short: '', long: '0' } };
  assert.deepEqual(readLimits(none), { prefix: { short: 5, long: 0 } });
});
