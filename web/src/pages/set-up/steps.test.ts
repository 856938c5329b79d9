import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPlace, stepAfter, toPlace } from './steps.ts';

describe('the places of the wizard', () => {
  it('stand in the address and are read from it', () => {
    const address = toPlace('number', { kind: 'hilink', found: { url: 'http://192.168.8.1' } });
    assert.equal(address, '/set-up?step=number&kind=hilink&url=http%3A%2F%2F192.168.8.1');
    const { step, kind, found, source } = readPlace(address);
    assert.deepEqual(
      { step, kind, found, source },
      { step: 'number', kind: 'hilink', found: { url: 'http://192.168.8.1' }, source: null },
    );
  });

  it('begin with the source, also from an address that nobody knows', () => {
    assert.equal(readPlace('/set-up').step, 'source');
    assert.equal(readPlace('/set-up?step=elsewhere').step, 'source');
  });

  it('take no secret from a link', () => {
    assert.deepEqual(readPlace('/set-up?step=number&kind=webhook&bearer=known-to-others&path=/dev/x').found, {
      path: '/dev/x',
    });
  });

  it('lead past the number where there is no source', () => {
    assert.equal(stepAfter('source', false), 'where');
    assert.equal(stepAfter('number', true), 'text');
    assert.equal(stepAfter('done', true), 'done');
  });
});
