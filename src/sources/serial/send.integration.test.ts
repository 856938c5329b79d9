import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startModem, startSource, until } from '../../../test/helpers/serial-source.ts';
import { createTestHub, type TestHub } from '../../../test/helpers/source-context.ts';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../../domain/delivery-errors.ts';
import type { SerialSimulatorOptions } from '../../simulators/serial/simulator.ts';
import { systemClock } from '../../support/clock.ts';
import type { TextSender } from '../source.ts';

const to = '+15550100003';

async function setUp(t: TestContext, options: SerialSimulatorOptions = {}, given?: TestHub) {
  const modem = await startModem(t, options);
  const { source, hub } = await startSource(t, { path: modem.path }, given);
  await until('ready', () => source.health().state === 'ok');
  const { sender } = source;
  assert.ok(sender !== undefined);
  return { modem, source, hub, sender };
}

const send = (sender: TextSender, text: string) => sender.send({ to, text }, new AbortController().signal);

for (const promptSpace of [true, false]) {
  test(`texts leave, and the reports of the network come back${promptSpace ? '' : ' (no space after the prompt)'}`, async (t) => {
    const { modem, hub, sender } = await setUp(t, { promptSpace });
    const first = await send(sender, 'Hello');
    const second = await send(sender, 'ж'.repeat(100));
    assert.equal(modem.sent.length, 3);
    assert.notEqual(first.receipt, second.receipt);
    await until('reported', () => hub.reports.length === 2);
    assert.deepEqual(hub.reports.map(({ receipt, state }) => [receipt, state]).toSorted(), [
      ...[
        [first.receipt, 'delivered'],
        [second.receipt, 'delivered'],
      ].toSorted(),
    ]);
  });
}

test('reports that a memory keeps are read there and deleted', async (t) => {
  const { modem, hub, sender } = await setUp(t, { profile: 'quectel' });
  modem.scenario({ reportStatus: [0x46] });
  const { receipt } = await send(sender, 'Hello');
  await until('reported', () => hub.reports.length === 1);
  assert.deepEqual([hub.reports[0]?.receipt, hub.reports[0]?.state], [receipt, 'undelivered']);
  await until('deleted', () => modem.state().stored.length === 0);
});

test('errors say whether it surely did not leave, and whether it may later', async (t) => {
  const { modem, sender } = await setUp(t);
  for (const [outcome, kind] of [
    [38, TemporaryDeliveryError],
    [41, TemporaryDeliveryError],
    [332, UnknownOutcomeError],
    [500, TemporaryDeliveryError],
    [331, TemporaryDeliveryError],
    [21, PermanentDeliveryError],
    [330, PermanentDeliveryError],
  ] as const) {
    modem.scenario({ sendOutcome: outcome, sendOutcomeTimes: 1 });
    await assert.rejects(send(sender, 'Hello'), kind, String(outcome));
  }
  modem.scenario({ sendOutcome: 'ok' });
  await send(sender, 'Hello');
});

test('a time-out before the modem had the text sent nothing', async (t) => {
  const { modem, sender } = await setUp(t);
  modem.scenario({ errorNext: { command: '+CMGS', answer: '+CMS ERROR: 332' } });
  await assert.rejects(send(sender, 'Hello'), TemporaryDeliveryError);
});

test('an error without a reason after long waiting tells nothing', async (t) => {
  const began = systemClock.now();
  const clock = { ...systemClock, now: () => began + (systemClock.now() - began) * 1000 };
  const { modem, sender } = await setUp(t, { sendMs: 100 }, createTestHub({ clock }));
  modem.scenario({ sendOutcome: 500, sendOutcomeTimes: 1 });
  await assert.rejects(send(sender, 'Hello'), UnknownOutcomeError);
  modem.scenario({ sendOutcome: 38, sendOutcomeTimes: 1 });
  await assert.rejects(send(sender, 'Hello'), TemporaryDeliveryError);
});

test('no answer means that nobody knows; the modem is used again after it', async (t) => {
  const { modem, hub, source, sender } = await setUp(t);
  modem.scenario({ sendOutcome: 'silent', sendOutcomeTimes: 1 });
  await assert.rejects(
    sender.send({ to, text: 'Hello' }, AbortSignal.timeout(300)),
    (error) => error instanceof UnknownOutcomeError,
  );
  await source.close();
  assert.equal(hub.received.length, 0);
});

test('while no modem is there nothing leaves, and that is said', async (t) => {
  const { modem, source, sender } = await setUp(t);
  modem.unplug();
  await until('gone', () => source.health().state === 'failing');
  await assert.rejects(send(sender, 'Hello'), TemporaryDeliveryError);
});

test('a text that comes while another is sent is not lost', async (t) => {
  const { modem, hub, sender } = await setUp(t, { sendMs: 200 });
  const sending = send(sender, 'Hello');
  modem.deliver({ sender: '+15550100004', text: 'meanwhile' });
  await sending;
  await until('taken', () => hub.received.length === 1);
});

test('a refusal without a reason is final when it comes again for the same text', async (t) => {
  const { modem, sender } = await setUp(t);
  modem.scenario({ sendOutcome: 500 });
  await assert.rejects(send(sender, 'Hello'), TemporaryDeliveryError);
  await assert.rejects(send(sender, 'Another'), TemporaryDeliveryError);
  await assert.rejects(send(sender, 'Hello'), PermanentDeliveryError);
  modem.scenario({ sendOutcome: 'ok' });
  await send(sender, 'Another');
  modem.scenario({ sendOutcome: 500 });
  await assert.rejects(send(sender, 'Another'), TemporaryDeliveryError);
});
