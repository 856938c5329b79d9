import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getCountries } from 'libphonenumber-js/max';
import { regions } from './regions.ts';

test('every country can be chosen whose numbers the hub can read', () => {
  assert.deepEqual([...regions].sort(), [...getCountries()].sort());
});
