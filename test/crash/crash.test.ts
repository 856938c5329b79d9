import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Step } from '../../src/domain/step.ts';
import { administrator } from '../../src/domain/viewer.ts';
import { type SlackSimulator, startSlackSimulator } from '../../src/simulators/slack.ts';
import { startTwilioSimulator, type TwilioSimulator } from '../../src/simulators/twilio.ts';
import { listDeliveries } from '../../src/store/deliveries.ts';
import { listMessages } from '../../src/store/messages.ts';
import { openStore } from '../../src/store/open-store.ts';
import { systemRandom } from '../../src/support/random.ts';
import { freePort, temporaryFolder } from '../helpers/databases.ts';

const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'for-tests-only' };
const publicUrl = 'https://hub.example.org';
const phones = ['+15550100011', '+15550100012', '+15550100013'];

/** Everything around one data folder: two Slack hooks, Twilio's API, and a hub that dies and comes back. */
class Scene {
  readonly folder = temporaryFolder();
  readonly twilio: TwilioSimulator;
  readonly slacks: SlackSimulator[];
  readonly port: number;
  /** Texts that the hub acknowledged: what must not be lost. */
  readonly acknowledged = new Set<string>();
  #child: ChildProcess | null = null;

  private constructor(twilio: TwilioSimulator, slacks: SlackSimulator[], port: number) {
    this.twilio = twilio;
    this.slacks = slacks;
    this.port = port;
    writeFileSync(join(this.folder.path, 'keypigeon.yaml'), this.#yaml());
  }

  static async open(): Promise<Scene> {
    const twilio = await startTwilioSimulator({ ...account, latencyMs: 10 });
    const slacks = [await startSlackSimulator({ latencyMs: 10 }), await startSlackSimulator({ latencyMs: 10 })];
    return new Scene(twilio, slacks, await freePort());
  }

  #yaml(): string {
    const sms = phones.map(
      (to, index) =>
        `  - { id: phone-${index}, kind: sms, owner: ann, show: full, to: "${to}", via: office, dailyCap: 10000 }`,
    );
    const slack = this.slacks.map(
      ({ webhookUrl }, index) =>
        `  - { id: slack-${index}, kind: slack, owner: ann, show: full, webhookUrl: "${webhookUrl}" }`,
    );
    return `
publicUrl: ${publicUrl}
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }]
lines: [{ id: office, number: "+15550100002", owner: ann, sending: { perDay: 10000 } }]
sources:
  - { id: twilio, kind: twilio, line: office, accountSid: ${account.accountSid}, authToken: "\${TWILIO_AUTH_TOKEN}", apiBaseUrl: "${this.twilio.url}", catchUpSeconds: 3600 }
destinations:
${[...sms, ...slack].join('\n')}
`;
  }

