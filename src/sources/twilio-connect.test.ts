import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createTestHub } from '../../test/helpers/source-context.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { startTwilioSimulator, type TwilioSimulatorOptions } from '../simulators/twilio.ts';
import { createHttpClient } from '../support/http-client.ts';
import { twilio } from './twilio.ts';

const accountSid = `AC${'0'.repeat(31)}1`;
const authToken = 'simulated-token';
const phoneNumber = '+15550100002';
const hookUrl = 'https://codes.example.com/hooks/office';

async function simulate(t: TestContext, options: Partial<TwilioSimulatorOptions> = {}) {
  const simulator = await startTwilioSimulator({ accountSid, authToken, numbers: [{ phoneNumber }], ...options });
  const client = createHttpClient({ connections: 1 });
  t.after(async () => {
    await client.close();
    await simulator.close();
  });
  const connect = async (settings: Record<string, unknown> = {}, number: string | null = phoneNumber) => {
    const { context } = createTestHub();
    const config = twilio.config.parse({ accountSid, authToken, apiBaseUrl: simulator.url, ...settings });
    const line = { ...context.line, number };
    assert.ok(twilio.connect);
    return twilio.connect(config, { id: 'office', line, request: client.request }, { hookUrl });
  };
  /** One line, without secrets. */
  const refused = async (...given: Parameters<typeof connect>) => {
    const error = await connect(...given).then(
      () => new Error('it connected'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof KeypigeonError, String(error));
    assert.equal(error.code, 'cannot-connect');
    assert.doesNotMatch(error.message, /\n|simulated-token|15550100002/);
    return error.message;
  };
  return { simulator, connect, refused };
}

test("sets the hook at the line's number alone, reads it back, and says what it replaced", async (t) => {
  const near = { phoneNumber: '+155501000021', smsUrl: 'https://other.example/' };
  const { simulator, connect } = await simulate(t, { numbers: [near, { phoneNumber }] });
  assert.deepEqual(await connect(), {
    what: `Twilio calls ${hookUrl} (POST) for each text to this number`,
    replaced: 'https://demo.twilio.com/welcome/sms/reply',
    note: null,
  });
  assert.deepEqual(
    simulator.numbers.map(({ smsUrl, smsMethod }) => [smsUrl, smsMethod]),
    [
      ['https://other.example/', 'POST'],
      [hookUrl, 'POST'],
    ],
  );
  assert.equal((await connect()).replaced, null, 'it was ours already');
});

test('what it replaced is shown without secrets', async (t) => {
  const smsUrl = 'https://ann:password@example.com/hooks/a-secret-path-that-nobody-guesses/x?token=abc#rc=5';
  const { connect } = await simulate(t, { numbers: [{ phoneNumber, smsUrl, smsMethod: 'GET' }] });
  assert.equal((await connect()).replaced, 'https://example.com/hooks/…/x?…');
});

test('a TwiML app, which would win over the address, goes and is named', async (t) => {
  const smsApplicationSid = `AP${'0'.repeat(32)}`;
  const { simulator, connect } = await simulate(t, { numbers: [{ phoneNumber, smsApplicationSid }] });
  assert.equal((await connect()).replaced, `the TwiML app ${smsApplicationSid}`);
  assert.equal(simulator.numbers[0]?.smsApplicationSid, '');
});

test('a trial account is told of', async (t) => {
  const { connect } = await simulate(t, { account: { type: 'Trial' } });
  assert.match((await connect()).note ?? '', /^This is a trial account of Twilio: /);
});

test('refuses in one line what cannot be', async (t) => {
  const { simulator, refused } = await simulate(t, {});
  assert.match(await refused({}, '+15550100099'), /not one of this account: check the number of the line/);
  assert.match(await refused({}, null), /the line office has no number/);
  assert.match(await refused({ authToken: 'wrong' }), /refuses the credentials: check accountSid and authToken/);
  simulator.failNext({ status: 403, code: 20008 });
  assert.match(await refused(), /these are test credentials/);
  simulator.failNext({ instead: 'drop' });
  assert.match(await refused(), /Twilio could not be reached/);
  const closed = await simulate(t, { account: { status: 'suspended' } });
  assert.match(await closed.refused(), /the account is suspended/);
  assert.match(simulator.numbers[0]?.smsUrl ?? '', /demo\.twilio/, 'nothing changed');
});

test('a number that is set up otherwise behind our back is not called done', async (t) => {
  const { simulator, refused } = await simulate(t, {});
  const [number] = simulator.numbers;
  assert.ok(number);
  Object.defineProperty(number, 'smsUrl', { get: () => 'https://other.example/', set: () => undefined });
  assert.match(await refused(), /it took the address but shows another/);
});
