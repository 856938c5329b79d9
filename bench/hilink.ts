import { setTimeout as sleep } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { startEmbeddedBroker } from '../src/destinations/embedded-broker.ts';
import { startHilinkSimulator } from '../src/simulators/hilink/simulator.ts';
import { silentLogger } from '../src/support/logger.ts';
import { freePort } from '../test/helpers/databases.ts';
import { median, percentile, type Result } from './support/figures.ts';
import { type HubProcess, removeFolder, startHub, temporaryFolder } from './support/process.ts';

const credentials = { username: 'bench', password: 'for-benchmarks-only' };

/** From a text's arrival at the stick to a subscriber, at the default poll; then what the idle hub costs, and its start. */
export async function benchHilink(): Promise<Result[]> {
  const stick = await startHilinkSimulator({ port: 0 });
  const broker = await startEmbeddedBroker({ listen: '127.0.0.1:0', ...credentials, log: silentLogger });
  const arrived = new Map<string, number>();
  const subscriber = await connectAsync(broker.url, credentials);
  subscriber.on('message', (_topic, payload) => arrived.set(payload.toString(), performance.now()));
  await subscriber.subscribeAsync('codes');
  const yaml = `
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, number: "+15550100001", owner: ann }]
sources: [{ id: stick, kind: hilink, line: burner, url: "${stick.url}" }]
destinations:
  - { id: desk, kind: mqtt, owner: ann, url: "${broker.url}", username: bench, password: "\${BROKER_PASSWORD}", topic: codes, format: text }
`;
  const folder = temporaryFolder();
  const port = await freePort();
  const start = () => startHub({ yaml, port, folder, environment: { BROKER_PASSWORD: credentials.password } });
  // The first start makes the store and fills the compile cache.
  await (await start()).stop();
  const starts: number[] = [];
  for (let count = 0; count < 5; count++) {
    const once = await start();
    starts.push(once.startedInMs);
    await sleep(500);
    await once.stop();
  }
  const hub = await start();
  await sleep(3_000);
  const idle = await idleCost(hub);
  const delays = await arrivals(stick, arrived);
  await hub.stop();
  removeFolder(folder);
  await subscriber.endAsync(true);
  await broker.close();
  await stick.close();
  return [
    {
      benchmark: 'hilink: a text at the stick reaches an MQTT subscriber, default poll',
      figures: [
        { what: 'arrival to subscriber, p50', value: median(delays) / 1000, unit: 's', bar: { most: 0.4 } },
        { what: 'arrival to subscriber, p95', value: percentile(delays, 0.95) / 1000, unit: 's', bar: { most: 0.7 } },
      ],
    },
    {
      benchmark: 'idle: the hub with one stick that gets no texts',
      figures: [
        { what: 'CPU', value: idle.cpuPercent, unit: '%', bar: { most: 1 } },
        { what: 'RSS', value: idle.rssMb, unit: 'MB', bar: { most: 130 } },
        {
          what: 'from start to listening, median of 5 later starts',
          value: median(starts) / 1000,
          unit: 's',
          bar: { most: 0.8 },
        },
      ],
    },
  ];
}

async function idleCost(hub: HubProcess): Promise<{ cpuPercent: number; rssMb: number }> {
  const seconds = 30;
  const before = hub.cpuMs();
  await sleep(seconds * 1000);
  return { cpuPercent: (hub.cpuMs() - before) / (seconds * 10), rssMb: hub.rssMb() };
}

async function arrivals(
  stick: { inject(text: { sender: string; text: string }): unknown },
  arrived: Map<string, number>,
): Promise<number[]> {
  const delays: number[] = [];
  for (let count = 0; count < 60; count++) {
    const code = String(500_000 + count);
    const injectedAt = performance.now();
    stick.inject({ sender: '+15550100004', text: `Your verification code is ${code}` });
    while (!arrived.has(code)) await sleep(2);
    delays.push((arrived.get(code) ?? 0) - injectedAt);
    // Not in step with the poll.
    await sleep(100 + 617 * ((count * 0.618) % 1));
  }
  return delays;
}
