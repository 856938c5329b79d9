import { json } from '../../src/http/fixtures.ts';
import { basic, type Credentials } from './twilio-hub.ts';

export interface NativeAnswer<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
}

/** What a verification is answered as, as far as tests look at it. */
export interface VerificationAnswer extends Record<string, unknown> {
  id: string;
  status: string;
  channel: string;
  to: string | null;
  strength: string;
  expiresAt: string;
  checksLeft: number;
  sendsLeft: number;
  next: Record<'smsAt' | 'callAt' | 'emailAt' | 'checkAt', string | null>;
  attempts: { channel: string; by: string | null; state: string }[];
  correct?: boolean;
  /** Of a refusal. */
  code?: string;
  detail?: string;
}

/** Calls of an app to our own API, below `/api/v1`. */
export function nativeApi(url: string, app: Credentials) {
  return async <Body = VerificationAnswer>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<NativeAnswer<Body>> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...basic(app), ...(body === undefined ? {} : json), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text === '' ? {} : JSON.parse(text)) as Body };
  };
}
