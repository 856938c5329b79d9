import { fitsOneSegment } from '../support/gsm7.ts';
import type { Outgoing } from './destination.ts';
import { messageJson } from './message-json.ts';

/** What subscribers of a topic expect. */
export const mqttFormats = ['keypigeon', 'hilink', 'text'] as const;
export type MqttFormat = (typeof mqttFormats)[number];

/** The message in one of the formats. */
export function mqttPayload(outgoing: Outgoing, format: MqttFormat): string {
  if (format === 'keypigeon') return JSON.stringify(messageJson(outgoing));
  if (format === 'hilink') return JSON.stringify(hilinkRow(outgoing));
  return outgoing.code ?? outgoing.rendered;
}

/** Seconds until the message is worth nothing, at least 1: the message expiry interval of MQTT 5 (§3.3.2.3.3). */
export function expirySeconds({ expiresAt, deliverUntil }: Outgoing, now: number): number {
  const until = Math.min(expiresAt ?? deliverUntil, deliverUntil);
  return Math.min(Math.max(1, Math.ceil((until - now) / 1000)), 0xffffffff);
}

/** A row of a HiLink stick's message list as its XML reads in JSON: these fields in this order, all of them strings. */
function hilinkRow(outgoing: Outgoing): Record<string, string> {
  const content = outgoing.text ?? outgoing.rendered;
  return {
    Smstat: '0',
    Index: String(slotOf(outgoing.messageId)),
    Phone: outgoing.sender,
    Content: content,
    Date: outgoing.sentAtLocal ?? localTime(outgoing.sentAt ?? outgoing.receivedAt),
    Sca: '',
    SaveType: '4',
    Priority: '0',
    SmsType: fitsOneSegment(content) ? '1' : '2',
  };
}

/** Sticks count their slots from 40000. Ours follows from the id, so that it is the same on every attempt. */
function slotOf(messageId: string): number {
  const tail = Number.parseInt(messageId.replace(/[^0-9a-f]/gi, '').slice(-4), 16);
  return 40_000 + (Number.isNaN(tail) ? 0 : tail % 10_000);
}

/** `YYYY-MM-DD HH:MM:SS` in the hub's own zone, as a stick beside it would show. */
function localTime(ms: number): string {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`;
}
