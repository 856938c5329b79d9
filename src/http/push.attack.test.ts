import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { eventually } from '../../test/helpers/eventually.ts';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { settle, type WebBrowser } from '../../test/helpers/web-browser.ts';
import { type PushService, startPushService } from '../simulators/push-service.ts';
import { handIn, pathSecret } from './fixtures.ts';

const [key = '', cert = ''] = ['key', 'crt'].map((end) =>
  readFileSync(new URL(`../../test/fixtures/loopback.${end}`, import.meta.url), 'utf8'),
);
setDefaultCACertificates([...getCACertificates('bundled'), cert]);

const yaml = `
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }, { id: bob, name: Bob }]
lines:
  - { id: burner, number: "+15550100001", owner: ann }
  - { id: office, number: "+15550100002", owner: bob }
sources:
  - { id: phone, kind: webhook, line: burner, pathSecret: ${pathSecret} }
  - { id: other, kind: webhook, line: office, pathSecret: ${pathSecret} }
`;

describe('notifications in browsers', () => {
  let service: PushService;
  let served: ServedHub;
  let ann: WebBrowser;
  let bob: WebBrowser;
  let publicKey = '';

  before(async () => {
    service = await startPushService({ tls: { key, cert } });
    served = await serveHub(yaml);
    ann = await settle(served, 'ann');
    bob = await settle(served, 'bob');
    publicKey = (await ann.get('/push/key')).json.publicKey;
  });
  after(async () => {
    await served.close();
    await service.close();
  });

  const subscribe = (browser: WebBrowser, subscription: object = service.subscribe(publicKey), name = 'Firefox') =>
    browser.post('/push/subscriptions', { ...subscription, name });
  const remove = (browser: WebBrowser, id: string) =>
    browser.send('DELETE', `/push/subscriptions/${id}`, undefined, { origin: browser.origin });
  const cameTo = (endpoint: string) => service.messages.filter((message) => message.endpoint === endpoint);
  const idsOf = async (browser: WebBrowser): Promise<string[]> =>
    (await browser.get('/destinations')).json.destinations.map(({ id }: { id: string }) => id);
  const removeAll = async (browser: WebBrowser) => {
    for (const id of await idsOf(browser)) assert.equal((await remove(browser, id)).status, 204);
  };

  it('notify their person of what no route took, and nobody else', async () => {
    const mine = service.subscribe(publicKey);
    const others = service.subscribe(publicKey);
    const { status, json } = await subscribe(ann, { ...mine, expirationTime: null });
    assert.equal(status, 201);
    assert.match(json.destination.id, /^push-[0-9a-f]{12}$/);
    assert.deepEqual({ ...json.destination, id: '' }, { id: '', kind: 'web-push', owner: 'ann', name: 'Firefox' });
    await subscribe(bob, others);
    const message = await handIn(served.url, 'Your Acme code is 111222', 'phone');
    await eventually(() => cameTo(mine.endpoint).length === 1, 'the notification');
    const payload = JSON.parse(cameTo(mine.endpoint)[0]?.payload ?? '{}');
    assert.deepEqual([payload.id, payload.code, payload.line], [message, '111222', 'burner']);
    await handIn(served.url, 'Your Initech code is 333444', 'other');
    await eventually(() => cameTo(others.endpoint).length === 1, "Bob's");
    assert.deepEqual([cameTo(mine.endpoint).length, cameTo(others.endpoint).length], [1, 1]);
    assert.equal((await ann.post(`/destinations/${json.destination.id}/test`)).json.outcome, 'sent');
    await removeAll(bob);
  });

  it('keep the key of the hub over a restart, and show no secret anywhere', async () => {
    await served.restart();
    assert.equal((await ann.get('/push/key')).json.publicKey, publicKey);
    const { endpoint } = service.messages[0] ?? { endpoint: '?' };
    const database = served.hub.api.database.read;
    const rows = [
      await database.selectFrom('destinations').selectAll().execute(),
      await database.selectFrom('settings').selectAll().execute(),
    ];
    const seen = [JSON.stringify(rows), (await ann.get('/destinations')).body, served.hub.api.exportConfiguration()];
    for (const text of seen) assert.ok(!text.includes(new URL(endpoint).pathname));
    assert.doesNotMatch(JSON.stringify(rows[1]), /"privateKey\\":\\"[\w-]{43}/);
    await removeAll(ann);
  });

  it('are brought up to date by the same endpoint, and belong to who is there now', async () => {
    const subscription = service.subscribe(publicKey);
    const first = await subscribe(ann, subscription);
    const again = await subscribe(ann, subscription, 'Firefox on the desk');
    assert.deepEqual([again.status, again.json.destination.id], [200, first.json.destination.id]);
    const many = await Promise.all(Array.from({ length: 4 }, () => subscribe(ann, subscription)));
    assert.deepEqual(new Set(many.map(({ json }) => json.destination.id)), new Set([first.json.destination.id]));
    const moved = await subscribe(bob, subscription);
    assert.equal(moved.status, 201);
    assert.deepEqual(await idsOf(ann), []);
    const before = cameTo(subscription.endpoint).length;
    await handIn(served.url, 'Your Acme code is 555666', 'phone');
    await handIn(served.url, 'Your Initech code is 777888', 'other');
    await eventually(() => cameTo(subscription.endpoint).length > before, "Bob's");
    assert.ok(!cameTo(subscription.endpoint).some(({ payload }) => payload.includes('555666')));
    await removeAll(bob);
  });

  it('are ten for a person at most, also when many ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 14 }, () => subscribe(ann)));
    assert.equal(answers.filter(({ status }) => status === 201).length, 10);
    assert.equal(answers.filter(({ json }) => json.code === 'conflict').length, 4);
    assert.equal((await idsOf(ann)).length, 10);
    await removeAll(ann);
  });

  it('are turned off when the browser is gone, and make room', async () => {
    const subscription = service.subscribe(publicKey);
    const { json } = await subscribe(ann, subscription);
    service.failNext({ status: 410 });
    await handIn(served.url, 'Your Acme code is 121212', 'phone');
    const isOff = () => served.hub.api.configuration().off.has(json.destination.id);
    await eventually(isOff, 'turned off');
    await subscribe(ann);
    assert.ok(!(await idsOf(ann)).includes(json.destination.id));
    await removeAll(ann);
  });

  it('are nobody else’s to remove, and nothing but a browser’s', async () => {
    const { json } = await subscribe(ann);
    assert.equal((await remove(bob, json.destination.id)).status, 404);
    assert.equal((await remove(ann, 'burner')).status, 404);
    assert.equal((await served.api(`/push/subscriptions/${json.destination.id}`, { method: 'DELETE' })).status, 403);
    const { keys, endpoint } = service.subscribe(publicKey);
    const wrong = [
      { endpoint: endpoint.replace('https', 'http'), keys },
      { endpoint: '${KEYPIGEON_DATA}', keys },
      { endpoint: `${endpoint}?\${file:/etc/hostname}`, keys },
      { endpoint, keys: { ...keys, auth: '${HOME}' } },
      { endpoint, keys: { ...keys, p256dh: keys.auth } },
    ];
    for (const subscription of wrong) {
      const answer = await subscribe(ann, subscription);
      assert.deepEqual([answer.status, answer.json.code], [400, 'invalid-request'], JSON.stringify(subscription));
    }
    const fromElsewhere = { ...service.subscribe(publicKey), name: 'x' };
    const foreign = await ann.send('POST', '/push/subscriptions', fromElsewhere, { origin: 'https://evil.example' });
    assert.equal(foreign.status, 403);
    await removeAll(ann);
  });

  it('reach no private address that the configuration does not name', async () => {
    const { keys } = service.subscribe(publicKey);
    for (const host of ['10.0.0.1', '169.254.169.254', '[::1]']) {
      const { json } = await subscribe(ann, { endpoint: `https://${host}/push`, keys });
      const test = await ann.post(`/destinations/${json.destination.id}/test`);
      assert.match(String(test.json.detail), /private address/, host);
    }
    await removeAll(ann);
  });

  it('end with their person, and when the sign-in of their person is reset', async () => {
    const add = { method: 'POST', headers: { 'content-type': 'application/json' } };
    await served.api('/people', { ...add, body: JSON.stringify({ id: 'eve', name: 'Eve' }) });
    const eve = await settle(served, 'eve');
    await subscribe(eve);
    await subscribe(ann);
    const all = () => served.hub.api.configuration().destinations.map(({ owner }) => owner);
    assert.deepEqual(all().sort(), ['ann', 'eve']);
    await served.api('/people/eve', { method: 'DELETE' });
    assert.deepEqual(all(), ['ann']);
    await served.api('/people/ann/reset', { method: 'POST' });
    assert.deepEqual(all(), []);
  });
});
