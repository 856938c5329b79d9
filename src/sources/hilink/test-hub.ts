import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { InboundMessage, ReceiveReceipt } from '../../domain/message.ts';
import { systemClock } from '../../support/clock.ts';
import { createHttpClient } from '../../support/http-client.ts';
import type { Logger } from '../../support/logger.ts';
import { systemRandom } from '../../support/random.ts';
import type { Source } from '../source.ts';
import { hilink } from './hilink.ts';

/** What stays when a hub is stopped and started again. */
export interface TestDisk {
  memory: unknown;
  received: InboundMessage[];
}

/** As much of a hub as a source sees, for tests: it remembers what it was given. */
export interface TestHub {
  source: Source;
  disk: TestDisk;
  received: InboundMessage[];
  /** Lines that were logged, as JSON. */
  logged: string[];
  /** While set, `receive()` rejects and nothing is remembered. */
  storeIsDown: boolean;
  /** While set, texts are committed but nothing is remembered. */
  memoryIsDown: boolean;
  /** A text that `receive()` rejects. */
  refuses: string | undefined;
  /** How often the source said that its status changed. */
  statusChanges: number;
  /** How far the hub's clock is ahead, ms. */
  aheadMs: number;
  close(): Promise<void>;
}

/** Opens and starts a source with these settings. */
export async function startHub(
  settings: Record<string, unknown>,
  disk: TestDisk = { memory: undefined, received: [] },
): Promise<TestHub> {
  const http = createHttpClient({ connections: 1 });
  const logged: string[] = [];
  const ahead = { ms: 0 };
  const changes = { count: 0 };
  const hub: TestHub = {
    source: hilink.open(hilink.config.parse({ pollSeconds: 0.2, ...settings }), {
      id: 'stick',
      line: { id: 'burner', number: '+15550100001', ownerId: 'ann', unmatched: null },
      receive: async (inbound) => receive(hub, inbound),
      memory: {
        load: async () => (disk.memory === undefined ? undefined : JSON.parse(String(disk.memory))),
        save: async (value) => {
          if (hub.storeIsDown || hub.memoryIsDown) throw new Error('the disk is full');
          disk.memory = JSON.stringify(value);
        },
      },
      expiredTexts: async () => [],
      markErased: async () => {},
      callAsks: async () => {},
      callEnded: async () => {},
      parts: { load: async () => [], keep: async () => {}, drop: async () => {} },
      report: async () => {},
      statusChanged: () => {
        changes.count += 1;
      },
      fingerprint: (value) => createHmac('sha256', 'for-tests-only').update(value).digest('base64url'),
      request: http.request,
      clock: { now: () => systemClock.now() + ahead.ms, after: systemClock.after },
      random: systemRandom,
      log: recordingLogger(logged),
      publicUrl: undefined,
      defaultRegion: undefined,
    }),
    disk,
    received: disk.received,
    logged,
    storeIsDown: false,
    memoryIsDown: false,
    refuses: undefined,
    get statusChanges() {
      return changes.count;
    },
    set aheadMs(ms: number) {
      ahead.ms = ms;
    },
    async close() {
      await hub.source.close();
      await http.close();
    },
  };
  await hub.source.start();
  return hub;
}

function receive(hub: TestHub, inbound: InboundMessage): ReceiveReceipt {
  if (hub.storeIsDown || inbound.text === hub.refuses) throw new Error('the disk is full');
  const known = hub.received.some((message) => message.transportKey === inbound.transportKey);
  if (!known) hub.received.push(inbound);
  const outcome = known ? 'known' : inbound.revises === undefined ? 'new' : 'revised';
  return { messageId: inbound.transportKey, outcome };
}

function recordingLogger(lines: string[]): Logger {
  const write = (fields: object, message: string) => {
    const plain = Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? value.message : value]);
    lines.push(JSON.stringify({ ...Object.fromEntries(plain), message }));
  };
  const logger: Logger = { debug: write, info: write, warn: write, error: write, child: () => logger };
  return logger;
}

/** Waits until `holds`, with a generous deadline. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`it did not happen: ${what}`);
    await delay(10);
  }
}

export function texts(hub: TestHub): string[] {
  return hub.received.map((message) => message.text);
}
