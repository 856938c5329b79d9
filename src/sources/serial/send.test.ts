import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createManualClock } from '../../../test/helpers/manual-clock.ts';
import { TemporaryDeliveryError, UnknownOutcomeError } from '../../domain/delivery-errors.ts';
import { systemRandom } from '../../support/random.ts';
import { AtChannel } from './channel.ts';
import { createSerialSender, sendTimeoutMs } from './send.ts';

/** Sends by a modem that says nothing, or nothing but the prompt. */
function sendToSilent({ prompts }: { prompts: boolean }) {
  const clock = createManualClock(1_800_000_000_000);
  const prompt = () => channel.receive(Buffer.from('\r\n> '));
  const channel: AtChannel = new AtChannel({
    clock,
    write: (data) => {
      if (prompts && data.startsWith('AT+CMGS')) queueMicrotask(prompt);
    },
    onReport: () => undefined,
  });
  const sender = createSerialSender({
    withModem: (work) => work(channel),
    random: systemRandom,
    deliveryReports: false,
    sent: async () => undefined,
  });
  const sending = sender.send({ to: '+15550100003', text: 'Hello' }, new AbortController().signal);
  return { clock, sending };
}

test('a text that the modem had when it fell silent may have left', async () => {
  const { clock, sending } = sendToSilent({ prompts: true });
  const refused = assert.rejects(sending, UnknownOutcomeError);
  // Until the modem has the command, and its prompt is answered.
  await turn();
  clock.advance(sendTimeoutMs);
  await refused;
});

test('a text that the modem never asked for has not left', async () => {
  const { clock, sending } = sendToSilent({ prompts: false });
  const refused = assert.rejects(sending, TemporaryDeliveryError);
  // Until the modem has the command, and its prompt is answered.
  await turn();
  clock.advance(sendTimeoutMs);
  await refused;
});
