import { KeypigeonError } from './errors.ts';

/** A text that somebody wants one of our lines to send. */
export interface TextWish {
  /** Lines that are tried in this order, the next one only when the one before surely did not send. Without it `from` decides. */
  lines?: readonly string[];
  /** The number of one of our lines; together with `lines` also another sender number or ID, where the source allows that. */
  from?: string;
  /** In any form that can be read as a phone number. */
  to: string;
  /** 1 to 1,600 characters. */
  text: string;
  /** The app that asks; it may only use the lines that its caller has checked. */
  appId?: string;
  /** Address that the caller tells of each change; kept sealed and handed back by the feed of changes. */
  callback?: string;
  /** The same key with the same text gives back the text of the first time: 1 to 100 characters. */
  idempotencyKey?: string;
  /** Not sent any more after this, in milliseconds; default is an hour. */
  sendWithinMs?: number;
}

/** Why a text was not taken; stable, to decide by. */
export type TextRefusal =
  | 'no-line'
  | 'line-cannot-send'
  | 'not-a-number'
  | 'short-code'
  | 'own-number'
  | 'premium-rate'
  | 'empty'
  | 'too-long'
  | 'daily-cap'
  | 'key-reused';

const codes = {
  'no-line': 'not-found',
  'line-cannot-send': 'conflict',
  'not-a-number': 'invalid-request',
  'short-code': 'invalid-request',
  'own-number': 'invalid-request',
  'premium-rate': 'invalid-request',
  empty: 'invalid-request',
  'too-long': 'invalid-request',
  'daily-cap': 'rate-limited',
  'key-reused': 'conflict',
} as const satisfies Record<TextRefusal, string>;

/** A text that is not taken. `detail` is one line without number and text. */
export class TextRefusedError extends KeypigeonError {
  readonly refusal: TextRefusal;

  constructor(refusal: TextRefusal, detail: string, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(codes[refusal], detail, options);
    this.name = 'TextRefusedError';
    this.refusal = refusal;
  }
}