  async start(crashAt = ''): Promise<void> {
    const child = fork(new URL('hub-child.ts', import.meta.url), {
      env: {
        PATH: process.env.PATH ?? '',
        KEYPIGEON_DATA: this.folder.path,
        KEYPIGEON_LISTEN: `127.0.0.1:${this.port}`,
        TWILIO_AUTH_TOKEN: account.authToken,
        CRASH_AT: crashAt,
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`the hub ended with ${String(code)} before it listened`);
      }),
    ]);
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

  /** One text to the number; true once the hub acknowledged it. */
  async text(name: string): Promise<boolean> {
    const hook = { url: `http://127.0.0.1:${this.port}/hooks/twilio`, publicUrl: `${publicUrl}/hooks/twilio` };
    const body = `Your code is 482913. ${name}.`;
    const answer = await this.twilio
      .receiveText({ from: '+15550100004', to: '+15550100002', body, hook })
      .catch(() => ({ status: 0 }));
    if (answer.status === 200) this.acknowledged.add(name);
    return answer.status === 200;
  }

  /** Until nothing is open any more, at most 30 s. */
  async settled(): Promise<Awaited<ReturnType<Scene['read']>>> {
    const until = Date.now() + 30_000;
    for (;;) {
      const seen = await this.read();
      const open = seen.deliveries.filter((one) => one.state === 'pending' || one.state === 'sending');
      if (open.length === 0 || Date.now() > until) return seen;
      await sleep(100);
    }
  }

  async read() {
    const { path } = this.folder;
    const store = await openStore(
      { dataFolder: path, databaseUrl: null, keyFile: join(path, 'keypigeon.key') },
      systemRandom,
    );
    const messages = [];
    const deliveries = [];
    for (let before: string | undefined; ; ) {
      const page = await listMessages(store.database, store.keyring, administrator, { limit: 500, before });
      messages.push(...page);
      before = page.at(-1)?.id;
      if (page.length < 500) break;
    }
    for (let before: string | undefined; ; ) {
      const page = await listDeliveries(store.database, administrator, { limit: 500, before });
      deliveries.push(...page);
      before = page.at(-1)?.id;
      if (page.length < 500) break;
    }
    await store.database.close();
    return { messages, deliveries };
  }

  async close(): Promise<void> {
    await this.kill();
    await this.twilio.close();
    for (const slack of this.slacks) await slack.close();
    this.folder.remove();
  }

  /** What was promised: nothing acknowledged is lost, no delivery is lost, nothing unrepeatable is repeated. */
  check({ messages, deliveries }: Awaited<ReturnType<Scene['read']>>, crashes: number): void {
    const nameOf = (text: string | null) => /code is 482913\. (.*)\.$/m.exec(text ?? '')?.[1] ?? '';
    const byName = new Map(messages.map((message) => [nameOf(message.text), message]));
    assert.equal(byName.size, messages.length, 'one message for each text');
    for (const name of this.acknowledged) assert.ok(byName.has(name), `acknowledged text ${name} is stored`);
    for (const message of messages) {
      const mine = deliveries.filter((delivery) => delivery.messageId === message.id);
      assert.equal(mine.length, 5, 'five deliveries for each message');
      for (const delivery of mine) {
        const isSms = delivery.destinationId.startsWith('phone');
        assert.ok(delivery.state === 'sent' || (isSms && delivery.state === 'unknown'), JSON.stringify(delivery));
      }
      this.#checkArrivals(nameOf(message.text), mine);
    }
    const extra = this.slacks.reduce((sum, slack) => sum + slack.messages.length, 0) - 2 * messages.length;
    assert.ok(extra >= 0 && extra <= crashes * 2 * 16, `${extra} repeated notes of ${crashes} crashes`);
  }

  #checkArrivals(name: string, deliveries: { destinationId: string; state: string }[]): void {
    const holds = (text: string | undefined) => text?.includes(`${name}.`) === true;
    for (const [index, to] of phones.entries()) {
      const count = this.twilio.sent().filter((sent) => sent.to === to && holds(sent.body)).length;
      const state = deliveries.find((one) => one.destinationId === `phone-${index}`)?.state;
      if (state === 'sent') assert.equal(count, 1, `text ${name} to phone ${index}`);
      else assert.ok(count <= 1, `unknown text ${name} went out at most once`);
    }
    for (const [index, slack] of this.slacks.entries()) {
      const count = slack.messages.filter((message) => holds(JSON.stringify(message))).length;
      assert.ok(count >= 1, `note ${name} to Slack ${index}`);
    }
  }
}

describe('kill -9 at each step of the way', () => {
  const steps: Step[] = ['received', 'committed', 'dispatched', 'announced', 'answered', 'recorded'];
  for (const step of steps) {
    for (const count of [1, 4]) {
      it(`after ${step}, the ${count}. time`, async () => {
        const scene = await Scene.open();
        try {
          await scene.start(`${step}:${count}`);
          for (let text = 0; text < 4 && scene.alive; text++) await scene.text(`text-${text}`);
          const until = Date.now() + 10_000;
          while (scene.alive && Date.now() < until) await sleep(10);
          assert.equal(scene.alive, false, 'it died at the step');
          await scene.start();
          // The provider comes again with what was not acknowledged.
          for (let text = 0; text < 4; text++) {
            if (!scene.acknowledged.has(`text-${text}`)) await scene.text(`again-${text}`);
          }
          scene.check(await scene.settled(), 1);
        } finally {
          await scene.close();
        }
      });
    }
  }
});

describe('kill -9 at 20 random moments of 1,000 messages into 5 destinations', () => {
  let scene: Scene;
  before(async () => {
    scene = await Scene.open();
  });
  after(() => scene.close());

  it('loses no acknowledged message and no delivery', async () => {
    let next = 0;
    const textUntil = async (count: number) => {
      while (scene.alive && scene.acknowledged.size < count) await scene.text(`number-${next++}`);
    };
    for (let crash = 1; crash <= 20; crash++) {
      await scene.start();
      const callers = Array.from({ length: 8 }, () => textUntil(1_000));
      await sleep(50 + Math.random() * 400);
      await scene.kill();
      await Promise.all(callers);
    }
    await scene.start();
    await Promise.all(Array.from({ length: 8 }, () => textUntil(1_000)));
    const seen = await scene.settled();
    assert.ok(scene.acknowledged.size >= 1_000);
    scene.check(seen, 20);
  });
});
