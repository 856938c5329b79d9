import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAsync, type MqttClient } from 'mqtt';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../src/destinations/embedded-broker.ts';
import type { Step } from '../../src/domain/step.ts';
import { administrator } from '../../src/domain/viewer.ts';
import { type SerialSimulator, startSerialSimulator } from '../../src/simulators/serial/simulator.ts';
import { listMessages } from '../../src/store/messages.ts';
import { openStore } from '../../src/store/open-store.ts';
import { silentLogger } from '../../src/support/logger.ts';
import { systemRandom } from '../../src/support/random.ts';
import { freePort, temporaryFolder } from '../helpers/databases.ts';
import { eventually } from '../helpers/eventually.ts';

const credentials = { username: 'keypigeon', password: 'for-tests-only' };
const rest = ' Never tell it to anyone, whoever asks for it; we never do.'.repeat(4);

/** A modem, a broker, and a hub that dies and comes back. */
class Scene {
  readonly folder = temporaryFolder();
  readonly modem: SerialSimulator;
  readonly texts: string[] = [];
  readonly arrived = new Set<string>();
  readonly #broker: EmbeddedBroker;
  readonly #subscriber: MqttClient;
  readonly #port: number;
  #child: ChildProcess | null = null;

  private constructor(modem: SerialSimulator, broker: EmbeddedBroker, subscriber: MqttClient, port: number) {
    this.modem = modem;
    this.#broker = broker;
    this.#subscriber = subscriber;
    this.#port = port;
    subscriber.on('message', (_topic, payload) =>
      this.arrived.add((JSON.parse(payload.toString()) as { text: string }).text),
    );
    const yaml = `
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, number: "+15550100001", owner: ann }]
sources: [{ id: tty, kind: serial, line: burner, path: "${modem.path}" }]
destinations:
  - { id: desk, kind: mqtt, owner: ann, show: full, url: "${broker.url}", username: keypigeon, password: "\${BROKER_PASSWORD}", topic: codes }
`;
    writeFileSync(join(this.folder.path, 'keypigeon.yaml'), yaml);
  }

  /** With a hub that has seen the modem once, so that nothing is history any more. */
  static async open(): Promise<Scene> {
    const modem = await startSerialSimulator({ latencyMs: 1, messageMs: 1, slots: { SM: 20, ME: 30, SR: 0 } });
    const broker = await startEmbeddedBroker({ listen: '127.0.0.1:0', ...credentials, log: silentLogger });
    const subscriber = await connectAsync(broker.url, credentials);
    await subscriber.subscribeAsync('codes', { qos: 1 });
    const scene = new Scene(modem, broker, subscriber, await freePort());
    await scene.start();
    await eventually(() => (modem.state().calls['AT+CSQ'] ?? 0) > 0, 'the modem was read');
    await scene.kill();
    return scene;
  }

  async start(crashAt = ''): Promise<void> {
    const child = fork(new URL('hub-child.ts', import.meta.url), {
      env: {
        PATH: process.env.PATH ?? '',
        KEYPIGEON_DATA: this.folder.path,
        KEYPIGEON_LISTEN: `127.0.0.1:${this.#port}`,
        BROKER_PASSWORD: credentials.password,
        CRASH_AT: crashAt,
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    // With a text in the modem it may die before it listens.
    await Promise.race([once(child, 'message'), once(child, 'exit')]);
  }

  get alive(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async kill(): Promise<void> {
    if (!this.alive || this.#child === null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  /** Of one part, two or three, in turn. */
  deliver(): void {
    const number = this.texts.length;
    const text = `Your code is ${100_000 + number}.${rest.repeat(number % 3)}`.trim();
    this.texts.push(text);
    this.modem.deliver({ sender: '+15550100004', text });
  }

  /** Every text is here once, and nothing of one is left over anywhere. */
  async check(): Promise<void> {
    await eventually(
      () => this.texts.every((text) => this.arrived.has(text)) && this.modem.state().stored.length === 0,
      'every text came and left the modem',
    );
    await eventually(() => this.modem.state().waiting === 0, 'nothing waits at the network');
    // What is under way after the last deletion.
    await sleep(300);
    await this.kill();
    const { path } = this.folder;
    const keyFile = join(path, 'keypigeon.key');
    const { database, keyring } = await openStore({ dataFolder: path, databaseUrl: null, keyFile }, systemRandom);
    const messages = await listMessages(database, keyring, administrator, { limit: 500 });
    const parts = await database.read.selectFrom('parts').select('id').execute();
    await database.close();
    assert.deepEqual(messages.map(({ text }) => text).toSorted(), this.texts.toSorted());
    assert.deepEqual(parts, []);
    assert.equal(this.arrived.size, this.texts.length, 'nothing torn went out');
  }

  async close(): Promise<void> {
    await this.kill();
    await this.#subscriber.endAsync(true);
    await this.#broker.close();
    this.modem.close();
    this.folder.remove();
  }
}

async function withScene(work: (scene: Scene) => Promise<void>): Promise<void> {
  const scene = await Scene.open();
  try {
    await work(scene);
  } finally {
    await scene.close();
  }
}

describe('kill -9 while a serial modem is read', () => {
  const steps: Step[] = ['received', 'committed', 'recorded'];
  for (const step of steps) {
    it(`after ${step}`, () =>
      withScene(async (scene) => {
        await scene.start(`${step}:3`);
        for (let count = 0; count < 6; count++) scene.deliver();
        await eventually(() => !scene.alive, 'it died at the step');
        await scene.start();
        await scene.check();
      }));
  }

  it('at 5 random moments of 100 texts', () =>
    withScene(async (scene) => {
      for (let crash = 1; crash <= 5; crash++) {
        await scene.start();
        const until = Date.now() + 100 + Math.random() * 500;
        while (Date.now() < until) {
          if (scene.texts.length < 100) scene.deliver();
          await sleep(Math.random() * 40);
        }
        await scene.kill();
      }
      while (scene.texts.length < 100) scene.deliver();
      await scene.start();
      await scene.check();
    }));
});
