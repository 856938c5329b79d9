import type { InboundMessage } from '../domain/message.ts';

/**
 * A text without U+0000, which PostgreSQL's `text` cannot hold (manual, §8.3): one in a sender, an id or a name that the
 * text gives would be refused at every try and never be taken. In the text it becomes a space, elsewhere nothing.
 */
export function withoutNul(inbound: InboundMessage): InboundMessage {
  const values = [inbound.text, inbound.sender, inbound.transportKey, inbound.to, inbound.sentAtLocal, inbound.revises];
  if (!values.some((value) => value?.includes('\0'))) return inbound;
  const cleaned = Object.entries(inbound).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replaceAll('\0', name === 'text' ? ' ' : '') : value,
  ]);
  return Object.fromEntries(cleaned) as InboundMessage;
}
