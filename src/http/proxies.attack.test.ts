import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { rawRequest, type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { goodPassword, settle, WebBrowser } from '../../test/helpers/web-browser.ts';
import { listAudit } from '../store/audit.ts';
import { twoPeople } from './fixtures.ts';

/** The requests of this test come from 127.0.0.1; whether that is a proxy is what the configuration says. */
describe('attacks by what proxies say', () => {
  const clock = createManualClock(1_800_000_000_000);
  let served: ServedHub | undefined;
  const hub = () => served ?? assert.fail('no hub is served');

  const configure = async (network: string) => {
    const headers = { 'content-type': 'application/yaml' };
    const body = `${twoPeople}\nnetwork: ${network}\n`;
    return hub().api('/configuration', { method: 'PUT', headers, body });
  };

  beforeEach(async () => {
    if (served === undefined) {
      served = await serveHub(twoPeople, { change: (api) => ({ ...api, clock: { ...api.clock, now: clock.now } }) });
      await settle(served, 'ann');
    }
    clock.advance(3_600_000);
  });
  after(() => served?.close());

  const signIn = (forwarded: string, headers: Record<string, string> = {}, password = goodPassword) => {
    const browser = new WebBrowser(hub());
    const given = { 'x-forwarded-for': forwarded, ...headers };
    return browser
      .post('/sign-in/password', { person: 'ann', password }, given)
      .then((answer) => ({ browser, answer }));
  };

  const addressAfter = async (forwarded: string) => {
    const { browser, answer } = await signIn(forwarded);
    assert.equal(answer.status, 200, answer.body);
    const { json } = await browser.get('/account/sessions');
    return json.sessions.find((one: { current: boolean }) => one.current).address;
  };

  it('believes this machine, and nothing that its caller wrote before', async () => {
    assert.equal(await addressAfter('203.0.113.5'), '203.0.113.5');
    assert.equal(await addressAfter('198.51.100.7, 203.0.113.5'), '203.0.113.5');
    assert.equal(await addressAfter('198.51.100.7, 203.0.113.5, 127.0.0.1'), '203.0.113.5');
    assert.equal(await addressAfter('198.51.100.7, <script>'), '127.0.0.1');
  });

  it('goes through every proxy that is named, to the first that is not', async () => {
    assert.equal((await configure('{ trustedProxies: [127.0.0.0/8, 172.18.0.0/16, "fd00::/8"] }')).status, 200);
    assert.equal(await addressAfter('198.51.100.7, 203.0.113.5, fd00::12, 172.18.0.2'), '203.0.113.5');
    assert.equal(await addressAfter('198.51.100.7, 2001:db8::9, 172.18.0.2'), '2001:db8::9');
  });

  it('is told nothing by a peer that is not named', async () => {
    assert.equal((await configure('{ trustedProxies: [172.18.0.2] }')).status, 200);
    assert.equal(await addressAfter('203.0.113.5'), '127.0.0.1');
    assert.equal(await addressAfter('203.0.113.5, 172.18.0.2'), '127.0.0.1');
    const [last] = await listAudit(hub().hub.api.database, { limit: 1 });
    assert.deepEqual([last?.action, last?.address], ['sign-in', '127.0.0.1']);
    const { answer } = await signIn('10.0.0.1', { 'x-forwarded-proto': 'https' });
    assert.match(String(answer.headers['set-cookie']), /^keypigeon=/, 'nor that it came by HTTPS');
  });

  it('delays the network that guesses, whatever it writes, and nobody else', async () => {
    assert.equal((await configure('{ trustedProxies: [] }')).status, 200);
    const seen = [];
    for (let turn = 0; turn < 8; turn += 1) seen.push((await signIn(`203.0.113.${turn}`, {}, 'a wrong guess')).answer);
    assert.equal(seen.at(-1)?.status, 429, 'a forged address is no new network');
    clock.advance(3_600_000);
    assert.equal((await configure('{ trustedProxies: [127.0.0.1] }')).status, 200);
    const through = [];
    for (let turn = 0; turn < 8; turn += 1)
      through.push((await signIn(`10.${turn}.0.1, 198.51.100.66`, {}, 'a wrong guess')).answer);
    assert.equal(through.at(-1)?.status, 429, 'what is prepended is no new network');
    assert.equal((await signIn('203.0.113.77')).answer.status, 200, 'others come through the same proxy undelayed');
  });

  it('hears of HTTPS from a proxy, and of its own name from none', async () => {
    assert.equal((await configure('{ trustedProxies: [127.0.0.1] }')).status, 200);
    const ask = async (headers: Record<string, string>) =>
      rawRequest({ port: hub().port, path: '/api/v1/sign-in', headers: { host: 'localhost', ...headers } });
    assert.equal(JSON.parse((await ask({ 'x-forwarded-proto': 'https' })).body).https, true);
    assert.equal(JSON.parse((await ask({ 'x-forwarded-proto': 'https, http' })).body).https, false);
    assert.equal(JSON.parse((await ask({})).body).https, false);
    assert.equal((await ask({ host: 'evil.example', 'x-forwarded-host': 'localhost' })).status, 421);
    assert.equal((await configure('{ trustedProxies: [] }')).status, 200);
    assert.equal(JSON.parse((await ask({ 'x-forwarded-proto': 'https' })).body).https, false);
  });

  it('refuses what is no address, in one line, and goes on as it was', async () => {
    assert.equal((await configure('{ trustedProxies: [127.0.0.1] }')).status, 200);
    for (const entry of ['proxy.lan', '10.0.0.0/40', '0.0.0.0/0']) {
      const refused = await configure(`{ trustedProxies: ["${entry}"] }`);
      assert.equal(refused.status, 400);
      assert.match(await refused.text(), /network\.trustedProxies\[0\]/);
    }
    assert.equal(await addressAfter('203.0.113.5'), '203.0.113.5');
  });
});
