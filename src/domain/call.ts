/** A live call to one of our lines asks for keys ("press # to approve"); only a click of the line's owner sends one. */
export interface CallAsk {
  /** The provider's own id of the call, unique within the source. */
  call: string;
  /** What was heard so far. */
  messageId: string;
  /** The keys it asked for, in their order: `#`, `1`. */
  keys: readonly string[];
  /** The call ends by then, milliseconds since the epoch. */
  endsAt: number;
}

/** `asking`: waits for a click; `pressed`: a key was sent; `refused`: it was hung up; `ended`: nobody answered it in time. */
export const callStates = ['asking', 'pressed', 'refused', 'ended'] as const;

export type CallState = (typeof callStates)[number];
