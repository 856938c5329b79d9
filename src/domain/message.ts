import type { Extraction } from './code.ts';
import type { LineEvent } from './line-status.ts';

/** What a source hands to `receive()`: one text as the network gave it. Times are milliseconds since the epoch. */
export interface InboundMessage {
  /** The provider's own id of this text, unique within the source (MessageSid, a hash of the modem's row …). */
  transportKey: string;
  /** As the network reported it: number, short code, alphanumeric ID. Untrusted. */
  sender: string;
  /** The line that the text came to, where the source serves several; default is the source's own line. */
  to?: string;
  text: string;
  /** When the network took the text, if that is known with its zone. */
  sentAt?: number;
  /** The network's time stamp without a zone (`YYYY-MM-DD HH:MM:SS`): shown, never used to decide what is new. */
  sentAtLocal?: string;
  /** True when `sentAt` comes from the SMSC, so that two sources can be compared to the second (3GPP TS 23.040 §9.2.2.1 SCTS). */
  sentAtIsNetworkTime?: boolean;
  /** The text was already at the source on its first run: kept as history, delivered nowhere. */
  backlog?: boolean;
  /** Parts are missing; a late part comes with `revises`. */
  incomplete?: boolean;
  /** The transport key of the message that this text completes: writes revision n+1 instead of a new message. */
  revises?: string;
  /** Ids of stored parts of which this text consists: erased in the same commit. */
  parts?: string[];
  /** Not a text that came but something that befell the line: only routes that ask for it take it. */
  event?: LineEvent;
}

/** What `receive()` answers once the message is committed. */
export interface ReceiveReceipt {
  messageId: string;
  /** `new`: a message and its deliveries; `sighting`: joined to one another source brought; `known`: this transport key was here; `revised`: a late part. */
  outcome: 'new' | 'sighting' | 'known' | 'revised';
}

/** A message as stored and shown. `text` and `code` are null once purged or when the viewer may not see them. */
export interface Message {
  id: string;
  lineId: string;
  ownerId: string;
  sender: string;
  text: string | null;
  code: string | null;
  kind: Extraction['kind'];
  service: string | null;
  domain: string | null;
  embeddedDomain: string | null;
  confidence: number;
  receivedAt: number;
  sentAt: number | null;
  sentAtLocal: string | null;
  /** When the code stops working, by what the text says; null where it says nothing. */
  expiresAt: number | null;
  deliverUntil: number;
  purgeAt: number;
  purgedAt: number | null;
  backlog: boolean;
  incomplete: boolean;
  /** What befell the line; null for a text. */
  event: LineEvent | null;
  revision: number;
  /** Ids of the sources that saw it, the first one first. */
  sources: string[];
}

/** Who took the code first. */
export interface TakenBy {
  /** Id of the person. */
  person: string;
  name: string;
  /** Milliseconds since the epoch. */
  at: number;
}
