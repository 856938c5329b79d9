import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedBroker } from '../destinations/embedded-broker.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { makeFirstToken } from '../http/first-token.ts';
import { listen } from '../http/listen.ts';
import { buildServer } from '../http/server.ts';
import { openHub } from '../hub.ts';
import { type HilinkSimulator, startHilinkSimulator } from '../simulators/hilink/simulator.ts';
import { type Clock, sleep, systemClock } from '../support/clock.ts';
import { silentLogger } from '../support/logger.ts';
import { systemRandom } from '../support/random.ts';
import { readArguments, readNumber } from './arguments.ts';
import type { RunCommand, Surroundings } from './command.ts';
import { followStages, type Stages } from './demo-stages.ts';
import { demoTexts, fillDigits } from './demo-texts.ts';

const topic = 'sms/notify/kickback';
const username = 'demo';
/** The first text goes once the stick has been read for the first time: what is on it before then is history. */
const settleWithinMs = 5_000;

/** `keypigeon demo`: everything simulated but the hub, in a temporary folder. */
export const run: RunCommand = async (args, surroundings) => {
  const { values } = readArguments('demo', args, {
    every: { type: 'string', default: '4' },
    seconds: { type: 'string' },
  });
  const everyMs = readNumber('demo', 'every', values.every, 0.2, 3_600) * 1_000;
  const seconds = values.seconds === undefined ? undefined : readNumber('demo', 'seconds', values.seconds, 1, 86_400);
  const stopped = surroundings.untilStopped();
  const end = seconds === undefined ? stopped : AbortSignal.any([stopped, AbortSignal.timeout(seconds * 1_000)]);
  const folder = await mkdtemp(join(tmpdir(), 'keypigeon-demo-'));
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const demo = await open(folder, closing, surroundings);
    await sendTexts(demo, everyMs, end);
  } finally {
    while (closing.length > 0) await closing.pop()?.();
  }
  surroundings.stdout.write('The demo has ended; nothing is left of it.\n');
  return 0;
};

interface Demo {
  stick: HilinkSimulator;
  stages: Stages;
  isReady(): boolean;
}

async function open(folder: string, closing: (() => Promise<unknown>)[], { stdout }: Surroundings): Promise<Demo> {
  const stick = await startHilinkSimulator();
  closing.push(() => stick.close());
  const password = randomDigits(8);
  const broker = await atUsualPort(1883, (port) =>
    startEmbeddedBroker({ listen: `127.0.0.1:${port}`, username, password, log: silentLogger }),
  );
  closing.push(() => broker.close());
  await writeFile(join(folder, 'keypigeon.yaml'), configuration(stick.url, broker.url, password));
  const hub = await openHub(settings(folder), { log: silentLogger });
  closing.push(() => hub.close());
  const stages = followStages(hub.api, stdout);
  closing.push(async () => stages.close());
  const listening = await atUsualPort(7466, (port) => {
    const server = buildServer(hub.api, { listenHost: '127.0.0.1', publicUrl: null, serveHosts: [] });
    return listen(server, { host: '127.0.0.1', port, socketPath: join(folder, 'keypigeon.sock') });
  });
  closing.push(() => listening.close());
  const token = await makeFirstToken(hub.api);
  stdout.write(`A simulated stick gets texts, the hub finds the codes and publishes them by MQTT. Ctrl-C ends it.
  any MQTT client:   mosquitto_sub -h 127.0.0.1 -p ${new URL(broker.url).port} -u ${username} -P ${password} -t ${topic}
  in the terminal:   npm run -s keypigeon -- watch --url ${listening.url} --token ${token}
  a text of yours:   curl -s ${stick.url}/simulator/texts -d '{"sender":"+15550100007","text":"Your Example code is 123456"}'

`);
  return { stick, stages, isReady: () => hub.api.sources().every(({ health }) => health.state === 'ok') };
}

/** Opens at the port that people know, or at any free one where that is taken. */
async function atUsualPort<Opened>(port: number, start: (port: number) => Promise<Opened>): Promise<Opened> {
  try {
    return await start(port);
  } catch (error) {
    if (!(error instanceof KeypigeonError) || error.code !== 'address-in-use') throw error;
    return start(0);
  }
}

function settings(folder: string): Parameters<typeof openHub>[0] {
  return {
    dataFolder: folder,
    databaseUrl: null,
    keyFile: join(folder, 'keypigeon.key'),
    environment: {},
    configFile: join(folder, 'keypigeon.yaml'),
    publicUrl: null,
  };
}

function configuration(stickUrl: string, brokerUrl: string, password: string): string {
  return `people:
  - { id: ann, name: Ann }
lines:
  - { id: burner, number: "+15550100001", owner: ann }
sources:
  - { id: stick, kind: hilink, line: burner, url: "${stickUrl}" }
destinations:
  - { id: desk, kind: mqtt, owner: ann, show: full, url: "${brokerUrl}", username: ${username}, password: "${password}", topic: ${topic} }
`;
}

async function sendTexts({ stick, stages, isReady }: Demo, everyMs: number, end: AbortSignal): Promise<void> {
  // Timers of the clock do not keep a process alive by themselves; the demo does.
  const alive = setInterval(() => undefined, 60_000);
  try {
    await waitUntil(isReady, systemClock, end);
    for (let turn = 0; ; turn += 1) {
      const { sender, words } = demoTexts[turn % demoTexts.length] ?? { sender: '', words: '' };
      const text = fillDigits(words, randomDigits);
      stages.arrived(sender, text);
      stick.inject({ sender, text });
      await sleep(systemClock, everyMs, end);
    }
  } catch (error) {
    if (!end.aborted) throw error;
  } finally {
    clearInterval(alive);
  }
}

async function waitUntil(check: () => boolean, clock: Clock, end: AbortSignal): Promise<void> {
  const deadline = clock.now() + settleWithinMs;
  while (!check() && clock.now() < deadline) await sleep(clock, 20, end);
}

function randomDigits(count: number): string {
  // 250 is the largest multiple of ten in a byte: every digit is equally likely.
  const bytes = () => Array.from(systemRandom(count * 2)).filter((byte) => byte < 250);
  let digits = bytes();
  while (digits.length < count) digits = [...digits, ...bytes()];
  return digits
    .slice(0, count)
    .map((byte) => byte % 10)
    .join('');
}
