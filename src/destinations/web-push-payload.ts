import type { Outgoing } from './destination.ts';
import { isoTime } from './message-json.ts';

/** What the service worker of the web app gets. What `show` took away is not in it. */
export interface PushPayload {
  /** Of the message: `/messages/ID` shows it. */
  id: string;
  title: string;
  body: string;
  code?: string;
  service: string | null;
  sender: string;
  line: string;
  /** When the code is not good any more, ISO 8601; null: not known. */
  expiresAt: string | null;
  test: boolean;
}

/** A push service takes 4,096 bytes (RFC 8030 §7.2), and encrypting takes 103 of them (RFC 8291 §4). */
const longestBytes = 3_000;
/** Senders and services name themselves. */
const longestName = 100;

/** The payload as JSON of at most 3,000 bytes; a body that is too long is cut and ends with an ellipsis. */
export function pushPayload(outgoing: Outgoing): string {
  const { code, event, line, expiresAt, messageId, rendered, test } = outgoing;
  const sender = nameOf(outgoing.sender);
  const service = outgoing.service === null ? null : nameOf(outgoing.service);
  const payload: PushPayload = {
    id: messageId,
    title: code !== null ? `${service ?? 'Code'}: ${code}` : titleOf(outgoing, sender, event !== null),
    body: rendered,
    ...(code === null ? {} : { code }),
    service,
    sender,
    line: line.id,
    expiresAt: expiresAt === null ? null : isoTime(expiresAt),
    test,
  };
  return fit(payload);
}

function titleOf({ text, line }: Outgoing, sender: string, isEvent: boolean): string {
  return isEvent || text === null || sender === '' ? `Line ${line.id}` : sender;
}

/** One line, without marks that turn the direction of what follows. */
function nameOf(name: string): string {
  return [...name.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()].slice(0, longestName).join('');
}

function fit(payload: PushPayload): string {
  const whole = JSON.stringify(payload);
  if (Buffer.byteLength(whole) <= longestBytes) return whole;
  const characters = [...payload.body];
  const cut = (length: number) => JSON.stringify({ ...payload, body: `${characters.slice(0, length).join('')}…` });
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (Buffer.byteLength(cut(middle)) <= longestBytes) low = middle;
    else high = middle - 1;
  }
  return cut(low);
}
