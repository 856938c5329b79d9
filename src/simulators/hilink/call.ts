import type { Device } from './device.ts';
import type { Element } from './request-body.ts';
import type { Session } from './sessions.ts';
import type { Answer } from './xml.ts';

/** One call in progress. */
export interface Visit {
  device: Device;
  session: Session;
  /** The session was opened by this very call. */
  isNewSession: boolean;
  /** Token in the header of a POST. */
  token: string;
  /** The `<request>` of a POST. */
  body: Element;
  /** What the answer's headers carry beside: `login` hands out a set of tokens, `reset` makes the earlier ones worthless. */
  tokens: 'next' | 'reset' | 'login';
  /** The session got another id. */
  isRenamed: boolean;
}

/** One path of the API. */
export interface Call {
  /** Tags of the request in the documented order. */
  order?: readonly string[];
  /** Opens a session for who has none. */
  opensSession?: boolean;
  /** Throws a `Refusal` for what the device answers with `<error>`. */
  answer(visit: Visit): Answer;
}

/** By method and path, e.g. `GET sms/sms-count`. */
export type Calls = Record<string, Call>;
