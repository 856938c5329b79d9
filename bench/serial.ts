import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { type EmbeddedBroker, startEmbeddedBroker } from '../src/destinations/embedded-broker.ts';
import { administrator } from '../src/domain/viewer.ts';
import { type SerialSimulator, startSerialSimulator } from '../src/simulators/serial/simulator.ts';
import { listMessages } from '../src/store/messages.ts';
import { openStore } from '../src/store/open-store.ts';
import { silentLogger } from '../src/support/logger.ts';
import { systemRandom } from '../src/support/random.ts';
import { freePort } from '../test/helpers/databases.ts';
import { median, percentile, type Result } from './support/figures.ts';
import { type HubProcess, removeFolder, startHub, temporaryFolder } from './support/process.ts';

const credentials = { username: 'bench', password: 'for-benchmarks-only' };
const sender = '+15550100004';
const singles = 60;
const longs = 100;
const kills = 13;
const killTexts = 740;

interface Bench {
  modem: SerialSimulator;
  hub: HubProcess;
  /** When each text reached the subscriber, and how often. */
  arrived: Map<string, { at: number; times: number }>;
  restart(): Promise<void>;
}

/** From a text's arrival at a modem (10 ms a command, 5 ms a text) to a subscriber: one by one, at once, and with kill -9. */
export async function benchSerial(): Promise<Result[]> {
  const link = join(mkdtempSync(join(tmpdir(), 'keypigeon-bench-')), 'modem');
  const modem = await startSerialSimulator({ link, latencyMs: 10, messageMs: 5, slots: { SM: 20, ME: 23, SR: 0 } });
  const broker = await startEmbeddedBroker({ listen: '127.0.0.1:0', ...credentials, log: silentLogger });
  const arrived: Bench['arrived'] = new Map();
  const subscriber = await connectAsync(broker.url, credentials);
  subscriber.on('message', (_topic, payload) => {
    const { text } = JSON.parse(payload.toString()) as { text: string };
    const { at = performance.now(), times = 0 } = arrived.get(text) ?? {};
    arrived.set(text, { at, times: times + 1 });
  });
  await subscriber.subscribeAsync('codes', { qos: 1 });
  const folder = temporaryFolder();
  const start = await starter(folder, link, broker);
  const restart = async () => {
    bench.hub = await start();
  };
  const bench: Bench = { modem, hub: await start(), arrived, restart };
  await until(() => (modem.state().calls['AT+CSQ'] ?? 0) > 0);
  const results = [await oneByOne(bench), await atOnce(bench), await idle(bench), await killed(bench, folder)];
  await subscriber.endAsync(true);
  await broker.close();
  modem.close();
  removeFolder(folder);
  removeFolder(join(link, '..'));
  return results;
}

async function starter(folder: string, link: string, broker: EmbeddedBroker): Promise<() => Promise<HubProcess>> {
  const port = await freePort();
  const yaml = `
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, number: "+15550100001", owner: ann }]
sources: [{ id: tty, kind: serial, line: burner, path: "${link}" }]
destinations:
  - { id: desk, kind: mqtt, owner: ann, show: full, url: "${broker.url}", username: bench, password: "\${BROKER_PASSWORD}", topic: codes }
`;
  return () => startHub({ yaml, port, folder, environment: { BROKER_PASSWORD: credentials.password } });
}

async function oneByOne({ modem, arrived }: Bench): Promise<Result> {
  const delays: number[] = [];
  for (let count = 0; count < singles; count++) {
    const text = `Your verification code is ${500_000 + count}`;
    const from = performance.now();
    modem.deliver({ sender, text });
    await until(() => arrived.has(text));
    delays.push((arrived.get(text)?.at ?? 0) - from);
    await sleep(300 + 200 * ((count * 0.618) % 1));
  }
  return {
    benchmark: 'serial: a text at a modem reaches an MQTT subscriber',
    figures: [
      { what: 'arrival to subscriber, p50', value: median(delays), unit: 'ms', bar: { most: 60 } },
      { what: 'arrival to subscriber, p95', value: percentile(delays, 0.95), unit: 'ms', bar: { most: 150 } },
    ],
  };
}

