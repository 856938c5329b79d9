import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { apiCaller, type Call } from './helpers/api-caller.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';

const twilio = { kind: 'twilio', accountSid: 'AC1', authToken: 'geheim-token', from: '+15550100002' };
const yaml = `
defaultRegion: US
lines: [{ id: office, number: "+15550100002" }]
sources: [{ id: hooked, kind: webhook, pathSecret: geheim-geheim-geheim-geheim }]
providers: [{ id: filed, kind: console }, { id: second, kind: console }]
`;

describe('providers of the configuration', () => {
  let served: ServedHub;
  let call: Call;
  const put = (id: string, body: object) => call('PUT', `/configuration/providers/${id}`, body);
  const order = async () => (await call('GET', '/providers')).body.providers.map(({ id }: { id: string }) => id);

  before(async () => {
    served = await serveHub(yaml);
    call = apiCaller(served);
  });
  after(() => served.close());

  it('are made and changed one by one, in effect at once, their secrets never shown', async () => {
    const made = await put('acme', { ...twilio, regions: ['US'] });
    assert.deepEqual([made.status, made.body.item.authToken], [200, { secret: true }]);
    assert.equal((await put('acme', { kind: 'twilio', accountSid: 'AC2', from: 'Shop' })).status, 200);
    const { text, body } = await call('GET', '/configuration/items');
    const { revision: _, ...item } = body.providers.at(-1);
    assert.deepEqual(item, {
      ...{ id: 'acme', kind: 'twilio', enabled: true, reportWithinSeconds: 40, provisioned: false },
      ...{ accountSid: 'AC2', authToken: { secret: true }, from: 'Shop' },
    });
    const exported = await (await served.api('/configuration')).text();
    assert.match(exported, /\$\{ACME_AUTH_TOKEN\}/);
    assert.doesNotMatch(text + exported, /geheim-token/);
    const [row] = await served.hub.api.database.read
      .selectFrom('providers')
      .selectAll()
      .where('id', '=', 'acme')
      .execute();
    assert.doesNotMatch(JSON.stringify(row), /geheim-token/);
    assert.deepEqual(await order(), ['filed', 'second', 'acme']);
  });

  it('say what is wrong where', async () => {
    const wrong = async (id: string, body: object) =>
      (await put(id, body)).body.problems.map(({ path }: { path: string }) => path);
    assert.deepEqual(await wrong('hooked', twilio), ['id']);
    assert.deepEqual(await wrong('line', twilio), ['id']);
    assert.deepEqual(await wrong('bad', { ...twilio, messagingServiceSid: 'MG1' }), ['from']);
    assert.deepEqual(await wrong('bad', { ...twilio, regions: ['UK'] }), ['regions[0]']);
    const clash = await call('PUT', '/configuration/sources/acme', { kind: 'webhook', line: 'office' });
    assert.equal(clash.status, 422);
  });

  it('are put in order, those of the file first, and removed', async () => {
    await put('last', { kind: 'console' });
    const ordered = (ids: string[]) => call('PUT', '/configuration/providers', { order: ids });
    assert.equal((await ordered(['filed', 'second', 'last', 'acme'])).status, 204);
    assert.deepEqual(await order(), ['filed', 'second', 'last', 'acme']);
    assert.equal((await ordered(['last', 'filed', 'second', 'acme'])).body.code, 'provisioned');
    assert.equal((await call('DELETE', '/configuration/providers/filed')).body.code, 'provisioned');
    assert.equal((await call('DELETE', '/configuration/providers/last')).status, 204);
    await served.restart();
    assert.deepEqual(await order(), ['filed', 'second', 'acme']);
    await put('acme', { ...twilio, enabled: false });
    assert.deepEqual(await order(), ['filed', 'second']);
  });

  it('are named with the kinds, for forms', async () => {
    const { providers, provider } = (await call('GET', '/adapters')).body;
    const kinds = providers.map(({ kind }: { kind: string }) => kind);
    assert.deepEqual(kinds, ['twilio', 'vonage', 'http', 'smtp', 'console']);
    assert.deepEqual(Object.keys(provider.properties), [
      ...['id', 'kind', 'enabled', 'owner', 'regions', 'reportWithinSeconds'],
    ]);
  });
});
