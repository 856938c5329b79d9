import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { json } from '../src/http/fixtures.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';
import { type SmsGateway, startSmsGateway } from './helpers/sms-gateway.ts';
import { type Credentials, until } from './helpers/twilio-hub.ts';
import { setVerification, verifyClient } from './helpers/verify-hub.ts';

/** More than go out at once by one channel. */
const codes = 300;

describe('a provider that hangs', () => {
  let served: ServedHub;
  let hanging: Server;
  let other: SmsGateway;
  let asked = 0;

  before(async () => {
    hanging = createServer(() => {
      asked += 1;
    }).listen(0, '127.0.0.1');
    await once(hanging, 'listening');
    other = await startSmsGateway('other');
    const { port } = hanging.address() as AddressInfo;
    served = await serveHub(`
defaultRegion: US
people: [{ id: ann, name: Ann }]
providers:
  - { id: hangs, regions: [US], kind: http, url: "http://127.0.0.1:${port}/send" }
  - { id: other, regions: [CA], ${other.settings} }
`);
  });
  after(async () => {
    hanging.closeAllConnections();
    hanging.close();
    await served.close();
    await other.close();
  });

  it('holds up no code that goes by another one', async () => {
    const body = JSON.stringify({ name: 'shop', owner: 'ann' });
    const app = (await (await served.api('/apps', { method: 'POST', headers: json, body })).json()) as Credentials;
    const prefix = { short: codes, long: codes };
    await setVerification({ served } as Parameters<typeof setVerification>[0], app, {
      regions: ['US', 'CA'],
      limits: { prefix },
    });
    const client = verifyClient(app, served.url);
    const { sid } = await client.verify.v2.services.create({ friendlyName: 'Shop' });
    const { verifications } = client.verify.v2.services(sid);
    const numbers = Array.from(
      { length: codes },
      (_, index) => `+1${201 + Math.floor(index / 100)}55501${String(index % 100).padStart(2, '0')}`,
    );
    await Promise.all(numbers.map((to) => verifications.create({ to, channel: 'sms' })));
    await until(() => (asked > 0 ? true : undefined));
    const to = '+16045550143';
    await verifications.create({ to, channel: 'sms' });
    await until(() => other.texts.find((text) => text.to === to));
    assert.ok(asked < codes, 'the first one still hangs');
  });
});
