import { PermanentDeliveryError } from '../domain/delivery-errors.ts';
import { systemClock } from '../support/clock.ts';
import { silentLogger } from '../support/logger.ts';
import { systemRandom } from '../support/random.ts';
import type { DestinationContext, Outgoing } from './destination.ts';

/** What tests hand to a destination; numbers are those reserved for fiction. */
export function testContext(changes: Partial<DestinationContext> = {}): DestinationContext {
  return {
    id: 'desk',
    ownerId: 'ann',
    request: () => Promise.reject(new Error('no request was expected')),
    clock: systemClock,
    random: systemRandom,
    log: silentLogger,
    defaultRegion: 'US',
    ownNumbers: () => ['+15550100001', '+15550100002'],
    sendText: () => Promise.reject(new PermanentDeliveryError('no line can send')),
    sendLimitMs: () => 10_000,
    findText: async () => null,
    takeFromDailyCap: async () => true,
    lines: () => [
      { id: 'burner', number: '+15550100001', ownerId: 'ann' },
      { id: 'office', number: '+15550100002', ownerId: 'bob' },
    ],
    vapid: () => testVapid,
    ...changes,
  };
}

/** Of RFC 8291, appendix A: anybody knows them. */
const testVapid = {
  publicKey: 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
  privateKey: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  subject: 'mailto:push@example.com',
};

/** A GitHub code on line `burner`, as `show: code` leaves it. */
export function testOutgoing(changes: Partial<Outgoing> = {}): Outgoing {
  const receivedAt = changes.receivedAt ?? Date.now();
  return {
    deliveryId: '01890000-0000-7000-8000-00000000d001',
    messageId: '01890000-0000-7000-8000-000000000a01',
    revision: 1,
    show: 'code',
    line: { id: 'burner', number: '+15550100001' },
    sender: '+15550100004',
    event: null,
    text: null,
    code: '482913',
    service: 'GitHub',
    domain: null,
    receivedAt,
    sentAt: null,
    sentAtLocal: null,
    expiresAt: null,
    deliverUntil: receivedAt + 600_000,
    sources: ['stick'],
    route: null,
    rendered: '482913 is your GitHub code. From +15550100004 to line burner.',
    test: false,
    ...changes,
  };
}

/** A signal that never ends an attempt. */
export const noEnd: AbortSignal = new AbortController().signal;
