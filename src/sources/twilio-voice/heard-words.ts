import { one } from '../../twilio-api/genuine-hook.ts';
import type { FormParameters } from '../../twilio-api/signature.ts';

/** What the recogniser tells of a call (twilio.com/docs/voice/twiml/transcription). */
export type Heard =
  | { event: 'words'; order: number; text: string }
  | { event: 'stopped' }
  /** `code`: Twilio's number of the error; null: it gave none. */
  | { event: 'failed'; code: string | null }
  | { event: 'other' };

/** Reads a call of the recogniser. Words that it may still change count as `other`. */
export function readHeard(parameters: FormParameters): Heard {
  const event = one(parameters, 'TranscriptionEvent');
  if (event === 'transcription-stopped') return { event: 'stopped' };
  if (event === 'transcription-error')
    return { event: 'failed', code: /^\d{1,6}$/.exec(one(parameters, 'TranscriptionErrorCode') ?? '')?.[0] ?? null };
  if (event !== 'transcription-content' || one(parameters, 'Final') === 'false') return { event: 'other' };
  const text = transcriptOf(one(parameters, 'TranscriptionData') ?? '');
  const order = Number(one(parameters, 'SequenceId') ?? '');
  return text === '' || !Number.isSafeInteger(order) ? { event: 'other' } : { event: 'words', order, text };
}

function transcriptOf(data: string): string {
  try {
    const value: unknown = JSON.parse(data);
    const text =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>).transcript : undefined;
    return typeof text === 'string' ? text.trim() : '';
  } catch {
    return '';
  }
}
