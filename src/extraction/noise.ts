import type { Language } from './languages/language.ts';
import { findSpans, phraseSource, type Span } from './phrases.ts';

const topLevel = 'com|net|org|io|co|uk|de|fr|es|it|nl|in|us|eu|app|dev|me|ly|gl|gd|ai|info|link|to';
const currency =
  'usd|eur|gbp|inr|rs|chf|cad|aud|nzd|sgd|hkd|jpy|cny|rmb|krw|thb|idr|rp|vnd|php|myr|rm|brl|mxn|zar|ngn|kes|ghs|aed|sar|egp|try|tl|pln|zl|czk|huf|ron|uah|rub|sek|nok|dkk|ils|pkr|bdt|lkr';

/** What no language changes. Repetitions are bounded, so that time stays linear in the text. */
const everywhere: RegExp[] = [
  // Addresses of the web and of mail.
  /\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s]{1,500}/gi,
  /\bwww\.[^\s]{1,300}/gi,
  new RegExp(`\\b(?:[a-z0-9-]{1,63}\\.){1,4}(?:${topLevel})\\b(?:/[^\\s]{0,300})?`, 'gi'),
  /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g,
  // Amounts, percentages and numbers with thousands or cents.
  /[$€£¥₹₽₩₪₫₴₺₦฿]\s?\d[\d.,]{0,15}/g,
  new RegExp(`(?<![\\p{L}])(?:${currency})\\.?\\s?\\d[\\d.,]{0,15}`, 'giu'),
  new RegExp(`(?<![\\d])\\d[\\d.,]{0,15}\\s?(?:[€£₽₩₹%]|(?:${currency})(?![\\p{L}]))`, 'giu'),
  /(?<![\d.,])\d{1,3}(?:,\d{2,3}){1,4}(?:\.\d{1,2})?(?![\d])/g,
  /(?<![\d.,])\d{1,9}\.\d{2}(?![\d.])/g,
  // Dates, times, IP addresses.
  /(?<![\d/.-])(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|[12]\d|3[01])[/.-](?:\d{4}|\d{2})(?![\d/-])/g,
  /(?<![\d/.-])(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2}(?![\d/-])/g,
  /(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)/g,
  /(?<!\d)\d{1,2}(?::\d{2})?\s?[ap]\.?m\b/gi,
  /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g,
  // Phone numbers.
  /\+\d[\d\s().-]{6,18}\d/g,
  /\(\d{2,5}\)[\s-]?\d{2,4}[\s-]?\d{2,6}/g,
  /(?<![\d-])(?:1[-. ])?\d{3}[-. ]\d{3}[-. ]\d{4}(?![\d-])/g,
  /(?<![\d-])1?-?8(?:00|33|44|55|66|77|88)-[\dA-Z]{3}-?[\dA-Z]{4}(?![\d-])/g,
  // Tails of cards and accounts: XX9021, *4417, x8821; but *123456* is bold.
  /(?:[*•]{1,12}|X{2,12}|x{2,12}|(?<![\p{L}\p{N}])x)-?\d{2,8}(?![\d*])/gu,
  /(?<!\d)\d{2,8}[xX*•]{2,12}\d{0,6}/g,
  // Long numbers: cards, IBANs, parcels.
  /(?<![\d])\d{11,40}(?![\d])/g,
  /(?<!\d)\d{4}[ -]\d{4}[ -]\d{4}(?:[ -]\d{1,7})?(?!\d)/g,
  /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,8}\b/g,
];

/** The hash by which Android's SMS Retriever finds its app: 11 characters of base64 at the very end. */
const appHash = /(?<=\s)[A-Za-z0-9+/]{11}\s*$/;

/** Makes the function that finds what looks like a code and is none: addresses, amounts, dates, times, phone numbers. */
export function compileNoise(language: Language): (text: string) => Span[] {
  const patterns = [...everywhere, ...languagePatterns(language)];
  return (text) => {
    const spans = patterns.flatMap((pattern) => findSpans(text, pattern));
    const hash = appHash.exec(text);
    if (hash !== null && hash.index > 0) spans.push({ start: hash.index, end: text.length });
    return spans;
  };
}

function languagePatterns(language: Language): RegExp[] {
  const months = language.months.map(phraseSource).join('|');
  const units = Object.keys(language.units).map(phraseSource).join('|');
  return [
    new RegExp(`(?<!\\d)\\d{1,2}(?:st|nd|rd|th)?[ -]?(?:${months})[a-z]{0,6}\\.?(?:[ ,-]{1,2}\\d{2,4})?(?!\\d)`, 'gi'),
    new RegExp(`\\b(?:${months})[a-z]{0,6}\\.? \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?(?!\\d)`, 'gi'),
    new RegExp(`(?<![\\p{L}\\p{N}])\\d{1,4}[ -]?(?:${units})(?![\\p{L}\\p{N}])`, 'giu'),
  ];
}
