import { createHmac } from 'node:crypto';
import type { CallAsk } from '../../src/domain/call.ts';
import type { InboundMessage, ReceiveReceipt } from '../../src/domain/message.ts';
import type { DeliveryReport } from '../../src/domain/sent-text.ts';
import type { StoredPart } from '../../src/domain/stored-part.ts';
import type { HookRequest, SourceContext } from '../../src/sources/source.ts';
import { systemClock } from '../../src/support/clock.ts';
import { silentLogger } from '../../src/support/logger.ts';
import { systemRandom } from '../../src/support/random.ts';

/** A hub for one source under test: keeps in memory what the store would. */
export interface TestHub {
  context: SourceContext;
  received: InboundMessage[];
  memory: { value: unknown; saves: number };
  /** Called before the source's memory is kept; a throw is a store that fails. */
  beforeSave: () => void;
  erased: string[];
  /** Texts whose lifetime is over. */
  expired: string[];
  parts: Map<string, StoredPart>;
  reports: DeliveryReport[];
  statusChanges: number;
  asks: CallAsk[];
  endedCalls: string[];
  /** Called before a text is taken; a throw is a store that fails. */
  beforeReceive: (inbound: InboundMessage) => void | Promise<void>;
}

export function createTestHub(overrides: Partial<SourceContext> = {}): TestHub {
  const keys = new Set<string>();
  const hub: TestHub = {
    received: [],
    memory: { value: undefined, saves: 0 },
    beforeSave: () => {},
    erased: [],
    expired: [],
    parts: new Map(),
    reports: [],
    statusChanges: 0,
    asks: [],
    endedCalls: [],
    beforeReceive: () => {},
    context: {
      id: 'under-test',
      line: { id: 'office', number: '+15550100002', ownerId: 'ann', unmatched: null },
      receive: async (inbound): Promise<ReceiveReceipt> => {
        await hub.beforeReceive(inbound);
        const outcome = keys.has(inbound.transportKey) ? 'known' : 'new';
        keys.add(inbound.transportKey);
        if (outcome === 'new') hub.received.push(inbound);
        for (const id of inbound.parts ?? []) hub.parts.delete(id);
        return { messageId: `message-of-${inbound.transportKey}`, outcome };
      },
      memory: {
        load: async () => structuredClone(hub.memory.value),
        save: async (value) => {
          hub.beforeSave();
          hub.memory = { value: structuredClone(value), saves: hub.memory.saves + 1 };
        },
      },
      expiredTexts: async (limit) =>
        hub.expired
          .filter((key) => !hub.erased.includes(key))
          .slice(0, limit)
          .map((transportKey) => ({ transportKey })),
      markErased: async (transportKeys) => {
        hub.erased.push(...transportKeys);
      },
      parts: {
        load: async () => [...hub.parts.values()],
        keep: async (parts) => {
          for (const part of parts) if (!hub.parts.has(part.id)) hub.parts.set(part.id, part);
        },
        drop: async (ids) => {
          for (const id of ids) hub.parts.delete(id);
        },
      },
      report: async (report) => {
        hub.reports.push(report);
      },
      callAsks: async (ask) => {
        hub.asks.push(ask);
      },
      callEnded: async (call) => {
        hub.endedCalls.push(call);
      },
      statusChanged: () => {
        hub.statusChanges += 1;
      },
      fingerprint: (value) => createHmac('sha256', 'for-tests-only').update(value).digest('base64url'),
      request: () => Promise.reject(new Error('this test makes no requests')),
      clock: systemClock,
      random: systemRandom,
      log: silentLogger,
      publicUrl: 'https://hub.example.org',
      defaultRegion: undefined,
      ...overrides,
    },
  };
  return hub;
}

/** A request to a hook, as the HTTP server hands it on. */
export function hookRequest(
  target: string,
  options: { method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string; secretPath?: string } = {},
): HookRequest {
  const headers = Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    method: options.method ?? 'POST',
    target,
    secretPath: options.secretPath,
    query: new URL(target, 'http://hub').searchParams,
    headers: Object.fromEntries(headers),
    rawBody: Buffer.from(options.body ?? ''),
  };
}
