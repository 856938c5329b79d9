import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { json } from '../src/http/fixtures.ts';
import { nativeApi } from './helpers/native-api.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';
import { type SmsGateway, startSmsGateway } from './helpers/sms-gateway.ts';
import { type Credentials, until } from './helpers/twilio-hub.ts';
import { createSkippingClock, fictionNumber, setVerification } from './helpers/verify-hub.ts';

describe('sending again', () => {
  let served: ServedHub;
  let gateways: Record<'texts' | 'spare' | 'calls' | 'others', SmsGateway>;
  let call: ReturnType<typeof nativeApi>;
  const clock = createSkippingClock();

  before(async () => {
    const [texts, spare] = [await startSmsGateway('texts'), await startSmsGateway('spare')];
    const [calls, others] = [await startSmsGateway('calls'), await startSmsGateway('others')];
    gateways = { texts, spare, calls, others };
    const yaml = `
defaultRegion: US
publicUrl: https://codes.example.com
people: [{ id: ann, name: Ann }]
providers:
  - { id: texts, reportWithinSeconds: 600, ${texts.settings} }
  - { id: spare, reportWithinSeconds: 600, ${spare.settings} }
  - { id: calls, reportWithinSeconds: 600, ${calls.settings}, channels: [call] }
  - { id: others, reportWithinSeconds: 600, ${others.settings}, channels: [call] }
`;
    served = await serveHub(yaml, { clock });
    const body = JSON.stringify({ name: 'Shop', owner: 'ann' });
    const app = (await (await served.api('/apps', { method: 'POST', headers: json, body })).json()) as Credentials;
    await setVerification({ served } as Parameters<typeof setVerification>[0], app, {});
    call = nativeApi(served.url, app);
  });
  after(async () => {
    await served.close();
    await Promise.all(Object.values(gateways).map((gateway) => gateway.close()));
  });

  const sentTo = (phone: string) =>
    Object.entries(gateways).flatMap(([name, { texts }]) => texts.filter(({ to }) => to === phone).map(() => name));
  const arrives = (phone: string, names: string[]) =>
    until(() => (JSON.stringify(sentTo(phone)) === JSON.stringify(names) ? true : undefined));
  const begin = async (workflow: object[] | undefined) => {
    const to = fictionNumber();
    const wish = workflow === undefined ? {} : { workflow };
    const { status, body } = await call('POST', '/verifications', { to, ...wish });
    assert.equal(status, 201, JSON.stringify(body));
    const resend = async (wanted?: object) => {
      clock.skip(61_000);
      const again = await call('POST', `/verifications/${body.id}/resend`, wanted);
      assert.equal(again.status, 200, JSON.stringify(again.body));
    };
    return { to, id: body.id, resend };
  };
  const viaSpare = { channel: 'sms', via: 'spare', timeoutSeconds: 600 };
  const viaOthers = { channel: 'call', via: 'others', timeoutSeconds: 600 };

  it('goes by what the workflow names for this step', async () => {
    const { to, resend } = await begin([viaSpare, viaOthers]);
    await arrives(to, ['spare']);
    await resend();
    await arrives(to, ['spare', 'spare']);
    await resend({ channel: 'sms' });
    await arrives(to, ['spare', 'spare', 'spare']);
  });

  it('goes by what the workflow names for another channel, and where it has come to', async () => {
    const { to, id, resend } = await begin([{ ...viaSpare, via: 'texts' }, viaSpare, viaOthers]);
    await arrives(to, ['texts']);
    await resend({ channel: 'call' });
    await arrives(to, ['texts', 'others']);
    clock.skip(61_000);
    assert.equal((await call('POST', `/verifications/${id}/next`)).status, 200);
    await arrives(to, ['texts', 'spare', 'others']);
    clock.skip(121_000);
    await resend({ channel: 'sms' });
    await arrives(to, ['texts', 'spare', 'spare', 'others']);
  });

  it('goes by whatever can, another one than before, where no workflow names any', async () => {
    const { to, resend } = await begin(undefined);
    await arrives(to, ['texts']);
    await resend();
    await arrives(to, ['texts', 'spare']);
    await resend({ channel: 'call' });
    await arrives(to, ['texts', 'spare', 'calls']);
  });
});