async function atOnce({ modem, arrived }: Bench): Promise<Result> {
  const texts = Array.from({ length: longs }, (_, count) => textOf(600_000 + count, 2));
  const from = performance.now();
  for (const text of texts) modem.deliver({ sender, text });
  await until(() => texts.every((text) => arrived.has(text)));
  const delays = texts.map((text) => (arrived.get(text)?.at ?? 0) - from);
  return {
    benchmark: `serial: ${longs} texts of two parts at once, in a modem that holds 43 parts`,
    figures: [
      { what: 'arrival to subscriber, p50', value: median(delays) / 1000, unit: 's', bar: null },
      { what: 'arrival to subscriber, p95', value: percentile(delays, 0.95) / 1000, unit: 's', bar: { most: 4 } },
    ],
  };
}

async function idle({ hub }: Bench): Promise<Result> {
  await sleep(20_000);
  const seconds = 60;
  const before = hub.cpuMs();
  await sleep(seconds * 1000);
  const percent = (hub.cpuMs() - before) / (seconds * 10);
  return {
    benchmark: 'serial: idle, with one modem that gets no texts',
    figures: [{ what: 'CPU', value: percent, unit: '%', bar: { most: 0.3 } }],
  };
}

async function killed(bench: Bench, folder: string): Promise<Result> {
  const { modem, arrived } = bench;
  const texts = Array.from({ length: killTexts }, (_, count) => textOf(700_000 + count, 1 + (count % 3)));
  const left = [...texts];
  for (let kill = 1; kill <= kills; kill++) {
    const end = performance.now() + 500 + Math.random() * 2_000;
    while (performance.now() < end) {
      for (const text of left.splice(0, 2)) modem.deliver({ sender, text });
      await sleep(50);
    }
    process.kill(bench.hub.pid, 'SIGKILL');
    await bench.restart();
  }
  for (const text of left) modem.deliver({ sender, text });
  await until(() => texts.every((text) => arrived.has(text)) && stored(modem) === 0).catch(() => undefined);
  await sleep(1_000);
  await bench.hub.stop();
  const { messages, parts } = await read(folder);
  const counts = texts.map((text) => messages.filter((one) => one === text).length);
  const torn = [...arrived.keys()].filter((text) => text.includes('[…]')).length;
  const all = { most: 0 };
  return {
    benchmark: `serial: ${killTexts} texts of one to three parts, kill -9 ${kills} times meanwhile`,
    figures: [
      { what: 'lost', value: counts.filter((count) => count === 0).length, unit: 'texts', bar: all },
      { what: 'stored twice', value: counts.filter((count) => count > 1).length, unit: 'texts', bar: all },
      { what: 'torn', value: torn, unit: 'texts', bar: all },
      { what: 'left over in the modem and in the store', value: stored(modem) + parts, unit: 'parts', bar: all },
    ],
  };
}

async function read(folder: string): Promise<{ messages: (string | null)[]; parts: number }> {
  const files = { dataFolder: folder, databaseUrl: null, keyFile: join(folder, 'keypigeon.key') };
  const { database, keyring } = await openStore(files, systemRandom);
  const messages: (string | null)[] = [];
  for (let before: string | undefined; ; ) {
    const page = await listMessages(database, keyring, administrator, { limit: 500, before });
    messages.push(...page.map(({ text }) => text));
    before = page.at(-1)?.id;
    if (page.length < 500) break;
  }
  const parts = await database.read.selectFrom('parts').select('id').execute();
  await database.close();
  return { messages, parts: parts.length };
}

function stored(modem: SerialSimulator): number {
  const { stored, waiting } = modem.state();
  return stored.length + waiting;
}

/** Its parts are told apart by the code in each. */
function textOf(code: number, parts: number): string {
  let text = `Your verification code is ${code}.`;
  while (text.length <= 160 * (parts - 1)) text += ` Never tell ${code} to anyone.`;
  return text;
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('the texts did not arrive within 120 s');
    await sleep(5);
  }
}
