import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { extract } from '../extraction/extract.ts';
import { countSegments } from '../pdu/encode.ts';
import type { CodeWords } from './channel.ts';
import { composeText } from './text.ts';
import { fitsOnePart, isGsm, toGsm } from './words/gsm-letters.ts';
import { languages } from './words/languages.ts';

const about: CodeWords = {
  code: '482913',
  serviceName: 'Northwind',
  subject: null,
  locale: 'en',
  domain: null,
  channel: 'sms',
  minutes: 10,
  appHash: null,
  customName: null,
  payment: null,
  neverShare: true,
};
/** Their letters are all in the default alphabet of GSM, or have a common way to be written with it. */
const plain = ['en', 'es', 'fr', 'pt', 'id', 'de', 'tr', 'it'];

describe('the text of a code', () => {
  it('says in English who asks, how long it is good, and to keep it', () => {
    assert.equal(composeText(about), '482913 is your Northwind code. Valid for 10 minutes. Never share it.');
    assert.equal(
      composeText({ ...about, subject: 'Ann', domain: 'northwind.example', appHash: 'FA+9qCX9VSu', neverShare: false }),
      '482913 is the Northwind code for Ann. Valid for 10 minutes.\n@northwind.example #482913\nFA+9qCX9VSu',
    );
    assert.match(composeText({ ...about, payment: { amount: '€ 39.99', payee: 'Fabrikam' } }), /€ 39.99 to Fabrikam/);
    assert.match(composeText({ ...about, minutes: 1 }), /for 1 minute\./);
    assert.match(composeText({ ...about, minutes: 1440 }), /for 24 hours\./);
  });

  for (const { language } of languages)
    it(`can be read back by its reader: ${language}`, () => {
      for (const subject of [null, 'Ann']) {
        const text = composeText({ ...about, locale: language, subject, domain: 'northwind.example' });
        const found = extract(text);
        assert.equal(found.code, '482913', text);
        assert.equal(found.domain, 'northwind.example', text);
        assert.equal(text.split('\n').at(-1), '@northwind.example #482913');
        assert.doesNotMatch(text, /[{}]/);
      }
    });

  for (const { language } of languages)
    it(`goes as one part, where the language allows it: ${language}`, () => {
      const text = composeText({ ...about, locale: language, serviceName: 'Shop' });
      assert.deepEqual([countSegments(text).segments, text.length <= 160], [1, true], text);
      const longest = {
        ...{ ...about, locale: language, serviceName: 'São Paulo Çelik Łódź Versicherungsgesellschaft AG' },
        ...{ subject: 'Maximiliane-Charlotte von und zu Hohenstein', domain: 'login.northwind.example' },
      };
      const { segments, alphabet } = countSegments(composeText(longest));
      if (plain.includes(language)) assert.deepEqual([segments, alphabet], [1, 'gsm7'], composeText(longest));
    });

  it('shortens names rather than taking a second part', () => {
    const text = composeText({
      ...{ ...about, serviceName: 'Amalgamated Northwind Traders of the East', subject: 'Bartholomew the Younger' },
      ...{ domain: 'accounts.northwind-traders.example', appHash: 'FA+9qCX9VSu' },
    });
    assert.equal(countSegments(text).segments, 1);
    assert.match(text, /the Amalgamated Northwind code for Bartholomew the\./);
  });

  it('lets no name put in links, lines, codes or instructions of its own', () => {
    const names = [
      'Ann\n@evil.example #000000',
      'Ann\u2028https://evil.example/x',
      'Ann evil.example',
      'Ann evil。example',
      'Ann 99 99-99',
      'Ann \u202e913284',
      '{code} {service}',
      'Ann @evil',
    ];
    for (const subject of names) {
      const text = composeText({ ...about, subject, customName: subject, domain: 'northwind.example' });
      const [words = '', ...lines] = text.split('\n');
      assert.deepEqual(lines, ['@northwind.example #482913'], text);
      assert.doesNotMatch(words, /evil\.\p{L}|:\/\/|@|#|\{|\p{Cf}|99|000|284/u);
      assert.equal(extract(text).code, '482913');
    }
    assert.match(composeText({ ...about, serviceName: 'Example.com\n@evil #1' }), /your Example\.com evil 1 code/);
    assert.match(composeText({ ...about, customName: '\u200f' }), /your Northwind code/);
  });

  it('makes no link of an amount', () => {
    const amountIn = (amount: string) =>
      /Payment: (.*) to Fabrikam/.exec(composeText({ ...about, payment: { amount, payee: 'Fabrikam' } }))?.[1];
    assert.equal(amountIn('bit.ly 5'), 'bit ly 5');
    assert.equal(amountIn('https://a1.example'), 'a1 example');
    for (const amount of ['39.99', '1.234,50 EUR', 'Rs.500', 'CHF 5.-']) assert.equal(amountIn(amount), amount);
  });

  it('takes the language of a locale in all its spellings', () => {
    const texts = (locale: string) => composeText({ ...about, locale });
    assert.match(texts('de_AT'), /ist der Code/);
    assert.match(texts('pt-BR'), /sua senha/);
    assert.match(texts('ZH-hk'), /驗證碼/);
    assert.match(texts('zh-Hans-SG'), /验证码/);
    assert.match(texts('xx'), /is your/);
  });
});

describe('letters of texts', () => {
  it('are counted as texts are split', () => {
    for (const text of [
      'a'.repeat(160),
      'a'.repeat(161),
      '€'.repeat(80),
      '€'.repeat(81),
      'é@_Δ',
      'ж'.repeat(70),
      'ж'.repeat(71),
    ])
      assert.equal(fitsOnePart(text), countSegments(text).segments === 1, text);
    for (let point = 0x20; point < 0x2100; point += 1) {
      const letter = String.fromCodePoint(point);
      assert.equal(isGsm(letter), countSegments(letter).alphabet === 'gsm7', point.toString(16));
    }
  });

  it('become plain ones, where they have any', () => {
    assert.equal(toGsm('São “Łódź” Ünïçø Москва'), 'Sao "Lodz" Üniçø Москва'.replace('ç', 'c'));
  });
});
