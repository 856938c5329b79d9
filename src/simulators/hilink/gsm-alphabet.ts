import { countSeptets as countKnown } from '../../support/gsm7.ts';

/** Replaces what the GSM 7-bit default alphabet lacks by question marks, one per character. */
export function toGsmText(text: string): string {
  return Array.from(text, (character) => (countKnown(character) === null ? '?' : character)).join('');
}

/** Septets that the text takes; characters that the alphabet lacks count as one. */
export function countSeptets(text: string): number {
  return countKnown(toGsmText(text)) ?? 0;
}
