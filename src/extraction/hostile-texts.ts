import { languages } from './languages/index.ts';

/** Repeated, these make a text that keeps one part of the extraction as busy as can be. */
const signs = [
  '1 ',
  '1-',
  '1.',
  '1,',
  '12:',
  '1',
  '1/',
  '+1',
  '#1',
  '1@',
  'a1',
  'a1b2c3 ',
  'a1b2.',
  '1a1a;',
  '\n1a2b',
  '123456789 ',
  '123456\n',
  'A ',
  'A.B ',
  'a.',
  'a@b',
  'a.b/',
  '://',
  'http://a',
  '@a.co #',
  '@a #1 @b\n',
  '(',
  '[',
  '【',
  '½',
  '٣',
  '١٢ ',
  '\u200f',
  '\u200f1',
  '\u0301',
  'a\u0301',
  '\u3000',
  '🤷',
  '\ud83e',
  ' ',
  '\n',
  '가',
  '각1',
  'ß',
  'İ',
  'ﷺ',
  'כתוב',
  'мы 481920 ',
  '은 481920 ',
  'มี 481920 ',
  'รหัส',
  '验证码',
  '密码',
];

const english = [
  'code ',
  'code: ',
  'code:1 ',
  'code is ',
  'code is (',
  'your ',
  'your code for ',
  'otp 123456 ',
  '1 minute ',
  'valid 1 min ',
  'valid 5 minutes ',
  'reset your password ',
];

/** Signs and English words, each alone and with one other. */
export const hostilePieces: readonly string[] = withMixtures([...signs, ...english]);

/** Of each list of words in each language the first ones, with numbers among them. */
export const hostileWords: readonly string[] = languages.flatMap((language) => {
  const { codeWords, weakCodeWords, links, instructions, purposes, otherNumbers, lifetimeWords, notServices } =
    language;
  const lists = [codeWords, weakCodeWords, links, instructions, purposes, otherNumbers, lifetimeWords, notServices];
  const words = lists.flatMap((list) => list.slice(0, 1)).map((word) => word.replaceAll('*', ''));
  const patterns = language.servicePatterns.slice(0, 2).map((pattern) => `${pattern.replace('{service}', 'A')} `);
  const [unit = ''] = Object.keys(language.units);
  return [...words.map((word) => `${word} 481920 `), ...patterns, `1 ${unit} `];
});

/** A text of `length` characters that is nothing but `piece`; `end` stands at its end. */
export function hostileText(piece: string, length: number, end = ''): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length - end.length) + end;
}

function withMixtures(pieces: readonly string[]): string[] {
  return [...pieces, ...pieces.map((piece, index) => piece + (pieces[(index * 7 + 3) % pieces.length] ?? ''))];
}
