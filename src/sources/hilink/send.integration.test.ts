import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../../domain/delivery-errors.ts';
import {
  type HilinkSimulator,
  type HilinkSimulatorOptions,
  startHilinkSimulator,
} from '../../simulators/hilink/simulator.ts';
import type { TextSender } from '../source.ts';
import { startHub, type TestHub, texts, until } from './test-hub.ts';

const to = '+15550100003';

interface Bench {
  simulator: HilinkSimulator;
  hub: TestHub;
  sender: TextSender;
}

async function setUp(t: TestContext, options: HilinkSimulatorOptions = {}): Promise<Bench> {
  const simulator = await startHilinkSimulator({ sendMs: 300, ...options });
  t.after(() => simulator.close());
  const hub = await startHub({ url: simulator.url, password: 'admin' });
  t.after(() => hub.close());
  await until('the source is ok', () => hub.source.health().state === 'ok');
  const { sender } = hub.source;
  if (sender === undefined) throw new Error('a stick sends texts');
  return { simulator, hub, sender };
}

const patient = () => AbortSignal.timeout(15_000);

describe('sending by a HiLink stick', { concurrency: 10 }, () => {
  for (const profile of ['stick', 'old-stick', 'router', 'scram'] as const) {
    test(`a text arrives as it was written: ${profile}`, async (t) => {
      const { simulator, sender } = await setUp(t, { profile });
      for (const text of ['Your code: 123456 [ok] {€}', 'Přihlášení: <4711> & "x"', 'Party 🎉 42']) {
        assert.match((await sender.send({ to, text }, patient())).receipt, /^sent-\d+$/);
        assert.deepEqual(simulator.state().sent.at(-1), { phone: to, content: text, outcome: 'ok' });
      }
      assert.equal(simulator.state().tokenMisuse, 0);
    });
  }

  test('two texts at once leave one after the other', async (t) => {
    const { simulator, sender } = await setUp(t);
    await Promise.all([sender.send({ to, text: 'one' }, patient()), sender.send({ to, text: 'two' }, patient())]);
    assert.deepEqual(
      simulator.state().sent.map((sent) => sent.content),
      ['one', 'two'],
    );
    assert.equal(simulator.state().refusals['113018'], undefined);
  });

  test('a text that the network does not take may be tried again', async (t) => {
    const { simulator, sender } = await setUp(t);
    simulator.scenario({ sendOutcome: 'fail' });
    await assert.rejects(sender.send({ to, text: 'x' }, patient()), TemporaryDeliveryError);
  });

  test('a busy stick may be tried again after some seconds', async (t) => {
    const { simulator, sender } = await setUp(t);
    simulator.scenario({ busy: 1 });
    await assert.rejects(
      sender.send({ to, text: 'x' }, patient()),
      (error) => error instanceof TemporaryDeliveryError && error.retryAfterMs === 3_000,
    );
    await sender.send({ to, text: 'y' }, patient());
    assert.equal(simulator.state().sent.length, 1);
  });

  test('a rejected token is renewed and the text leaves once', async (t) => {
    const { simulator, sender } = await setUp(t, { profile: 'router' });
    for (const code of [125001, 125002, 125003, 100003]) {
      simulator.scenario({ errorNext: { path: 'sms/send-sms', code } });
      await sender.send({ to, text: `after ${code}` }, patient());
    }
    assert.equal(simulator.state().sent.length, 4);
  });

  test('when the answer is lost the outcome is unknown and nothing is sent again', async (t) => {
    const { simulator, sender } = await setUp(t);
    simulator.scenario({ dropConnections: { path: 'sms/send-sms', after: true } });
    await assert.rejects(sender.send({ to, text: 'x' }, patient()), UnknownOutcomeError);
    await until('the stick has sent it', () => simulator.state().sent.length === 1);
    assert.equal(simulator.state().calls['POST sms/send-sms'], 1);
  });

  test('a stick that does not finish leaves the outcome unknown when the time is over', async (t) => {
    const { simulator, sender } = await setUp(t);
    simulator.scenario({ sendOutcome: 'never' });
    await assert.rejects(sender.send({ to, text: 'x' }, AbortSignal.timeout(1_500)), UnknownOutcomeError);
  });

  test('a stalled stick is not gone, and texts that came meanwhile are read', async (t) => {
    const { simulator, hub, sender } = await setUp(t);
    simulator.scenario({ hangingSend: 2_000 });
    const sending = sender.send({ to, text: 'x' }, patient());
    await until('it stalls', () => simulator.state().calls['POST sms/send-sms'] === 1);
    simulator.inject({ sender: '+15550100004', text: 'meanwhile' });
    await sending;
    await until('the text is read', () => texts(hub).includes('meanwhile'));
    assert.deepEqual(hub.logged, ['{"message":"the stick answers"}']);
  });

  test('what the stick cannot send is refused for good', async (t) => {
    const { simulator, sender } = await setUp(t);
    for (const wrong of [
      { to, text: 'x'.repeat(613) },
      { to, text: 'я'.repeat(269) },
      { to: 'Alice', text: 'x' },
    ]) {
      await assert.rejects(sender.send(wrong, patient()), PermanentDeliveryError);
    }
    assert.equal(simulator.state().calls['POST sms/send-sms'], undefined);
  });

  test('without a SIM card or a stick nothing was sent', async (t) => {
    const { simulator, sender } = await setUp(t);
    simulator.scenario({ sim: 'absent' });
    await assert.rejects(sender.send({ to, text: 'x' }, patient()), TemporaryDeliveryError);
    await simulator.close();
    await assert.rejects(sender.send({ to, text: 'x' }, patient()), TemporaryDeliveryError);
  });

  test('a sent text is found again, another one is not', async (t) => {
    const { sender } = await setUp(t);
    const since = Date.now();
    await sender.send({ to, text: 'code 123' }, patient());
    const found = await sender.find({ to, text: 'code 123' }, since, patient());
    assert.ok(found !== null && found !== 'not sent');
    assert.match(found.receipt, /^found-\d+$/);
    assert.equal(await sender.find({ to, text: 'code 124' }, since, patient()), null);
    assert.equal(await sender.find({ to, text: 'code 123' }, since + 60_000, patient()), null);
  });
});
