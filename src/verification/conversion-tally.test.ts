import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConversionTally } from './conversion-tally.ts';

const us = { region: 'US', prefix: '+1202555' };
const span = 300_000;
const at = 6_000 * span;

describe('what is counted until it is written', () => {
  it('counts sends and entered codes by country', () => {
    const tally = new ConversionTally();
    for (let sends = 0; sends < 2; sends += 1) tally.sent('AC1', us, at + sends);
    tally.entered('AC1', us, at);
    assert.deepEqual(tally.take(at), [{ key: 'region:AC1:US', bucket: at, tried: 2, good: 1 }]);
    assert.deepEqual(tally.take(at), []);
  });

  it('writes beginnings of numbers from three sends on', () => {
    const tally = new ConversionTally();
    tally.sent('AC1', us, at);
    tally.sent('AC1', us, at);
    assert.equal(tally.take(at).length, 1, 'the country only');
    tally.sent('AC1', us, at);
    tally.entered('AC1', us, at);
    const prefix = tally.take(at).find(({ key }) => key.startsWith('prefix:'));
    assert.deepEqual(prefix, { key: 'prefix:AC1:+1202555', bucket: at, tried: 3, good: 1 });
  });

  it('forgets fewer with the span that is over', () => {
    const tally = new ConversionTally();
    tally.sent('AC1', { region: null, prefix: '+1202555' }, at);
    assert.deepEqual(tally.take(at + span), []);
    for (let sends = 0; sends < 2; sends += 1) tally.sent('AC1', { region: null, prefix: '+1202555' }, at);
    assert.deepEqual(tally.take(at), []);
  });

  it('takes back what could not be written', () => {
    const tally = new ConversionTally();
    tally.checked('AC1', false, at);
    const rows = tally.take(at);
    tally.checked('AC1', true, at);
    tally.giveBack(rows);
    assert.deepEqual(tally.take(at), [{ key: 'checks:AC1', bucket: at, tried: 2, good: 1 }]);
  });
});
