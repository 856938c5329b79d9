import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Price, priceTable } from './price.ts';

const sms = (by: string | null, to: string | null, micros: number): Price => ({ kind: 'sms', by, to, micros });
const to = (number: string, region: string | null, by = 'acme', kind = 'sms') => ({ kind, by, number, region });

describe('the price table', () => {
  const table = priceTable([
    sms(null, null, 90_000),
    sms(null, 'US', 8_000),
    sms(null, '+4479', 41_000),
    sms(null, '+447911', 43_000),
    sms('office', null, 0),
    sms('acme', 'GB', 39_000),
    { kind: 'call', by: 'acme', to: '+1', micros: 14_000 },
  ]);

  it('takes the longest beginning before the region, and the region before the rest', () => {
    assert.equal(table.find(to('+447911123456', 'GG', 'other')), 43_000);
    assert.equal(table.find(to('+447700900123', 'GB', 'other')), 90_000);
    assert.equal(table.find(to('+447955900123', 'GB', 'other')), 41_000);
    assert.equal(table.find(to('+12025550143', 'US')), 8_000);
    assert.equal(table.find(to('+33199000000', 'FR')), 90_000);
  });

  it('takes the price of the line or provider before the general one', () => {
    assert.equal(table.find(to('+447911123456', 'GB')), 39_000);
    assert.equal(table.find(to('+12025550143', 'US', 'office')), 0);
  });

  it('knows nothing of what is not listed', () => {
    assert.equal(table.find(to('+12025550143', 'US', 'acme', 'call')), 14_000);
    assert.equal(table.find(to('+447700900123', 'GB', 'acme', 'call')), undefined);
    assert.equal(table.find(to('ann@example.com', null, 'mail', 'email')), undefined);
    assert.equal(priceTable([]).find(to('+12025550143', 'US')), undefined);
  });
});
