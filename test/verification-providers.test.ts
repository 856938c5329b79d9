import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { json } from '../src/http/fixtures.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';
import { type SmsGateway, startSmsGateway } from './helpers/sms-gateway.ts';
import { type Credentials, until } from './helpers/twilio-hub.ts';
import { createSkippingClock, fictionNumber, setVerification, verifyClient } from './helpers/verify-hub.ts';

const sent = (gateway: SmsGateway, to: string) => gateway.texts.filter((text) => text.to === to);
const codeOf = (text: string) => /\d{6}/.exec(text)?.[0] ?? '';

describe('codes by providers', () => {
  let served: ServedHub;
  let first: SmsGateway;
  let second: SmsGateway;
  let service: ReturnType<ReturnType<typeof verifyClient>['verify']['v2']['services']>;
  const clock = createSkippingClock();

  before(async () => {
    [first, second] = [await startSmsGateway('first'), await startSmsGateway('second')];
    served = await serveHub(
      `
defaultRegion: US
publicUrl: https://codes.example.com
people: [{ id: ann, name: Ann }, { id: bob, name: Bob }]
providers:
  - { id: bobs, owner: bob, ${first.settings} }
  - { id: first, regions: [US], reportWithinSeconds: 20, ${first.settings} }
  - { id: second, ${second.settings} }
`,
      { clock },
    );
    const body = JSON.stringify({ name: 'shop', owner: 'ann' });
    const response = await served.api('/apps', { method: 'POST', headers: json, body });
    const app = (await response.json()) as Credentials;
    await setVerification({ served } as Parameters<typeof setVerification>[0], app, {});
    const client = verifyClient(app, served.url);
    const { sid } = await client.verify.v2.services.create({ friendlyName: 'Shop' });
    service = client.verify.v2.services(sid);
  });
  after(async () => {
    await served.close();
    await Promise.all([first.close(), second.close()]);
  });

  const issue = async () => {
    const to = fictionNumber();
    const { sid } = await service.verifications.create({ to, channel: 'sms' });
    return { to, sid };
  };
  const check = async (to: string, text: string) =>
    (await service.verificationChecks.create({ to, code: codeOf(text) })).status;

  it('go out by the first one, which are right', async () => {
    const { to } = await issue();
    const [text] = await until(() => (sent(first, to).length > 0 ? sent(first, to) : undefined));
    assert.equal(await check(to, text?.text ?? ''), 'approved');
    assert.equal(sent(second, to).length, 0);
  });

  it('go out by the next one, where the first surely did not send', async () => {
    first.failNext({ status: 429 });
    const { to } = await issue();
    const [text] = await until(() => (sent(second, to).length > 0 ? sent(second, to) : undefined));
    assert.equal(await check(to, text?.text ?? ''), 'approved');
    assert.equal(sent(first, to).length, 0);
  });
});
