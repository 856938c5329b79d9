import { z } from 'zod';
import { sleep } from '../../support/clock.ts';
import { secretString } from '../../support/secret.ts';
import { defineSource, type Source, type SourceContext } from '../source.ts';
import { trackHealth } from '../source-health.ts';
import { HilinkClient, longestAnswerMs } from './client.ts';
import { discoverStick } from './discover.ts';
import { Inbox } from './inbox.ts';
import { BoxReader } from './list.ts';
import { Memory } from './memory.ts';
import { Poll } from './poll.ts';
import { createHilinkSender } from './send.ts';
import { StatusReader } from './status.ts';

const address = z.url({
  protocol: /^https?$/,
  error: 'expected the address of the web page, such as http://192.168.8.1',
});

const config = z.strictObject({
  url: address
    .optional()
    .describe("Address of the stick's web page, such as http://192.168.8.1; without it the stick is looked for"),
  addresses: z
    .array(address)
    .min(1)
    .optional()
    .describe('Addresses at which to look for the stick where `url` is not set; default are those that Huawei uses'),
  username: z.string().min(1).default('admin').describe("User name of the stick's web page"),
  password: secretString().optional().describe("Password of the stick's web page, where it asks for one"),
  pollSeconds: z
    .number()
    .min(0.2)
    .max(60)
    .default(0.5)
    .describe('Seconds between two looks at the number of texts; the list is read only when it changed'),
  markRead: z.boolean().default(true).describe('Mark a text read on the stick once it is safely stored here'),
  deleteAfterStored: z
    .boolean()
    .default(false)
    .describe('Delete a text on the stick once it is safely stored here; what was there before the first run stays'),
  makeRoom: z
    .boolean()
    .default(true)
    .describe(
      'Delete the oldest safely stored texts on the stick before its storage is full, as it then receives nothing',
    ),
  makeRoomAtPercent: z
    .number()
    .int()
    .min(10)
    .max(100)
    .default(70)
    .describe('How full the storage of the stick may get, in percent, before room is made'),
  keepLast: z
    .number()
    .int()
    .min(0)
    .max(500)
    .default(20)
    .describe('How many of the newest texts stay on the stick when room is made'),
  verifyCertificate: z
    .boolean()
    .default(false)
    .describe('For https: insist on a trusted certificate; the ones of such devices are self-signed'),
});

type HilinkConfig = z.output<typeof config>;

export const hilink = defineSource({
  kind: 'hilink',
  title: 'Huawei HiLink stick or router',
  description:
    'Reads texts from the SIM card in a Huawei stick or router by its web page (HiLink mode), and sends texts by it. Finds the stick by itself.',
  homepage: 'https://consumer.huawei.com/en/routers/',
  config,
  example: { url: 'http://192.168.8.1', pollSeconds: 0.5 },
  http: (config) => ({
    connections: 1,
    verifyCertificate: config.verifyCertificate,
    // The client ends each exchange itself, and waits longer while the stick sends a text.
    headersTimeoutMs: longestAnswerMs,
  }),
  open: openHilink,
});

/** How long a close waits for the poll under way; the stick may be stalled. */
const closeWithinMs = 4_000;

function openHilink(config: HilinkConfig, context: SourceContext): Source {
  const { clock, random, fingerprint, log, request, receive } = context;
  const ending = new AbortController();
  const client = new HilinkClient({
    credentials: { username: config.username, password: config.password },
    request,
    clock,
    random,
    log,
    locate: async (signal) => config.url ?? discoverStick({ request, clock, signal, addresses: config.addresses }),
  });
  const reader = new BoxReader(client, fingerprint);
  const memory = new Memory(context.memory);
  const { markRead, deleteAfterStored } = config;
  const inbox = new Inbox({ client, reader, memory, receive, clock, log, markRead, deleteAfterStored });
  const health = trackHealth(clock, 'Looking for the stick');
  const room = config.makeRoom
    ? { inbox, reader, percent: config.makeRoomAtPercent, keepLast: config.keepLast }
    : undefined;
  const pollMs = config.pollSeconds * 1000;
  const searches = config.url === undefined;
  const status = new StatusReader(client, context.statusChanged);
  const poll = new Poll({ client, inbox, memory, fingerprint, room, health, status, clock, log, pollMs, searches });
  let work: Promise<void> = Promise.resolve();
  return {
    async start() {
      work = poll.run(ending.signal);
    },
    sender: createHilinkSender({ client, reader, clock }),
    status: () => status.status,
    health: health.current,
    async close() {
      ending.abort(new Error('the source is closed'));
      const late = new AbortController();
      const waiting = sleep(clock, closeWithinMs, late.signal).catch(() => undefined);
      await Promise.race([Promise.all([client.close(), work]), waiting]);
      late.abort();
      health.set('off', 'The source is closed');
    },
  };
}
