import type { Extraction } from '../domain/code.ts';
import type { Lifetimes } from '../domain/lifetime.ts';
import type { InboundMessage } from '../domain/message.ts';
import type { RoutingTrace } from '../domain/route.ts';
import type { AwaitedText } from '../domain/wait.ts';
import { serviceKey } from '../extraction/service-key.ts';
import type { ReceptionRules } from './rules.ts';

/** What of a text that came decides who waits for it. */
interface Arrived {
  inbound: InboundMessage;
  line: { id: string; ownerId: string };
  receivedAt: number;
  found: Extraction;
  life: Lifetimes;
  trace: RoutingTrace;
}

/** How those who wait are asked about a text; null: it holds no code that could still be used. */
export function awaitedText(arrived: Arrived, rules: ReceptionRules): AwaitedText | null {
  const { inbound, line, receivedAt, found, life, trace } = arrived;
  if (found.code === null || inbound.backlog === true || life.deliverUntil <= receivedAt) return null;
  return {
    serviceKey: found.service === null ? null : serviceKey(found.service),
    lineId: line.id,
    people: [line.ownerId, ...trace.destinations.flatMap(({ destinationId }) => readerOf(destinationId, rules))],
  };
}

/** Whom a destination shows the code. */
function readerOf(destinationId: string, rules: ReceptionRules): string[] {
  const destination = rules.destinationOf(destinationId);
  return destination === undefined || destination.show === 'notice' ? [] : [destination.ownerId];
}
