import assert from 'node:assert/strict';
import { it } from 'node:test';
import { spokenWords } from './call-words.ts';
import type { CodeWords } from './channel.ts';
import { composeWords } from './compose.ts';
import { findWords, languages } from './words/languages.ts';
import { languageOfRegion } from './words/region-language.ts';

const about: CodeWords = {
  ...{ code: '482913', serviceName: 'North & South', subject: '<b>Ann</b>', locale: 'en', domain: null },
  ...{ channel: 'email', minutes: 10, appHash: null, customName: null, neverShare: true },
  payment: null,
};

it('every language has every word, with the names that belong in it', () => {
  const namesIn = (words: object) =>
    JSON.stringify(words, (key, value) => {
      if (['language', 'name', 'direction', 'unspaced', 'spoken', 'digits'].includes(key)) return undefined;
      return typeof value === 'string' ? (value.match(/\{\w+\}/g) ?? []).sort().join(' ') : value;
    });
  const [english] = languages;
  assert.ok(english !== undefined && languages.length === 21);
  for (const words of languages) {
    assert.equal(namesIn(words), namesIn(english), words.language);
    assert.equal(new Set(words.call.digits).size, 10, words.language);
    assert.equal(findWords(words.language), words);
    assert.equal(Intl.getCanonicalLocales(words.call.spoken as string[]).length, words.call.spoken.length);
  }
});

it('every region has a language that there is', () => {
  const wanted = ['CN', 'TW', 'BR', 'AT', 'EG', 'IN', 'PK', 'SE', 'AC'].map(languageOfRegion);
  assert.deepEqual(wanted, ['zh', 'zh-Hant', 'pt', 'de', 'ar', 'en', 'ur', 'en', 'en']);
  assert.equal(languageOfRegion(null), 'en');
});

for (const { language, direction } of languages)
  it(`a mail names the service, and no link: ${language}`, () => {
    const { text, mail } = composeWords({ ...about, locale: language });
    assert.ok(mail !== undefined);
    assert.equal(mail.text, text);
    assert.doesNotMatch(mail.subject, /482913/);
    assert.match(text, /^482913$/m);
    assert.match(mail.html, new RegExp(`<html lang="${language}" dir="${direction}">`));
    assert.match(mail.html, /North &amp; South/);
    assert.doesNotMatch(mail.html, /<b>|href|src=|[{}]/);
  });

it('a call says nothing of the code before a key is pressed', () => {
  const facts = { code: '482913', locale: 'de', region: 'DE', serviceName: 'Northwind', subject: 'Ann' };
  const words = spokenWords(facts);
  assert.equal(words.hello, 'Guten Tag. Dies ist ein Anruf von Northwind. Er ist für Ann.');
  assert.deepEqual(words.digits, ['vier', 'acht', 'zwei', 'neun', 'eins', 'drei']);
  assert.equal(words.language, 'de-DE');
  assert.doesNotMatch(`${words.hello} ${words.press} ${words.noKey}`, /vier|acht|zwei|neun|drei|4829/);
  assert.deepEqual(spokenWords({ ...facts, code: 'A1', locale: 'en' }).digits, ['A', 'one']);
});

it('a call is spoken as in the region, where it is spoken in several ways', () => {
  const facts = { code: '1', serviceName: 'Northwind', subject: null };
  const spoken = (locale: string, region: string | null) => spokenWords({ ...facts, locale, region }).language;
  assert.deepEqual(
    [spoken('en', 'GB'), spoken('en-gb', 'US'), spoken('es', 'MX'), spoken('es', 'CO'), spoken('pt_PT', null)],
    ['en-GB', 'en-GB', 'es-MX', 'es-ES', 'pt-PT'],
  );
  assert.equal(spoken('zh-TW', 'HK'), 'zh-TW');
  assert.equal(spoken('zh-Hant', 'HK'), 'zh-HK');
});
