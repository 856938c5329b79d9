import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainNumber, problemOfNumber } from './phone-number.ts';

describe('problemOfNumber', () => {
  for (const [typed, region, problem] of [
    ['', null, null],
    ['+1 (555) 010-0001', null, null],
    ['+44 7700 900123', null, null],
    ['(555) 010-0001', 'US', null],
    ['555 010 0001', null, 'country'],
    ['+1 555', null, 'short'],
    ['+1 555 010 0001 555 010', null, 'long'],
    ['my number', null, 'letters'],
  ] as const) {
    it(`says ${problem ?? 'nothing'} of "${typed}"${region === null ? '' : ` in ${region}`}`, () => {
      assert.equal(problemOfNumber(typed, region), problem);
    });
  }

  it('is told what is to be read', () => {
    assert.equal(plainNumber(' +1 (555) 010-0001'), '+15550100001');
  });
});
