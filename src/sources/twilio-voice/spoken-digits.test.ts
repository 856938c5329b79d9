import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digitGroups, joinSpokenDigits } from './spoken-digits.ts';

const heard: [language: string, heard: string, joined: string][] = [
  ['en-US', 'Your code is four eight two nine one three.', 'Your code is 482913.'],
  ['en-US', 'Your code is 4 8 2 9 1 3. Again, 4 8 2 9 1 3.', 'Your code is 482913. Again, 482913.'],
  ['en-US', 'your code is 4, 8, 2, 9, 1, 3', 'your code is 482913'],
  ['en-US', 'code 482 913', 'code 482913'],
  ['en-US', 'code 48 29 13', 'code 482913'],
  ['en-US', 'code forty-eight twenty nine thirteen', 'code 482913'],
  ['en-GB', 'it is double four oh triple seven', 'it is 440777'],
  ['en-US', 'code 4 8 2 9 1 3 4 8 2 9 1 3', 'code 482913, 482913'],
  ['en-US', 'code 4 8 2 9 1 3. 5 minutes left', 'code 482913. 5 minutes left'],
  ['en-US', 'press one to approve, or two to refuse', 'press one to approve, or two to refuse'],
  ['en-US', 'Your code is 482913. It ends in 5 minutes.', 'Your code is 482913. It ends in 5 minutes.'],
  ['en-US', 'call 1 800 555 0199', 'call 1 800 555 0199'],
  ['en-US', 'once again, one one two two', 'once again, 1122'],
  ['de-DE', 'Ihr Code lautet vier acht zwo neun eins drei', 'Ihr Code lautet 482913'],
  ['de-DE', 'Code achtundvierzig neunundzwanzig dreizehn', 'Code 482913'],
  ['fr-FR', 'votre code est quatre huit deux neuf un trois', 'votre code est 482913'],
  ['fr-FR', 'code quarante-huit, quatre-vingt-dix-neuf, soixante et onze', 'code 489971'],
  ['es-ES', 'su código es cuatro ocho dos nueve uno tres', 'su código es 482913'],
  ['es-MX', 'código veintitrés cuarenta y ocho once', 'código 234811'],
  ['it-IT', 'codice quarantotto ventinove tredici', 'codice 482913'],
  ['pt-BR', 'código meia oito dois nove um três', 'código 682913'],
  ['nl-NL', 'code vier acht twee negen één drie', 'code 482913'],
  ['pl-PL', 'kod cztery osiem dwa dziewięć jeden trzy', 'kod 482913'],
  ['ru-RU', 'код четыре восемь два девять один три', 'код 482913'],
  ['tr-TR', 'kod dört sekiz iki dokuz bir üç', 'kod 482913'],
  ['hi-IN', 'कोड चार आठ दो नौ एक तीन', 'कोड 482913'],
  ['hi-IN', 'कोड ४८२ ९१३', 'कोड 482913'],
  ['ar-EG', 'الرمز أربعة ثمانية اثنان تسعة واحد ثلاثة', 'الرمز 482913'],
  ['ja-JP', '認証コードは四八二九一三です', '認証コードは482913です'],
  ['zh-CN', '您的验证码是四八二九一三', '您的验证码是482913'],
  ['ko-KR', '인증번호는 사 팔 이 구 일 삼', '인증번호는 482913'],
  ['xx', 'one two three four', 'one two three four'],
];

for (const [language, words, joined] of heard) {
  test(`${language}: ${words}`, () => assert.equal(joinSpokenDigits(words, language), joined));
}

test('a language has words for all ten digits, each once', async () => {
  const { numberWords } = await import('./number-words.ts');
  for (const [language, { digits }] of Object.entries(numberWords)) {
    assert.equal(digits.length, 10, language);
    const all = digits.flat();
    assert.equal(new Set(all).size, all.length, language);
  }
});

test('groups of digits are those of a code, not of a phone', () => {
  assert.deepEqual(digitGroups('code 482913, again 482913, call +15550100002 or 12345678901, 123'), [
    '482913',
    '482913',
  ]);
});
