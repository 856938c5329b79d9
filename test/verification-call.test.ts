import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { json } from '../src/http/fixtures.ts';
import { startTwilioSimulator, type TwilioSimulator } from '../src/simulators/twilio.ts';
import { createLogger } from '../src/support/logger.ts';
import { eventually } from './helpers/eventually.ts';
import { nativeApi } from './helpers/native-api.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';
import type { Credentials } from './helpers/twilio-hub.ts';
import { setVerification, verifyClient } from './helpers/verify-hub.ts';

const account = { accountSid: `AC${'5'.repeat(32)}`, authToken: 'for-tests-only' };
const publicUrl = 'https://hub.example.org';
const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

describe('a code that is told by a call', () => {
  let twilio: TwilioSimulator;
  let hub: ServedHub;
  let app: Credentials;
  const logged: string[] = [];

  before(async () => {
    twilio = await startTwilioSimulator({ ...account, reach: (url) => url.replace(publicUrl, hub.url) });
    const stream = new Writable({
      write(chunk, _encoding, done) {
        logged.push(String(chunk));
        done();
      },
    });
    const log = createLogger('trace', stream);
    hub = await serveHub(
      `
publicUrl: ${publicUrl}
defaultRegion: US
people: [{ id: ann, name: Ann }]
providers:
  - { id: calls, kind: twilio, accountSid: ${account.accountSid}, authToken: ${account.authToken}, callFrom: "+15550100002", apiBaseUrl: "${twilio.url}" }
`,
      { publicUrl, log },
    );
    const body = JSON.stringify({ name: 'shop' });
    app = (await (await hub.api('/apps', { method: 'POST', headers: json, body })).json()) as Credentials;
  });
  after(async () => {
    await hub?.close();
    await twilio?.close();
  });

  const begin = async (to: string, more: object = {}) => {
    const client = verifyClient(app, hub.url);
    const { sid } = await client.verify.v2.services.create({ friendlyName: 'Shop', customCodeEnabled: true });
    const service = client.verify.v2.services(sid);
    const made = twilio.calls.all.length;
    const verification = await service.verifications.create({ to, channel: 'call', ...more });
    await eventually(() => twilio.calls.all.length > made, 'the call');
    const call = twilio.calls.all.at(-1);
    assert.ok(call !== undefined);
    return { service, call, verification };
  };
  /** What was spoken behind the key, as digits. */
  const listen = async (call: TwilioSimulator['calls']['all'][number]) => {
    for (let seconds = 0; call.status === 'in-progress' && seconds < 60; seconds += 1) await call.waitOn();
    const digits = call.heard.map(({ text }) => words.indexOf(text)).filter((digit) => digit >= 0);
    const half = digits.length / 2;
    assert.deepEqual(digits.slice(0, half), digits.slice(half), 'it is spoken twice');
    return digits.slice(0, half).join('');
  };

  it('is spoken once a key was pressed, and is right', async () => {
    const { service, call, verification } = await begin('+12025550143');
    await twilio.calls.answered(call);
    await call.press('1');
    const code = await listen(call);
    assert.match(code, /^\d{6}$/);
    const check = await service.verificationChecks.create({ verificationSid: verification.sid, code });
    assert.equal(check.status, 'approved');
    assert.deepEqual(call.failures, []);
    for (const text of [...logged, ...call.fetched.slice(0, 1)])
      assert.doesNotMatch(text, new RegExp(`${code}|2025550143`));
  });

  it('is spoken after a restart in the middle of the call', async () => {
    const { service, call, verification } = await begin('+12035550143');
    await twilio.calls.answered(call);
    await hub.restart();
    await call.press('1');
    const code = await listen(call);
    const check = await service.verificationChecks.create({ verificationSid: verification.sid, code });
    assert.equal(check.status, 'approved');
  });

  it('is the one that the app chose', async () => {
    const { call } = await begin('+12055550143', { customCode: '7741' });
    await twilio.calls.answered(call);
    await call.press('1');
    assert.equal(await listen(call), '7741');
  });

  it('is not spoken any more when it was taken back', async () => {
    const { service, call, verification } = await begin('+12065550143');
    await twilio.calls.answered(call);
    await service.verifications(verification.sid).update({ status: 'canceled' });
    await call.press('1');
    assert.deepEqual([call.status, await listen(call)], ['completed', '']);
  });

  it('goes to a landline in place of a text, where both are allowed', async () => {
    await setVerification({ served: hub }, app, { regions: ['US', 'GB'] });
    const ask = nativeApi(hub.url, app);
    const workflow = [{ channel: 'sms' }, { channel: 'call' }];
    const { status, body } = await ask('POST', '/verifications', { to: '+442079460123', workflow });
    assert.deepEqual([status, body.channel], [201, 'call']);
    await eventually(() => twilio.calls.all.at(-1)?.to === '+442079460123', 'the call');
    const { services } = verifyClient(app, hub.url).verify.v2;
    const { sid } = await services.create({ friendlyName: 'Shop', skipSmsToLandlines: false });
    const begun = await services(sid).verifications.create({ to: '+442079460124', channel: 'auto' });
    assert.equal(begun.channel, 'call', 'a call rather than a text that is only tried');
  });

  it('shows what became of the call', async () => {
    const stateOf = async (id: string) =>
      hub.hub.api.database.read
        .selectFrom('verify_sends')
        .select(['state', 'reason'])
        .where('receipt', '=', id)
        .executeTakeFirst();
    const { call: heard } = await begin('+12075550143');
    await twilio.calls.answered(heard);
    await heard.press('1');
    const { call: mailbox } = await begin('+12085550143');
    await twilio.calls.answered(mailbox);
    await mailbox.waitOn();
    await mailbox.waitOn();
    for (const [call, state] of [
      [heard, 'delivered'],
      [mailbox, 'undelivered'],
    ] as const)
      for (let tries = 0; (await stateOf(call.sid))?.state !== state; tries += 1) {
        assert.ok(tries < 500, state);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    assert.match((await stateOf(mailbox.sid))?.reason ?? '', /nobody pressed the key/);
  });
});
