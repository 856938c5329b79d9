import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { apiCaller, type Call } from '../../test/helpers/api-caller.ts';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { settle, type WebAnswer, WebBrowser } from '../../test/helpers/web-browser.ts';
import { twoPeople } from './fixtures.ts';

const slack = { kind: 'slack', webhookUrl: 'https://hooks.example.com/services/T0/B0/bobs' };
const secret = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5';

describe('attacks on the configuration', () => {
  let served: ServedHub;
  let admin: Call;
  let bob: WebBrowser;
  const put = (browser: WebBrowser, path: string, body: object, headers = {}): Promise<WebAnswer> =>
    browser.send('PUT', path, body, { origin: browser.origin, ...headers });
  const remove = (browser: WebBrowser, path: string) =>
    browser.send('DELETE', path, undefined, { origin: browser.origin });
  const problemOf = ({ status, json }: WebAnswer) => [status, json.problems?.[0]?.path];

  before(async () => {
    served = await serveHub(`${twoPeople}\nnetwork: { allowHosts: [10.0.0.0/8, nas.example.com] }\n`);
    admin = apiCaller(served);
    await admin('PUT', '/configuration/destinations/anns', { ...slack, owner: 'ann' });
    await admin('PUT', '/configuration/destinations/given', {
      ...{ kind: 'sms', owner: 'bob', to: '+15550100003', via: 'burner', show: 'code' },
    });
    await admin('PUT', '/configuration/routes/codes', { name: 'Codes', when: { line: 'burner' }, to: ['given'] });
    bob = await settle(served, 'bob');
  });
  after(() => served.close());

  it('shows a member what is theirs, and nobody a secret', async () => {
    await put(bob, '/configuration/destinations/bobs', slack);
    const { json, body } = await bob.get('/configuration/items');
    assert.deepEqual(
      [json.people, json.lines, json.sources, json.destinations, json.routes].map((list: { id: string }[]) =>
        list.map(({ id }) => id),
      ),
      [['bob'], ['office'], [], ['bobs', 'given'], []],
    );
    assert.doesNotMatch(body, /anns|hooks\.example|\/tmp\//);
    const all = (await admin('GET', '/configuration/items')).text;
    assert.doesNotMatch(all, /hooks\.example|path-secret/);
    const { json: kinds } = await bob.get('/adapters');
    assert.deepEqual([kinds.sources, kinds.providers], [[], []]);
    assert.deepEqual(kinds.destinations.map(({ kind }: { kind: string }) => kind).sort(), ['slack', 'sms', 'webhook']);
  });

  it('lets a member add none but their own destinations', async () => {
    for (const part of ['lines', 'sources', 'providers', 'routes']) {
      assert.equal((await put(bob, `/configuration/${part}/bobs`, { name: 'X', kind: 'console' })).status, 403, part);
      assert.notEqual((await remove(bob, `/configuration/${part}/office`)).status, 204, part);
    }
    for (const path of ['/configuration/general', '/configuration/routes', '/configuration/providers'])
      assert.equal((await put(bob, path, { order: [] })).status, 403, path);
    assert.equal((await bob.post('/configuration/routes/dry-run', { routes: [] })).status, 403);
    const own = (body: object) => put(bob, '/configuration/destinations/new', body);
    assert.deepEqual(problemOf(await own({ kind: 'console' })), [422, 'kind']);
    assert.deepEqual(problemOf(await own({ kind: 'mqtt', url: 'mqtt://10.0.0.1' })), [422, 'kind']);
    assert.deepEqual(problemOf(await own({ ...slack, owner: 'ann' })), [422, 'owner']);
    assert.deepEqual(problemOf(await own({ kind: 'constructor' })), [422, 'kind']);
  });

  it("keeps a member from another's destination and its id", async () => {
    const before = (await admin('GET', '/configuration/items')).body.destinations;
    for (const path of ['/configuration/destinations/anns']) {
      assert.equal((await put(bob, path, slack)).status, 409);
      assert.equal((await remove(bob, path)).status, 404);
    }
    assert.deepEqual((await admin('GET', '/configuration/items')).body.destinations, before);
    await admin('PUT', '/configuration/destinations/left', { ...slack, owner: 'ann' });
    await admin('DELETE', '/configuration/destinations/left');
    assert.equal((await put(bob, '/configuration/destinations/left', slack)).status, 409, 'nor one that is gone');
  });

  it("keeps a member from another's line, from its numbers, and from asking which there are", async () => {
    const sms = { kind: 'sms', to: '+15550100003' };
    const answers = await Promise.all(
      ['burner', 'nowhere', ['office', 'burner']].map((via) =>
        put(bob, '/configuration/destinations/text', { ...sms, via }),
      ),
    );
    for (const answer of answers) assert.deepEqual(problemOf(answer), [422, 'via']);
    assert.equal(answers[0]?.json.detail.replace('burner', 'nowhere'), answers[1]?.json.detail);
    assert.deepEqual(
      problemOf(await put(bob, '/configuration/destinations/text', { ...sms, via: 'office', from: '+15550100001' })),
      [422, 'from'],
    );
    const circle = await put(bob, '/configuration/destinations/text', { ...sms, to: '+15550100001', via: 'office' });
    assert.equal(circle.status, 200);
    assert.doesNotMatch(circle.body, /one of our own lines/, "another's number is not told");
    assert.equal((await put(bob, '/configuration/destinations/given', { ...sms, via: 'burner' })).status, 200);
    await remove(bob, '/configuration/destinations/text');
  });

  it('keeps a member from showing themselves more of what others let them see', async () => {
    const given = { kind: 'sms', to: '+15550100003', via: 'burner' };
    assert.deepEqual(problemOf(await put(bob, '/configuration/destinations/given', { ...given, show: 'full' })), [
      422,
      'show',
    ]);
    const named = await remove(bob, '/configuration/destinations/given');
    assert.equal(named.status, 409, 'nor by removing it and making it anew');
    assert.equal((await put(bob, '/configuration/destinations/wide', { ...slack, show: 'full' })).status, 200);
    assert.equal((await remove(bob, '/configuration/destinations/wide')).status, 204);
  });

  it('reads no file, no variable and no private address for a member', async () => {
    const own = (body: object) => put(bob, '/configuration/destinations/reader', body);
    for (const url of ['${file:/etc/passwd}', 'https://example.com/${HOME}', 'https://example.com/$${HOME}'])
      assert.deepEqual(problemOf(await own({ kind: 'webhook', url, secret })), [422, 'url'], url);
    assert.deepEqual(problemOf(await own({ kind: 'slack', webhookUrl: '${SLACK}' })), [422, 'webhookUrl']);
    assert.deepEqual(problemOf(await own({ kind: 'webhook', url: 'https://example.com', secret: [secret, '${X}'] })), [
      422,
      'secret',
    ]);
    for (const host of ['127.0.0.1', '10.1.2.3', '[::1]', 'printer.local', '169.254.169.254', '0x7f.1'])
      assert.deepEqual(problemOf(await own({ kind: 'webhook', url: `http://${host}/`, secret })), [422, 'url'], host);
    for (const url of [
      ' http://10.1.2.3/',
      'http:/10.1.2.3/',
      'HTTP:\\\\10.1.2.3/',
      'ht\ntp://10.1.2.3/',
      'http:10.1.2.3',
    ])
      assert.deepEqual(problemOf(await own({ kind: 'webhook', url, secret })), [422, 'url'], JSON.stringify(url));
    for (const host of ['localhost.', 'printer.lan.', 'nas.example.com', 'NAS.example.com.', 'x@nas.example.com'])
      assert.deepEqual(problemOf(await own({ kind: 'webhook', url: `http://${host}/`, secret })), [422, 'url'], host);
  });

  it('follows who runs the hub', async () => {
    const members = () => [...served.hub.api.configuration().members];
    assert.deepEqual(members(), ['ann', 'bob']);
    assert.equal((await admin('PATCH', '/people/ann', { role: 'owner' })).status, 200);
    assert.deepEqual(members(), ['bob']);
    assert.equal((await admin('PATCH', '/people/bob', { role: 'owner' })).status, 200);
    assert.deepEqual(members(), []);
    assert.equal((await admin('PATCH', '/people/bob', { role: 'member' })).status, 200);
    assert.deepEqual(members(), ['bob']);
    assert.equal((await admin('PATCH', '/people/ann', { role: 'member' })).status, 409);
  });

  it('lets a member keep a reference that an owner put there, and move it nowhere', async () => {
    const url = 'https://example.com/codes';
    await admin('PUT', '/configuration/destinations/lent', { kind: 'webhook', owner: 'bob', url, secret: '${HOOK}' });
    const lent = (body: object) => put(bob, '/configuration/destinations/lent', { kind: 'webhook', ...body });
    assert.equal((await lent({ url, secret: '${HOOK}', show: 'notice' })).status, 200);
    assert.equal((await lent({ url, show: 'notice' })).status, 200);
    assert.deepEqual(problemOf(await lent({ url: '${HOOK}', show: 'notice' })), [422, 'url']);
  });

  it('lets a member turn off what an owner made for them, and point it nowhere else', async () => {
    const mqtt = { kind: 'mqtt', url: 'mqtt://127.0.0.1:9', password: 'hunter2' };
    await admin('PUT', '/configuration/destinations/desk', { ...mqtt, owner: 'bob', enabled: false });
    const desk = (body: object) => put(bob, '/configuration/destinations/desk', { kind: 'mqtt', ...body });
    const { url } = mqtt;
    assert.equal((await desk({ url, enabled: false, show: 'notice', password: { secret: true } })).status, 200);
    const less = { enabled: false, show: 'notice' };
    assert.deepEqual(problemOf(await desk({ ...less, url: 'mqtt://127.0.0.1:10' })), [422, 'url']);
    assert.deepEqual(problemOf(await desk({ ...less, url, password: null })), [422, 'password']);
    assert.deepEqual(problemOf(await desk({ ...less, url, topic: 'x' })), [422, 'topic']);
  });

  it('gives a guest nothing, and a token of a member no more than it may read', async () => {
    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    await admin('POST', '/people', { id: 'gus', name: 'Gus', role: 'guest', endsAt });
    const gus = await settle(served, 'gus');
    for (const path of ['/adapters', '/configuration/items']) assert.equal((await gus.get(path)).status, 403);
    assert.equal((await put(gus, '/configuration/destinations/gus', slack)).status, 403);
    const { token } = (await admin('POST', '/tokens', { name: 'send', scopes: ['send'], person: 'bob' })).body;
    const byToken = apiCaller(served, token);
    assert.equal((await byToken('PUT', '/configuration/destinations/mole', slack)).status, 403);
    assert.equal((await byToken('DELETE', '/configuration/destinations/bobs')).status, 403);
    const stranger = new WebBrowser(served);
    assert.equal((await put(stranger, '/configuration/destinations/x', slack)).status, 401);
    const foreign = await bob.send('PUT', '/configuration/destinations/x', slack, { origin: 'https://evil.example' });
    assert.equal(foreign.status, 403);
  });

  it('takes no id and no setting that means something to JavaScript or to a path', async () => {
    for (const id of [
      '__proto__',
      '..%2f..%2fetc',
      'a%00b',
      '%E2%80%AEx',
      'a b',
      '-a',
      'a'.repeat(64),
      '%F0%9F%98%80',
    ]) {
      const { status } = await admin('PUT', `/configuration/destinations/${id}`, { kind: 'console' });
      assert([400, 404, 422].includes(status), `${id}: ${status}`);
    }
    for (const id of ['constructor', 'toString', 'hasOwnProperty']) {
      assert.equal((await admin('DELETE', `/configuration/destinations/${id}`)).status, 404, id);
      const made = await admin('PUT', `/configuration/destinations/${id}`, { kind: 'console', owner: 'ann' });
      assert.equal(made.status, 200, id);
      assert.equal((await admin('DELETE', `/configuration/destinations/${id}`)).status, 204);
    }
    for (const text of ['{"kind":"console","__proto__":{"enabled":false}}', '{"constructor":{"prototype":{"a":1}}}'])
      assert.equal((await admin('PUT', '/configuration/destinations/x', text)).status, 400);
    assert.equal(({} as { enabled?: boolean }).enabled, undefined);
    for (const part of ['people', 'tokens', '__proto__', 'constructor'])
      assert.equal((await admin('PUT', `/configuration/${part}/x`, { kind: 'console' })).status, 400, part);
  });

  it('takes nothing that is too large, too deep, or text that a database cannot hold', async () => {
    const path = '/configuration/routes/big';
    const deep = `{"name":"X","to":[],"when":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`;
    assert.equal((await admin('PUT', path, deep)).status, 400);
    assert.equal((await admin('PUT', path, { name: 'X\u0000', to: [] })).status, 400);
    assert.equal((await admin('PUT', path, { name: 'x'.repeat(70_000), to: [] })).status, 413);
    assert.equal((await admin('PUT', path, { name: 'x'.repeat(101), to: [] })).status, 422);
    assert.equal((await admin('PUT', path, '[]')).status, 400);
  });

  it('lets a member fill no table', async () => {
    let refused: WebAnswer | undefined;
    for (let count = 0; count < 60 && refused === undefined; count++) {
      const path = `/configuration/destinations/many-${count}`;
      const answer = await put(bob, path, { ...slack, enabled: false });
      if (answer.status === 200) assert.equal((await remove(bob, path)).status, 204);
      else refused = answer;
    }
    assert.equal(refused?.status, 409);
    assert.equal((await put(bob, '/configuration/destinations/many-0', slack)).status, 200, 'an id of theirs is free');
  });

  it('names who did it', async () => {
    const { entries } = (await admin('GET', '/audit?person=bob&limit=200')).body;
    const saved = entries.find(({ subject }: { subject: string }) => subject === 'destinations/bobs');
    assert.deepEqual([saved.actor, saved.person, saved.action], ['person', 'bob', 'configuration.saved']);
  });
});
