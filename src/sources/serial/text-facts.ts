import type { Deliver } from '../../pdu/pdu.ts';

/**
 * What makes a text that text, wherever it lies and however often the network brings it: sender, time stamp of the
 * service centre, and what it carries. The service centre itself and its flags may differ.
 */
export function essenceOf(deliver: Deliver): string {
  const { sender, senderType, sentAtLocal, zoneMinutes, protocolId, coding, concat, ports, body } = deliver;
  const words = Buffer.from(body).toString('base64');
  return JSON.stringify([
    'serial',
    ...[sender, senderType, sentAtLocal, zoneMinutes, protocolId],
    ...[coding.alphabet, coding.messageClass, concat, ports, words],
  ]);
}

/** What `receive()` is told of a text besides its words. */
export function describe(deliver: Deliver) {
  return {
    sender: deliver.sender.trim() === '' ? 'unknown' : deliver.sender,
    ...(deliver.sentAt === null ? {} : { sentAt: deliver.sentAt, sentAtIsNetworkTime: true }),
    ...(deliver.sentAtLocal === null ? {} : { sentAtLocal: deliver.sentAtLocal }),
  };
}
