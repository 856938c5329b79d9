import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { extract } from '../extraction/extract.ts';
import { fitsOneSegment } from '../support/gsm7.ts';
import { canaryText, newCanaryName, readCanaryText } from './canary-text.ts';

const key = createSecretKey(randomBytes(32));
const names = Array.from({ length: 200 }, () => newCanaryName((size) => randomBytes(size)));

describe('the words of a line test', () => {
  it('are known again, also with words around them', () => {
    for (const name of names) {
      const text = canaryText(key, name);
      assert.equal(readCanaryText(key, text), name);
      assert.equal(readCanaryText(key, `Sent from your trial account - ${text}\n`), name);
      assert.ok(fitsOneSegment(text));
    }
    assert.equal(new Set(names).size, names.length);
  });

  it('are made by this hub only', () => {
    const name = names[0] ?? '';
    const text = canaryText(key, name);
    const other = canaryText(createSecretKey(randomBytes(32)), name);
    const changed = text.replace(/-(\w)/, (_, letter) => `-${letter === 'A' ? 'B' : 'A'}`);
    for (const forged of [other, changed, text.toLowerCase(), 'GitHub: 659931 is your code.', ''])
      assert.equal(readCanaryText(key, forged), undefined, forged);
  });

  it('hold no code', () => {
    const found = names.map((name) => extract(canaryText(key, name), { sender: '+15550100002', receivedAt: 0 }).code);
    assert.deepEqual(new Set(found), new Set([null]));
  });
});
