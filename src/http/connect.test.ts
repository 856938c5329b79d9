import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type ServedHubOptions, serveHub } from '../../test/helpers/served-hub.ts';
import { startTwilioSimulator } from '../simulators/twilio.ts';

const accountSid = `AC${'2'.repeat(32)}`;
const authToken = 'for-tests-only';
const phoneNumber = '+15550100002';

async function serve(t: TestContext, options: ServedHubOptions) {
  const provider = await startTwilioSimulator({ accountSid, authToken, numbers: [{ phoneNumber }] });
  const served = await serveHub(
    `
lines: [{ id: office, number: "${phoneNumber}" }]
sources:
  - { id: twilio, kind: twilio, accountSid: ${accountSid}, authToken: ${authToken}, apiBaseUrl: "${provider.url}" }
  - { id: phone, kind: webhook, pathSecret: path-secret-0123456789 }
`,
    options,
  );
  t.after(async () => {
    await served.close();
    await provider.close();
  });
  const connect = async (id: string) => {
    const response = await served.api(`/configuration/sources/${id}/connect`, { method: 'POST' });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { provider, served, connect };
}

test('connects a source at its provider and notes who did', async (t) => {
  const { provider, served, connect } = await serve(t, { publicUrl: 'https://codes.example.com' });
  const { status, body } = await connect('twilio');
  assert.deepEqual([status, body.done, body.replaced], [200, true, 'https://demo.twilio.com/welcome/sms/reply']);
  assert.equal(provider.numbers[0]?.smsUrl, 'https://codes.example.com/hooks/twilio');
  const audit = (await (await served.api('/audit')).json()) as { entries: { action: string; subject: string }[] };
  assert.equal(
    audit.entries.filter(({ action, subject }) => action === 'source.connected' && subject === 'twilio').length,
    1,
  );
  assert.equal((await connect('nobody')).body.code, 'not-found');
  assert.equal((await connect('phone')).body.code, 'conflict');
});

for (const [publicUrl, why] of [
  [undefined, /publicUrl is not set/],
  ['http://codes.example.com', /not an https address/],
  ['https://192.168.1.5:7466', /address of your own network \(192\.168\.1\.5\)/],
  ['https://raspberrypi.local', /own network \(raspberrypi\.local\)/],
  ['https://hub', /own network \(hub\)/],
  ['https://[fd00::5]', /own network \(fd00::5\)/],
] as const) {
  test(`refuses ${publicUrl ?? 'no publicUrl'}, and changes nothing`, async (t) => {
    const { provider, connect } = await serve(t, publicUrl === undefined ? {} : { publicUrl });
    const { status, body } = await connect('twilio');
    assert.deepEqual([status, body.code], [409, 'cannot-connect']);
    assert.match(String(body.detail), why);
    assert.match(provider.numbers[0]?.smsUrl ?? '', /demo\.twilio/);
  });
}
