export type NumberProblem = 'letters' | 'country' | 'short' | 'long';

/**
 * What is wrong with a phone number while it is typed; null: nothing, or nothing was typed. The hub looks more closely
 * when it is saved. E.164 has 15 digits at most (ITU-T E.164 §6.2.1).
 */
export function problemOfNumber(typed: string, region: string | null): NumberProblem | null {
  const text = typed.trim();
  if (text === '') return null;
  if (!/^\+?[\d\s().\-/]*$/.test(text)) return 'letters';
  const digits = text.replaceAll(/\D/g, '');
  const isInternational = text.startsWith('+');
  if (!isInternational && region === null) return 'country';
  if (digits.length > 15) return 'long';
  return digits.length < (isInternational ? 8 : 5) ? 'short' : null;
}

/** Without what makes it easier to read. */
export function plainNumber(typed: string): string {
  return typed.replaceAll(/[^\d+]/g, '');
}
