import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import twilioSdk from 'twilio';
import { listenForHooks } from '../../test/helpers/hook-listener.ts';
import type { DeliveryReport } from '../domain/sent-text.ts';
import { startTwilioSimulator } from '../simulators/twilio.ts';
import { createHttpClient } from '../support/http-client.ts';
import { spokenWords } from '../verification/call-words.ts';
import type { OutgoingCode, Recall } from '../verification/channel.ts';
import { testCode, testContext, testHelp } from './fixtures.ts';
import { twilio } from './twilio.ts';

const account = { accountSid: `AC${'4'.repeat(32)}`, authToken: 'for-tests-only' };
const publicUrl = 'https://codes.example.com';
const callFrom = '+15550100002';

function codeToSpeak(changes: Partial<OutgoingCode> & { locale?: string } = {}): OutgoingCode {
  const code = testCode(changes);
  return { ...code, spoken: { ...spokenWords(code), voice: null }, ...changes };
}

async function open(t: TestContext, recall: (code: OutgoingCode) => Awaited<ReturnType<Recall>> = (code) => code) {
  const hooks = await listenForHooks();
  const simulator = await startTwilioSimulator({ ...account, reach: (url) => url.replace(publicUrl, hooks.url) });
  const http = createHttpClient({ connections: 4 });
  const reports: DeliveryReport[] = [];
  const taken = new Map<string, OutgoingCode>();
  const context = testContext({
    request: http.request,
    report: async (report) => void reports.push(report),
    recall: async (attemptId) => {
      const code = taken.get(attemptId);
      return code === undefined ? 'over' : recall(code);
    },
  });
  const provider = twilio.open(twilio.config.parse({ ...account, callFrom, apiBaseUrl: simulator.url }), context);
  hooks.handle = (request) => provider.handle?.(request) ?? Promise.reject(new Error('it takes no requests'));
  t.after(async () => {
    await provider.close();
    await http.close();
    await simulator.close();
    await hooks.close();
  });
  return {
    simulator,
    hooksUrl: hooks.url,
    reports,
    async call(code: OutgoingCode) {
      taken.set(code.attemptId, code);
      const receipt = await provider.send('call', code, testHelp());
      const call = simulator.calls.all.at(-1);
      assert.ok(call !== undefined && call.sid === receipt.receipt);
      return call;
    },
  };
}

const heard = (call: { heard: readonly { text: string }[] }) => call.heard.map(({ text }) => text);

test('speaks the code twice, digit by digit, once a key was pressed', async (t) => {
  const { simulator, reports, call } = await open(t);
  const made = await call(codeToSpeak({ code: '482913', subject: 'Ann & Bob' }));
  assert.deepEqual([made.from, made.to], [callFrom, '+12025550143']);
  await simulator.calls.answered(made);
  assert.deepEqual(heard(made), [
    'Hello. This is a call from Shop. It is for Ann & Bob.',
    'To hear your code, press 1.',
  ]);
  assert.doesNotMatch(made.fetched.join(), /four|eight|482913/);
  await made.press('1');
  assert.deepEqual(
    reports.map(({ receipt, state }) => [receipt, state]),
    [[made.sid, 'delivered']],
  );
  for (let seconds = 0; made.status === 'in-progress' && seconds < 40; seconds += 1) await made.waitOn();
  const digits = ['four', 'eight', 'two', 'nine', 'one', 'three'];
  assert.deepEqual(heard(made).slice(2), [
    'Your code is:',
    ...digits,
    'Once again:',
    ...digits,
    'Do not share it with anybody.',
    'Goodbye.',
  ]);
  assert.deepEqual([made.status, made.failures, reports.length], ['completed', [], 1]);
});

test('tells a mailbox nothing of the code, and says that nobody pressed the key', async (t) => {
  const { simulator, reports, call } = await open(t);
  const made = await call(codeToSpeak());
  await simulator.calls.answered(made);
  await made.waitOn();
  await made.waitOn();
  assert.equal(heard(made).at(-1), 'No key was pressed. Goodbye.');
  assert.equal(made.status, 'completed');
  assert.deepEqual(
    reports.map(({ state, detail }) => [state, detail]),
    [['undelivered', 'the call was answered, but nobody pressed the key: perhaps by a mailbox']],
  );
  assert.doesNotMatch(made.fetched.join(), /four|eight|482913/);
});

test('a wrong key is asked for once more, and then it hangs up', async (t) => {
  const { simulator, call } = await open(t);
  const made = await call(codeToSpeak());
  await simulator.calls.answered(made);
  await made.press('5');
  assert.equal(heard(made).filter((words) => words.startsWith('To hear')).length, 2);
  await made.press('5');
  assert.equal(made.status, 'completed');
  assert.doesNotMatch(made.fetched.join(), /four|eight|482913/);
});

test('says how a call ended that reached nobody', async (t) => {
  const { reports, call } = await open(t);
  for (const [status, words] of [
    ['busy', 'the line was busy'],
    ['no-answer', 'nobody answered'],
  ] as const) {
    const made = await call(codeToSpeak());
    await made.hangUp(status);
    assert.deepEqual(
      [reports.at(-1)?.receipt, reports.at(-1)?.state, reports.at(-1)?.detail],
      [made.sid, 'undelivered', words],
    );
  }
});

test('speaks the language of the person, with the voice of the service', async (t) => {
  const { simulator, call } = await open(t);
  const code = testCode({ locale: 'de-DE', region: 'DE' });
  const made = await call({ ...code, spoken: { ...spokenWords(code), voice: 'Polly.Vicki' } });
  await simulator.calls.answered(made);
  assert.ok(made.heard.every(({ language, voice }) => language === 'de-DE' && voice === 'Polly.Vicki'));
});

test('a code that is good no more is not spoken', async (t) => {
  const { simulator, call } = await open(t, () => 'over');
  const made = await call(codeToSpeak());
  await simulator.calls.answered(made);
  assert.deepEqual([heard(made), made.status], [[], 'completed']);
});

test('a code that the app chose is spoken by the process that took it', async (t) => {
  const { simulator, call } = await open(t, () => 'chosen');
  const made = await call(codeToSpeak({ code: '7741' }));
  await simulator.calls.answered(made);
  await made.press('1');
  assert.equal(heard(made).at(-1), 'Your code is:');
});

test('a stranger hears nothing', async (t) => {
  const { hooksUrl, call } = await open(t);
  const made = await call(codeToSpeak());
  const target = `/hooks/acme?on=key&try=${testCode().attemptId}&turn=1`;
  const form = { CallSid: made.sid, AccountSid: account.accountSid, Digits: '1' };
  const signature = twilioSdk.getExpectedTwilioSignature('another token', `${publicUrl}${target}`, form);
  const headers = { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await fetch(hooksUrl + target, { method: 'POST', headers, body: new URLSearchParams(form) });
  assert.deepEqual([answer.status, await answer.text()], [403, '']);
});
