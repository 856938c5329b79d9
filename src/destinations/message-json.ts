import type { LineEvent } from '../domain/line-status.ts';
import type { Outgoing } from './destination.ts';

/** A message as MQTT and webhooks carry it. Keys without a value are left out; times are ISO 8601 in UTC. */
export interface MessageJson {
  /** Id of the message: the same over all attempts and destinations. */
  id: string;
  line: string;
  sender: string;
  /** What befell the line, of which the text tells; not there for a text that came. */
  event?: LineEvent;
  text?: string;
  code?: string;
  service?: string;
  /** The host that an origin-bound code is for. */
  domain?: string;
  receivedAt: string;
  sentAt?: string;
  expiresAt?: string;
  sources: string[];
  /** Only on a test message. */
  test?: true;
}

/** What a program on the other side gets to read; what the destination's `show` took away is not in it. */
export function messageJson(outgoing: Outgoing): MessageJson {
  const { event, text, code, service, domain, sentAt, expiresAt } = outgoing;
  return {
    id: outgoing.messageId,
    line: outgoing.line.id,
    sender: outgoing.sender,
    ...(event === null ? {} : { event }),
    ...(text === null ? {} : { text }),
    ...(code === null ? {} : { code }),
    ...(service === null ? {} : { service }),
    ...(domain === null ? {} : { domain }),
    receivedAt: isoTime(outgoing.receivedAt),
    ...(sentAt === null ? {} : { sentAt: isoTime(sentAt) }),
    ...(expiresAt === null ? {} : { expiresAt: isoTime(expiresAt) }),
    sources: outgoing.sources,
    ...(outgoing.test ? { test: true } : {}),
  };
}

/** `2026-11-22T12:00:00.000Z` */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
