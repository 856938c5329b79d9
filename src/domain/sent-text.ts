/**
 * The way of a text that one of our lines sends. `queued`: waits for its turn; `sending`: handed to the device or
 * provider; `sent`: the network took it; `delivered`, `undelivered`: by its report; `failed`: it surely did not leave;
 * `unknown`: no answer, asked about and never sent again blindly; `canceled`: taken back before its turn.
 */
export type SentTextState =
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'unknown'
  | 'canceled';

/** What the network reported of a text that it had taken (3GPP TS 23.040 §9.2.3.15 TP-Status; a provider's callback). */
export interface DeliveryReport {
  /** What the source's sender gave as receipt. */
  receipt: string;
  state: 'delivered' | 'undelivered';
  /** One line why, without number or text; null where nothing needs saying. */
  detail: string | null;
  /** The provider's own error number, where it gave one. */
  errorCode?: number;
  /** When it reached the phone, in milliseconds since the epoch. */
  at: number;
}

/** A text that one of our lines was asked to send. `text` is null once purged. */
export interface SentText {
  id: string;
  ownerId: string;
  lineId: string;
  /** The app that asked; null: a person by API, command or MQTT. */
  appId: string | null;
  /** E.164. */
  to: string;
  from: string | null;
  text: string | null;
  /** How many parts it is sent in. */
  segments: number;
  state: SentTextState;
  /** One line, without text, code or number; null where nothing needs saying. */
  reason: string | null;
  /** The provider's or our own error number; null where there is none. */
  errorCode: number | null;
  receipt: string | null;
  createdAt: number;
  sentAt: number | null;
  updatedAt: number;
}
