import { z } from 'zod';
import { toE164 } from '../domain/phone-number.ts';

/** A text that was asked for at a topic. */
export interface Command {
  /** E.164, one of the allowed. */
  to: string;
  text: string;
  /** The asker's own, against sending twice; null: it gave none. */
  id: string | null;
}

/** What was asked for cannot be done; the message is one line without number and text. */
export class CommandRefusedError extends Error {
  readonly id: string | null;

  constructor(message: string, id: string | null) {
    super(message);
    this.name = 'CommandRefusedError';
    this.id = id;
  }
}

/** Longer than any text and its frame. */
const longestPayload = 8_192;

const shape = z.strictObject({
  to: z.string().min(1).max(40).optional(),
  text: z.string().min(1).max(1_600),
  id: z.string().min(1).max(80).optional(),
});

/**
 * Reads `{"to", "text", "id"?}`, or the bare words for the first of the allowed numbers.
 *
 * @param allow E.164, at least one
 * @throws CommandRefusedError
 */
export function readCommand(payload: string, allow: readonly string[], defaultRegion: string | undefined): Command {
  const first = allow[0] ?? '';
  if (payload.length > longestPayload) throw new CommandRefusedError('expected at most 8,192 characters', null);
  if (payload.trim() === '') throw new CommandRefusedError('expected the words, or {"to", "text"} as JSON', null);
  if (!payload.trimStart().startsWith('{')) return { to: first, text: payload, id: null };
  const given = parse(payload);
  const id = given.id ?? null;
  return { to: given.to === undefined ? first : allowed(given.to, allow, defaultRegion, id), text: given.text, id };
}

function parse(payload: string): z.output<typeof shape> {
  const expected = 'expected JSON with text (1 to 1,600 characters), and to and id where needed';
  try {
    const parsed = shape.safeParse(JSON.parse(payload));
    if (parsed.success) return parsed.data;
  } catch {
    throw new CommandRefusedError(`this is not JSON: ${expected}`, null);
  }
  throw new CommandRefusedError(expected, null);
}

function allowed(to: string, allow: readonly string[], defaultRegion: string | undefined, id: string | null): string {
  let number = '';
  try {
    number = toE164(to, defaultRegion);
  } catch {
    // What is no number is not among the allowed ones either.
  }
  if (allow.includes(number)) return number;
  throw new CommandRefusedError('this number is not allowed: name it in commands.mqtt.allow', id);
}
