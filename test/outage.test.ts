import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Aedes } from 'aedes';
import { administrator } from '../src/domain/viewer.ts';
import { type SlackSimulator, startSlackSimulator } from '../src/simulators/slack.ts';
import { listDeliveries } from '../src/store/deliveries.ts';
import { freePort } from './helpers/databases.ts';
import { createFastClock } from './helpers/fast-clock.ts';
import { openTestHub, type TestHub } from './helpers/program.ts';

/** Minutes pass in seconds. */
const factor = 40;
const credentials = { username: 'keypigeon', password: 'for-tests-only' };

describe('destinations that are away', () => {
  let hub: TestHub;
  let slack: SlackSimulator;
  let broker: Aedes | null = null;
  let brokerServer: Server | null = null;
  let brokerPort: number;
  const clock = createFastClock(factor);
  const published: string[] = [];
  const bearer = 'for-tests-only-0123456789';

  before(async () => {
    slack = await startSlackSimulator();
    brokerPort = await freePort();
    hub = await openTestHub({
      tools: { clock },
      environment: { BROKER_PASSWORD: credentials.password, HOOK_BEARER: bearer },
      yaml: `
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, owner: ann }]
sources: [{ id: phone, kind: webhook, line: burner, pathSecret: abcdefghijklmnop0123456789abcdef, bearer: "\${HOOK_BEARER}" }]
destinations:
  - { id: mfa-slack, kind: slack, owner: ann, webhookUrl: "${slack.webhookUrl}" }
  - { id: desk, kind: mqtt, owner: ann, url: "mqtt://127.0.0.1:${brokerPort}", username: keypigeon, password: "\${BROKER_PASSWORD}", topic: codes, format: text }
`,
    });
  });
  after(async () => {
    await hub.close();
    await slack.close();
    await new Promise<void>((resolve) => (broker === null ? resolve() : broker.close(resolve)));
    brokerServer?.close();
  });

  async function text(body: string): Promise<void> {
    const response = await fetch(`${hub.url}/hooks/phone/abcdefghijklmnop0123456789abcdef`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ sender: '+15550100004', text: body, id: body }),
    });
    assert.equal(response.status, 200);
  }

  const states = async () =>
    (await listDeliveries(hub.api.database, administrator, { limit: 200 })).map(
      (one) => `${one.destinationId} ${one.state}`,
    );

  /** Waits in the hub's time. */
  const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms / factor));

  /** Hears what it is told itself: a subscriber could come after the hub. */
  async function startBroker(): Promise<void> {
    const started = await Aedes.createBroker();
    started.on('publish', ({ topic, payload }) => void (topic === 'codes' && published.push(payload.toString())));
    broker = started;
    brokerServer = createServer((socket) => void started.handle(socket)).listen(brokerPort, '127.0.0.1');
    await once(brokerServer, 'listening');
  }

  async function untilSettled(): Promise<string[]> {
    for (let look = 0; look < 600; look++) {
      const seen = await states();
      if (!seen.some((state) => state.endsWith('pending'))) return seen;
      await pass(1_000);
    }
    return states();
  }

  it('get everything once they are back after 60 s', async () => {
    slack.failAlways({ status: 503 });
    for (let count = 0; count < 10; count++) await text(`Your code is ${400_000 + count}`);
    await pass(60_000);
    assert.equal(slack.messages.length, 0);
    slack.heal();
    await startBroker();
    const seen = await untilSettled();
    assert.deepEqual([...new Set(seen)].sort(), ['desk sent', 'mfa-slack sent']);
    // Where an answer is lost both are sent again: each code at least once, and none that is not there.
    const codes = Array.from({ length: 10 }, (_, count) => String(400_000 + count));
    assert.deepEqual([...new Set(slack.messages.map(codeIn))].sort(), codes);
    assert.deepEqual([...new Set(published)].sort(), codes);
  });

  it('let a code expire visibly when they stay away for its lifetime', async () => {
    slack.failAlways({ status: 503 });
    await text('Your code is 555666. It expires in 2 minutes.');
    await pass(150_000);
    const seen = await untilSettled();
    assert.equal(seen.filter((state) => state === 'mfa-slack expired').length, 1);
    slack.heal();
  });
});

function codeIn(message: object): string {
  return /4000\d\d/.exec(JSON.stringify(message))?.[0] ?? '';
}
