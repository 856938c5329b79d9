import { KeypigeonError } from '../domain/errors.ts';
import { isPremiumRate, isShortCode, toE164 } from '../domain/phone-number.ts';
import { TextRefusedError } from '../domain/text-wish.ts';

/** As Twilio takes: some ten parts, which phones still put together. */
const longestText = 1_600;

export interface NumberRules {
  defaultRegion: string | undefined;
  /** E.164. */
  ownNumbers: readonly string[];
}

/**
 * The number to text, in E.164.
 *
 * @throws TextRefusedError for what is no number, for short codes, our own numbers and premium-rate numbers; the line
 *   does not repeat the number
 */
export function checkRecipient(raw: string, rules: NumberRules): string {
  if (isShortCode(raw))
    throw new TextRefusedError(
      'short-code',
      'This is a short code: those may cost extra or be an emergency number, so a line texts only whole phone numbers, as +15550100003.',
    );
  const number = readNumber(raw, rules);
  if (rules.ownNumbers.includes(number))
    throw new TextRefusedError(
      'own-number',
      'This is the number of one of our own lines: the text would run in a circle. Name another phone.',
    );
  if (isPremiumRate(number))
    throw new TextRefusedError(
      'premium-rate',
      'This is a premium-rate number: a text to it costs extra. Name another phone.',
    );
  return number;
}

function readNumber(raw: string, rules: NumberRules): string {
  try {
    return toE164(raw, rules.defaultRegion);
  } catch (cause) {
    if (cause instanceof KeypigeonError) throw new TextRefusedError('not-a-number', `${cause.message}.`, { cause });
    throw cause;
  }
}

/** @throws TextRefusedError for a text without words, or one that is too long */
export function checkWords(text: string): void {
  if (text.trim() === '') throw new TextRefusedError('empty', 'The text has no words: expected 1 to 1,600 characters.');
  if (text.length > longestText)
    throw new TextRefusedError('too-long', `The text has ${text.length} characters: expected 1 to 1,600.`);
}
