import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type HilinkSimulator,
  type HilinkSimulatorOptions,
  startHilinkSimulator,
} from '../../simulators/hilink/simulator.ts';
import { createHttpClient } from '../../support/http-client.ts';
import { describeStick, type StickDescription } from './describe.ts';

async function simulate(t: TestContext, options: HilinkSimulatorOptions = {}): Promise<HilinkSimulator> {
  const simulator = await startHilinkSimulator(options);
  t.after(() => simulator.close());
  return simulator;
}

async function describe(t: TestContext, url: string | undefined, password?: string, addresses?: string[]) {
  const http = createHttpClient({ connections: 1 });
  t.after(() => http.close());
  return describeStick(url, password, { request: http.request, ...(addresses === undefined ? {} : { addresses }) });
}

function problems(description: StickDescription): string[] {
  return description.findings.filter((finding) => finding.level === 'problem').map((finding) => finding.text);
}

test('says what kind of stick is there', async (t) => {
  const simulator = await simulate(t);
  simulator.inject({ sender: '+15550100004', text: 'x' });
  const description = await describe(t, simulator.url);
  assert.equal(description.address, simulator.url);
  assert.equal(description.family, 'B');
  assert.equal(description.name, 'E3372');
  assert.equal(description.softwareVersion, '22.323.62.00.143');
  assert.deepEqual(description.texts, { inbox: 1, used: 1, max: 500 });
  assert.deepEqual(description.findings, [{ level: 'ok', text: 'texts can be read' }]);
  assert.equal(simulator.state().rows[0]?.smstat, 0);
});

test('logs in, says how, and logs out', async (t) => {
  const simulator = await simulate(t, { profile: 'scram' });
  const description = await describe(t, simulator.url, 'admin');
  assert.equal(description.family, 'D');
  assert.equal(description.loginType, 'scram');
  assert.equal(description.loggedIn, true);
  assert.deepEqual(problems(description), []);
  assert.equal(simulator.state().loggedInSessions, 0);
});

test('tells what is open without a password, and asks for it', async (t) => {
  const simulator = await simulate(t, { profile: 'router' });
  const description = await describe(t, simulator.url);
  assert.equal(description.name, 'B525s-23a');
  assert.equal(description.loginType, 'hashed');
  assert.deepEqual(problems(description), [`the stick at ${simulator.url} wants a password: set \`password\``]);
});

test('tries a wrong password once', async (t) => {
  const simulator = await simulate(t, { profile: 'router' });
  const description = await describe(t, simulator.url, 'wrong');
  assert.match(problems(description)[0] ?? '', /refuses the user name or password/);
  assert.equal(simulator.state().failedLogins, 1);
});

test('finds a missing SIM card and a full storage', async (t) => {
  const simulator = await simulate(t, { localMax: 1 });
  simulator.inject({ sender: '+15550100004', text: 'x' });
  simulator.scenario({ sim: 'absent' });
  const [sim, storage] = problems(await describe(t, simulator.url));
  assert.match(sim ?? '', /no SIM card: put one in/);
  assert.match(storage ?? '', /full \(1 of 1\).*delete texts/);
});

test('says where it looked when nothing is there', async (t) => {
  const simulator = await simulate(t);
  await simulator.close();
  const lost = await describe(t, undefined, undefined, [simulator.url]);
  assert.equal(lost.address, null);
  assert.match(problems(lost)[0] ?? '', /no HiLink stick was found at 127\.0\.0\.1/);
  assert.match(problems(await describe(t, simulator.url))[0] ?? '', /no answer from the stick at/);
});
