import assert from 'node:assert/strict';
import { it } from 'node:test';
import { localeFor } from './locale.ts';

it("writes times as the browser's owner does, in the language of the pages", () => {
  assert.equal(localeFor('en', ['de-AT', 'en-GB', 'en-US']), 'en-GB');
  assert.equal(localeFor('de', ['en-GB']), 'de');
  assert.equal(localeFor('en', []), 'en');
});

it('passes over tags that no Intl takes', () => {
  assert.equal(localeFor('en', ['en-US@posix']), 'en');
  assert.equal(localeFor('en', ['en-US@posix', 'en-CA']), 'en-CA');
  assert.doesNotThrow(() => new Intl.DateTimeFormat(localeFor('en', ['en-US@posix'])));
});
