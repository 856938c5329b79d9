import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monthOf, monthsLater } from './month.ts';

test('months follow each other over the end of a year', () => {
  assert.equal(monthsLater('2026-12', 1), '2027-01');
  assert.equal(monthsLater('2027-01', -1), '2026-12');
  assert.equal(monthsLater('2027-03', -13), '2026-02');
  assert.equal(monthOf(Date.UTC(2027, 0, 31, 23, 59)), '2027-01');
});
