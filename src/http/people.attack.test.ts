import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readEventStream } from '../../test/helpers/event-reader.ts';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { settle, type WebBrowser } from '../../test/helpers/web-browser.ts';
import { handIn, json, twoPeople } from './fixtures.ts';

describe('two people on one hub', () => {
  const clock = createManualClock(Date.now());
  let served: ServedHub;
  let ann: WebBrowser;
  let bob: WebBrowser;
  let eve: WebBrowser;
  let annsMessage = '';

  before(async () => {
    served = await serveHub(twoPeople, { change: (api) => ({ ...api, clock: { ...api.clock, now: clock.now } }) });
    const add = (person: object) =>
      served.api('/people', { method: 'POST', headers: json, body: JSON.stringify(person) });
    await add({ id: 'eve', name: 'Eve', role: 'owner' });
    const endsAt = new Date(clock.now() + 3_600_000).toISOString();
    await add({ id: 'guest', name: 'Guest', role: 'guest', endsAt });
    ann = await settle(served, 'ann');
    bob = await settle(served, 'bob');
    eve = await settle(served, 'eve');
    annsMessage = await handIn(served.url, 'Your Acme code is 111222', 'phone');
    await handIn(served.url, 'Your Initech code is 333444', 'other');
  });
  after(() => served.close());

  const streamOf = (browser: WebBrowser, path = '/api/v1/events?after=0-0') =>
    readEventStream(served.port, path, {
      host: browser.host,
      cookie: [...browser.cookies].map((one) => one.join('=')).join('; '),
    });

  it("shows nobody another's code, by list, by id, by reason or by what is done with it", async () => {
    assert.equal((await ann.get(`/messages/${annsMessage}`)).json.code, '111222');
    for (const path of [`/messages/${annsMessage}`, `/messages/${annsMessage}/explanation`])
      assert.equal((await bob.get(path)).status, 404);
    assert.equal((await bob.post(`/messages/${annsMessage}/copied`)).status, 404);
    for (const path of [
      '/messages',
      '/messages?line=burner',
      '/deliveries',
      '/texts',
      '/lines',
      '/sources',
      '/destinations',
    ])
      assert.doesNotMatch((await bob.get(path)).body, /111222|Acme|burner|"phone"/, path);
    for (const path of ['/configuration', '/tokens', '/people', '/audit', '/apps'])
      assert.equal((await bob.get(path)).status, 403, path);
  });

  it('shows an owner that something came, not what', async () => {
    const { body, json: list } = await eve.get('/messages');
    assert.equal(list.messages.length, 2);
    assert.doesNotMatch(body, /111222|333444|Acme|Initech|15550100009/);
    assert.equal((await eve.get(`/messages/${annsMessage}/explanation`)).status, 404);
    assert.equal((await eve.post(`/messages/${annsMessage}/copied`)).status, 404);
  });

  it('keeps to it in the stream of events', async () => {
    for (const [browser, sees, never] of [
      [bob, /333444/, /111222|Acme|burner/],
      [eve, /burner/, /111222|333444|Acme|Initech|hasCode/],
    ] as const) {
      const reader = await streamOf(browser);
      await reader.until((events) => events.length > 0, 'an event');
      assert.match(reader.raw, sees);
      assert.doesNotMatch(reader.raw, never);
      reader.close();
    }
  });

  it('gives a token no more than its person has', async () => {
    const make = (by: WebBrowser, body: object) => by.post('/tokens', body);
    const { json: made } = await make(eve, { name: 'script', scopes: ['admin'] });
    assert.equal(made.person, 'eve');
    assert.equal((await make(eve, { name: 'x', scopes: ['admin'], person: 'ann' })).status, 403);
    assert.equal((await make(bob, { name: 'x', scopes: ['read'] })).status, 403);
    const answer = await fetch(`${served.url}/api/v1/messages`, { headers: { authorization: `Bearer ${made.token}` } });
    assert.doesNotMatch(await answer.text(), /111222|333444/);
    const forBob = await served.api('/tokens', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ name: 'bob', scopes: ['admin'], person: 'bob' }),
    });
    const { token } = (await forBob.json()) as { token: string };
    const asBob = (path: string) =>
      fetch(`${served.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal((await asBob('/people')).status, 403, 'bob is no owner');
    assert.doesNotMatch(await (await asBob('/messages')).text(), /111222/);
  });

  it('says who was shown a code and who took it', async () => {
    assert.equal((await ann.post(`/messages/${annsMessage}/copied`)).status, 204);
    const { entries } = (await (await served.api('/audit?person=ann')).json()) as {
      entries: { action: string; subject: string }[];
    };
    for (const action of ['code.seen', 'code.copied'])
      assert.equal(entries.filter((one) => one.action === action && one.subject === annsMessage).length, 1, action);
    const reader = await streamOf(ann);
    await reader.until((events) => events.some(({ event }) => event === 'message.copied'), 'who took it');
    reader.close();
  });

  it('ends what a person may when they become something else', async () => {
    const patch = (body: object) =>
      served.api('/people/eve', { method: 'PATCH', headers: json, body: JSON.stringify(body) });
    assert.equal((await patch({ role: 'member' })).status, 409, 'an owner is left');
    await served.api('/people/ann', { method: 'PATCH', headers: json, body: JSON.stringify({ role: 'owner' }) });
    const reader = await streamOf(eve, '/api/v1/events');
    assert.equal((await patch({ role: 'member' })).status, 200);
    await handIn(served.url, 'Your Acme code is 555666', 'phone');
    assert.equal((await eve.get('/people')).status, 403);
    assert.deepEqual((await eve.get('/messages')).json.messages, []);
    reader.close();
  });

  it('lets a guest look until their end', async () => {
    const guest = await settle(served, 'guest');
    assert.equal((await guest.get('/messages')).status, 200);
    assert.equal((await guest.post('/texts', {})).status, 403);
    clock.advance(3_600_000);
    assert.equal((await guest.get('/messages')).status, 401);
    const { path } = (await (await served.api('/people/guest/reset', { method: 'POST' })).json()) as { path: string };
    await guest.post('/setup', { token: path.split('#')[1] });
    assert.equal((await guest.get('/account')).status, 401);
  });
});
