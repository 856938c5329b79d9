import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languages } from '../words/languages.ts';
import { recoverySheet } from './sheet.ts';
import { sheetWords } from './sheet-words.ts';

const codes = ['AAAAA-BBBBB', 'CCCCC-DDDDD'];
const sheet = (locale: string, more: object = {}) =>
  recoverySheet({ codes, serviceName: 'Shop', account: 'ann', madeAt: 1_800_000_000_000, locale, ...more });

describe('a sheet of recovery codes', () => {
  it('has words of its own in each language that codes are told in', () => {
    for (const { language, direction } of languages) {
      const page = sheet(language);
      assert.match(page, new RegExp(`<html lang="${language}" dir="${direction}">`));
      for (const line of Object.values(sheetWords[language] ?? { none: language }))
        assert.ok(page.includes(line), line);
      for (const code of codes) assert.ok(page.includes(code));
    }
  });

  it('is in English where nobody knows the language', () => {
    assert.match(sheet('tlh'), /<html lang="en" dir="ltr">[\s\S]*Recovery codes/);
  });

  it('takes names as text', () => {
    const page = sheet('en', { serviceName: '</title><script>x</script>', account: '"><img src=x onerror=y>' });
    assert.doesNotMatch(page, /<script|<img/);
  });
});
