import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LineStatus } from '../../api/lines.ts';
import { gradeOf, likelyCauses, sureCauses } from './causes.ts';

const well: LineStatus = {
  sim: 'ready',
  registration: 'home',
  signalDbm: -71,
  operator: 'Example Mobile',
  ownNumber: null,
  storageUsed: 3,
  storageTotal: 20,
  lastTextAt: null,
};
const health = (state: string, detail = '') => ({ state, detail, since: '2026-01-01T00:00:00Z' });
const ok = health('ok');

describe('causes of silence', () => {
  it('are said at once where they are sure', () => {
    assert.deepEqual(sureCauses(well, ok), []);
    assert.deepEqual(sureCauses({ ...well, sim: 'pin', registration: 'none' }, ok), ['simPin']);
    assert.deepEqual(sureCauses({ ...well, sim: 'missing' }, ok), ['simMissing']);
    assert.deepEqual(sureCauses({ ...well, registration: 'denied', storageUsed: 20 }, ok), ['denied', 'storageFull']);
    assert.deepEqual(sureCauses(null, health('failing')), ['sourceFails']);
    assert.deepEqual(sureCauses(null, health('ok', 'The last call was refused: Expected …')), ['callRefused']);
  });

  it('are guessed by the kind of source where all looks well', () => {
    assert.deepEqual(likelyCauses('hilink', { ...well, signalDbm: -110 }, ok), [
      'weakSignal',
      'otherNumber',
      'shortCodes',
    ]);
    assert.deepEqual(likelyCauses('webhook', null, ok), ['neverCalled']);
    assert.deepEqual(likelyCauses('twilio', null, ok), ['providerPointsElsewhere', 'otherNumber', 'shortCodes']);
    assert.deepEqual(likelyCauses('hilink', { ...well, sim: 'missing' }, ok), ['simMissing']);
  });

  it('grade a signal', () => {
    assert.deepEqual([-60, -85, -100, -110].map(gradeOf), ['strong', 'good', 'fair', 'weak']);
  });
});
