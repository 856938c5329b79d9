import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import { administrator } from '../src/domain/viewer.ts';
import { startHilinkSimulator } from '../src/simulators/hilink/simulator.ts';
import { startSlackSimulator } from '../src/simulators/slack.ts';
import { listDeliveries } from '../src/store/deliveries.ts';
import { listMessages } from '../src/store/messages.ts';
import { createFastClock } from './helpers/fast-clock.ts';
import { openTestHub, type TestHub } from './helpers/program.ts';

const clock = createFastClock(60);

async function eventually(check: () => Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await check()); ) {
    if (Date.now() > deadline) throw new Error(`did not happen within 30 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What befell the line, the first one first. */
async function events(hub: TestHub) {
  const messages = await listMessages(hub.api.database, hub.api.keyring, administrator, { limit: 50 });
  return messages.filter(({ event }) => event !== null).reverse();
}

function saw(hub: TestHub, names: string[]): Promise<void> {
  return eventually(
    async () => JSON.stringify((await events(hub)).map(({ event }) => event)) === JSON.stringify(names),
    names.join(', '),
  );
}

test('what befalls a SIM goes where a route asks for it, once, also over a restart', async (t) => {
  const stick = await startHilinkSimulator({ clock });
  const slack = await startSlackSimulator();
  t.after(() => Promise.all([stick.close(), slack.close()]));
  const yaml = `
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, number: "+15550100001", owner: ann }]
sources: [{ id: stick, kind: hilink, line: burner, url: "${stick.url}", pollSeconds: 5 }]
destinations:
  - { id: alarm, kind: slack, owner: ann, webhookUrl: "${slack.webhookUrl}", show: full }
  - { id: codes, kind: console, owner: ann }
routes: [{ name: Alarm, when: { event: any }, to: [alarm] }]
`;
  const first = await openTestHub({ yaml, tools: { clock } });
  t.after(() => rmSync(first.folder, { recursive: true, force: true }));
  t.after(() => first.stop().catch(() => undefined));
  await eventually(async () => first.api.lines()[0]?.status.registration === 'home', 'the SIM is on its network');
  stick.scenario({ registration: 'denied' });
  await saw(first, ['deregistered']);
  const [event] = await events(first);
  assert.match(
    event?.text ?? '',
    /^Line burner \(source stick\): its SIM has been on no network since 20\d\d-.* UTC, .*call your operator/,
  );
  assert.deepEqual([event?.sender, event?.code, event?.sources], ['Keypigeon', null, ['stick']]);
  await eventually(async () => first.api.lines()[0]?.troubles[0]?.trouble === 'deregistered', 'the line shows it');
  const metrics = (await first.api.metrics()).text;
  assert.match(metrics, /^keypigeon_line_registered\{line="burner"\} 0$/m);
  assert.match(metrics, /^keypigeon_line_signal_dbm\{line="burner"\} -51$/m);
  assert.match(metrics, /^keypigeon_line_trouble\{line="burner",source="stick",trouble="deregistered"\} 1$/m);
  assert.doesNotMatch(metrics, /00101|89001|555010/);
  await eventually(async () => slack.messages.length > 0, 'the alarm is there');
  const deliveries = await listDeliveries(first.api.database, administrator, { limit: 10 });
  assert.deepEqual(
    deliveries.map(({ destinationId }) => destinationId),
    ['alarm'],
  );
  await first.stop();

  const second = await openTestHub({ yaml, folder: first.folder, tools: { clock } });
  t.after(() => second.stop().catch(() => undefined));
  stick.scenario({ registration: 'home', imsi: '001010000000002', iccid: '89001000000000000023' });
  await eventually(async () => (await events(second)).length >= 3, 'the return and the other SIM');
  const names = (await events(second)).map(({ event }) => event);
  assert.deepEqual(names.toSorted(), ['deregistered', 'registered', 'sim-changed']);
  const stored = await second.api.database.read.selectFrom('settings').selectAll().execute();
  assert.doesNotMatch(JSON.stringify(stored), /00101000|89001000/, 'the store names no SIM');
  await stick.close();
  await eventually(async () => (await events(second)).at(-1)?.event === 'silent', 'the stick is gone');
  assert.equal(second.api.lines()[0]?.status.registration, null, 'what it said last is not how it is');
});
