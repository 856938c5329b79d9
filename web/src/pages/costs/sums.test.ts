import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMoney } from '../../../../src/domain/money.ts';
import type { Cost } from '../../api/costs.ts';
import { readAmount, sumBy } from './sums.ts';

const cost = (line: string, amount: string, unpriced = 0): Cost => ({
  ...{ app: null, line, provider: null, sends: 3, unpriced, cost: amount },
});

test('amounts add up exactly, the dearest first', () => {
  const costs = [cost('office', '0.1'), cost('burner', '0.5', 1), cost('office', '0.2')];
  const sums = sumBy(costs, ({ line }) => line ?? '');
  assert.deepEqual(
    sums.map(({ key, sends, unpriced, cost }) => [key, sends, unpriced, cost]),
    [
      ['burner', 3, 1, 0.5],
      ['office', 6, 0, 0.3],
    ],
  );
  assert.deepEqual(
    sumBy([], () => ''),
    [],
  );
});

test('an amount is what the hub takes for one, also with a comma', () => {
  assert.equal(readAmount(' 0,0079 '), '0.0079');
  for (const typed of ['', 'a', '1.1234567', '1e3', '-1', '1000001', '0', '1000000', '7.5'])
    assert.equal(readAmount(typed) === undefined, readMoney(typed) === undefined, typed);
});
