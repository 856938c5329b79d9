import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import webhooks from 'twilio/lib/webhooks/webhooks.js';
import type { z } from 'zod';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { startTwilioSimulator } from '../simulators/twilio.ts';
import { createHttpClient } from '../support/http-client.ts';
import { keepReports, testCode, testContext, testHelp, testHook } from './fixtures.ts';
import type { ProviderContext } from './provider.ts';
import { twilio } from './twilio.ts';

const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'geheim-for-tests' };
const client = createHttpClient({ connections: 4 });
const simulator = await startTwilioSimulator(account);
after(async () => {
  await client.close();
  await simulator.close();
});

function open(changes: Partial<ProviderContext> = {}, settings: Partial<z.input<typeof twilio.config>> = {}) {
  const config = twilio.config.parse({ ...account, apiBaseUrl: simulator.url, from: '+15550100002', ...settings });
  return twilio.open(config, testContext({ request: client.request, ...changes }));
}

/** A call as Twilio's own library signs it. */
function hook(parameters: Record<string, string>, token = account.authToken) {
  const all = { AccountSid: account.accountSid, ...parameters };
  const url = 'https://codes.example.com/hooks/acme';
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': webhooks.getExpectedTwilioSignature(token, url, all),
  };
  return testHook({ headers, body: new URLSearchParams(all).toString() });
}

test('sends by the number or the messaging service, and asks for reports', async () => {
  const provider = open();
  const receipt = await provider.send('sms', testCode(), testHelp());
  const message = simulator.sent().at(-1);
  assert.deepEqual(receipt, { receipt: message?.sid, willReport: true });
  assert.deepEqual(
    [message?.from, message?.to, message?.body, message?.callback],
    ['+15550100002', '+12025550143', testCode().text, 'https://codes.example.com/hooks/acme'],
  );
  await provider.close();
  const config = { ...account, authToken: 'x' };
  for (const wrong of [config, { ...config, from: '+15550100002', messagingServiceSid: 'MG1' }])
    assert.equal(twilio.config.safeParse(wrong).success, false);
});

test('says in words what to do, and which trouble is not its own', async () => {
  const provider = open();
  const send = (to = '+12025550143') => provider.send('sms', testCode({ to }), testHelp());
  for (const [code, words] of [
    [21608, /trial account .* verify the number there, or upgrade .*21608/],
    [21408, /may not send to this country: allow it under .*Geo permissions.*21408/],
    [20003, /check accountSid and authToken/],
  ] as const) {
    simulator.failNext({ status: 400, code: String(code) });
    await assert.rejects(
      send(),
      (error) => error instanceof PermanentDeliveryError && words.test(error.message) && error.errorCode === code,
    );
    assert.equal(provider.health().state, 'degraded');
  }
  await send();
  assert.equal(provider.health().state, 'ok');
  await assert.rejects(send('+15005550009'), PermanentDeliveryError);
  assert.equal(provider.health().state, 'ok');
  simulator.failNext({ status: 429, code: '20429' });
  await assert.rejects(send(), TemporaryDeliveryError);
  simulator.failNext({ status: 500 });
  await assert.rejects(send(), UnknownOutcomeError);
  await provider.close();
});

test('takes reports that Twilio signed, and erases the text there', async () => {
  const { reports, report } = keepReports();
  const provider = open({ report });
  const { receipt } = await provider.send('sms', testCode(), testHelp());
  const sid = receipt ?? '';
  await provider.handle?.(hook({ MessageSid: sid, MessageStatus: 'sent' }));
  assert.equal(reports.length, 0);
  await provider.handle?.(hook({ MessageSid: sid, MessageStatus: 'undelivered', ErrorCode: '30007' }));
  await provider.handle?.(hook({ MessageSid: sid, MessageStatus: 'delivered' }));
  const told = reports.map(({ receipt, state, errorCode }) => [receipt, state, errorCode]);
  assert.deepEqual(told, [
    [sid, 'undelivered', 30007],
    [sid, 'delivered', undefined],
  ]);
  assert.match(reports[0]?.detail ?? '', /spam: register the sending number/);
  const refused = (error: unknown) => error instanceof KeypigeonError && error.code === 'invalid-signature';
  await assert.rejects(async () => provider.handle?.(hook({ MessageSid: sid, MessageStatus: 'failed' }, 'x')), refused);
  for (let tries = 0; simulator.sent().at(-1)?.body !== '' && tries < 500; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(simulator.sent().at(-1)?.body, '');
  await provider.close();
});

test('asks for the reports itself where the hub cannot be called', async () => {
  const { reports, report } = keepReports();
  const timers: (() => void)[] = [];
  const clock = {
    now: () => Date.now(),
    after: (_ms: number, run: () => void) => {
      timers.push(run);
      return { cancel: () => {} };
    },
  };
  const provider = open({ report, clock, hookUrl: undefined, publicUrl: undefined });
  const { willReport } = await provider.send('sms', testCode(), testHelp());
  assert.ok(willReport && simulator.sent().at(-1)?.callback === null);
  timers[0]?.();
  for (let tries = 0; reports.length === 0 && tries < 500; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(reports[0]?.state, 'delivered');
  await provider.close();
});
