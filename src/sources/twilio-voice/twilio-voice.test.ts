import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestHub, hookRequest } from '../../../test/helpers/source-context.ts';
import { startTwilioSimulator } from '../../simulators/twilio.ts';
import { createHttpClient } from '../../support/http-client.ts';
import { twilioVoice } from './twilio-voice.ts';

const account = { accountSid: `AC${'0'.repeat(31)}1`, authToken: 'simulated-token' };
const phoneNumber = '+15550100002';
const hookUrl = 'https://codes.example.com/hooks/calls';

test("sets where the number's calls go, and their end is told, and leaves its texts alone", async (t) => {
  const texts = { smsUrl: 'https://codes.example.com/hooks/texts', voiceApplicationSid: `AP${'1'.repeat(32)}` };
  const simulator = await startTwilioSimulator({ ...account, numbers: [{ phoneNumber, ...texts }] });
  const client = createHttpClient({ connections: 1 });
  t.after(async () => {
    await client.close();
    await simulator.close();
  });
  const { context } = createTestHub();
  const config = twilioVoice.config.parse({ ...account, apiBaseUrl: simulator.url });
  const line = { ...context.line, number: phoneNumber };
  const connect = () => twilioVoice.connect?.(config, { id: 'calls', line, request: client.request }, { hookUrl });
  assert.deepEqual(await connect(), {
    what: `Twilio calls ${hookUrl} (POST) for each call to this number`,
    replaced: `the TwiML app ${texts.voiceApplicationSid}`,
    note: null,
  });
  const [number] = simulator.numbers;
  assert.deepEqual(
    [number?.voiceUrl, number?.voiceMethod, number?.voiceApplicationSid, number?.statusCallback, number?.smsUrl],
    [hookUrl, 'POST', '', hookUrl, texts.smsUrl],
  );
  assert.equal((await connect())?.replaced, null);
});

test('says what is missing where Twilio cannot reach the hub', async () => {
  const hub = createTestHub({ publicUrl: undefined });
  const source = twilioVoice.open(twilioVoice.config.parse(account), hub.context);
  await source.start();
  assert.equal(source.health().state, 'failing');
  assert.match(source.health().detail, /publicUrl is not set/);
  await assert.rejects(source.handle?.(hookRequest('/hooks/under-test')) ?? Promise.resolve(), {
    code: 'setting-missing',
  });
  await source.close();
});

test('does not ring through to its own line', () => {
  const hub = createTestHub();
  const config = twilioVoice.config.parse({ ...account, ringTo: phoneNumber });
  assert.throws(() => twilioVoice.open(config, hub.context), /the number of this line itself/);
});
