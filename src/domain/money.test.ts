import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readMoney, writeMoney } from './money.ts';

describe('money', () => {
  it('reads amounts exactly', () => {
    const given = ['0', '0.0079', ' 1.5 ', '12', '0.000001', '1000000'];
    assert.deepEqual(given.map(readMoney), [0, 7_900, 1_500_000, 12_000_000, 1, 1e12]);
  });

  it('takes nothing else for an amount', () => {
    for (const text of ['', '-1', '1,5', '.5', '1.', '0.0000001', '1e3', '1000001', 'free'])
      assert.equal(readMoney(text), undefined, text);
  });

  it('writes what it reads', () => {
    const written = [0, 7_900, 1_500_000, 12_000_000, 1, 1_234_560_000, -20_000].map(writeMoney);
    assert.deepEqual(written, ['0.00', '0.0079', '1.50', '12.00', '0.000001', '1234.56', '-0.02']);
  });
});
