import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import twilio from 'twilio';
import { basic, type Credentials, serveTwilioHub, type TwilioHub } from '../../test/helpers/twilio-hub.ts';

interface AppSecrets extends Credentials {
  keySid: string;
  keySecret: string;
}

describe('credentials of an app', () => {
  let hub: TwilioHub;
  let app: AppSecrets;
  let other: AppSecrets;
  before(async () => {
    hub = await serveTwilioHub();
    app = (await hub.makeApp({ name: 'shop', lines: ['office'] })) as AppSecrets;
    other = (await hub.makeApp({ name: 'other', lines: ['office'] })) as AppSecrets;
  });
  after(() => hub.close());

  const keys = (path = '', method = 'GET') => hub.served.api(`/apps/${app.accountSid}/keys${path}`, { method });
  const status = async (headers: Record<string, string>) =>
    (await fetch(`${hub.served.url}/v2/Services`, { headers })).status;
  const byKey = ({ keySid, keySecret }: { keySid: string; keySecret: string }) =>
    basic({ accountSid: keySid, authToken: keySecret });

  it('are its account and token, or a key and its secret', async () => {
    assert.equal(await status(basic(app)), 200);
    assert.equal(await status(byKey(app)), 200);
    const client = twilio(app.keySid, app.keySecret, { accountSid: app.accountSid });
    client.verify.baseUrl = hub.served.url;
    client.api.baseUrl = hub.served.url;
    const { accountSid } = await client.verify.v2.services.create({ friendlyName: 'Shop' });
    assert.equal(accountSid, app.accountSid);
    assert.deepEqual(await client.messages.list(), []);
  });

  it('are not those of another app, nor any other word', async () => {
    const wrong = [
      basic({ accountSid: app.accountSid, authToken: other.authToken }),
      basic({ accountSid: app.accountSid, authToken: app.keySecret }),
      basic({ accountSid: app.keySid, authToken: other.keySecret }),
      basic({ accountSid: app.keySid, authToken: app.authToken }),
      basic({ accountSid: '', authToken: app.authToken }),
      { authorization: `Bearer ${app.keySid}` },
      { authorization: `Bearer ${app.authToken.toUpperCase()}` },
      { authorization: 'Bearer ' },
      { authorization: `Bearer ${hub.served.token}` },
    ];
    for (const headers of wrong) assert.equal(await status(headers), 401);
  });

  it('are exchanged key by key', async () => {
    const made = await keys('', 'POST');
    assert.equal(made.status, 201);
    const key = (await made.json()) as { keySid: string; keySecret: string };
    assert.equal(await status(byKey(key)), 200);
    const listed = (await (await keys()).json()) as { keys: { keySid: string }[] };
    assert.deepEqual(listed.keys.map(({ keySid }) => keySid).sort(), [app.keySid, key.keySid].sort());
    assert.ok(!JSON.stringify(listed).includes(key.keySecret));
    assert.equal((await keys(`/${key.keySid}`, 'DELETE')).status, 204);
    assert.equal((await keys(`/${key.keySid}`, 'DELETE')).status, 404);
    assert.equal(await status(byKey(key)), 401);
    assert.equal(await status({ authorization: `Bearer ${key.keySecret}` }), 401);
    assert.equal(await status(byKey(app)), 200);
    assert.equal((await hub.served.api(`/apps/AC${'0'.repeat(32)}/keys`, { method: 'POST' })).status, 404);
  });

  it('end with their app', async () => {
    await hub.served.api(`/apps/${other.accountSid}`, { method: 'DELETE' });
    assert.equal(await status(basic(other)), 401);
    assert.equal(await status(byKey(other)), 401);
    for (const secret of [other.authToken, other.keySecret])
      assert.equal(await status({ authorization: `Bearer ${secret}` }), 401);
  });

  it('are stored as hashes', async () => {
    const { database } = hub.served.hub.api;
    const rows = await database.read.selectFrom('app_keys').selectAll().execute();
    assert.ok(rows.length > 0);
    assert.ok(!JSON.stringify(rows).includes(app.keySecret));
  });
});
