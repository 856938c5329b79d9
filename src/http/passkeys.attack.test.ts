import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { SoftwareAuthenticator } from '../../test/helpers/software-authenticator.ts';
import { settle, WebBrowser } from '../../test/helpers/web-browser.ts';
import { twoPeople } from './fixtures.ts';

describe('attacks on passkeys', () => {
  let served: ServedHub;
  let browser: WebBrowser;
  let key: SoftwareAuthenticator;

  before(async () => {
    served = await serveHub(twoPeople);
    browser = await settle(served, 'ann');
    key = new SoftwareAuthenticator({ origin: browser.origin, rpId: 'localhost' });
  });
  after(() => served.close());

  const register = async (by: WebBrowser, authenticator: SoftwareAuthenticator) => {
    const { json } = await by.post('/account/passkeys/options');
    return by.post('/account/passkeys', { name: 'laptop', response: authenticator.create(json.challenge) });
  };
  const challenge = async () =>
    (await new WebBrowser(served).post('/sign-in/passkey/options')).json.challenge as string;
  const signIn = (response: object) => new WebBrowser(served).post('/sign-in/passkey', response);

  it('signs in by one that was stored, and by a response once', async () => {
    assert.equal((await register(browser, key)).status, 201);
    const response = key.get(await challenge());
    const answer = await signIn(response);
    assert.deepEqual([answer.status, answer.json], [200, { person: 'ann' }]);
    const replayed = await signIn(response);
    assert.deepEqual([replayed.status, replayed.json.code], [401, 'sign-in-failed']);
  });

  it('takes a response once also of a passkey that does not count, as synced ones do', async () => {
    const synced = new SoftwareAuthenticator({ origin: browser.origin, rpId: 'localhost' });
    assert.equal((await register(browser, synced)).status, 201);
    synced.counter = -1;
    const response = synced.get(await challenge());
    assert.equal((await signIn(response)).status, 200);
    assert.equal((await signIn(response)).status, 401);
  });

  it('stores a response once', async () => {
    const { json } = await browser.post('/account/passkeys/options');
    const other = new SoftwareAuthenticator({ origin: browser.origin, rpId: 'localhost' });
    const body = { name: 'phone', response: other.create(json.challenge) };
    assert.equal((await browser.post('/account/passkeys', body)).status, 201);
    assert.equal((await browser.post('/account/passkeys', body)).status, 400);
    const bob = await settle(served, 'bob');
    const { json: forBob } = await bob.post('/account/passkeys/options');
    const taken = { name: 'x', response: key.create(forBob.challenge) };
    assert.equal((await bob.post('/account/passkeys', taken)).status, 400, "ann's passkey is not bob's too");
    const forAnn = { name: 'x', response: other.create(json.challenge) };
    assert.equal((await bob.post('/account/passkeys', forAnn)).status, 400, "ann's challenge is not bob's");
  });

  it('takes none that was made for another place, unverified, copied, unknown or changed', async () => {
    const from = (options: Partial<ConstructorParameters<typeof SoftwareAuthenticator>[0]>) =>
      new SoftwareAuthenticator({ origin: browser.origin, rpId: 'localhost', ...options });
    for (const made of [
      from({ origin: 'https://evil.example' }),
      from({ rpId: 'evil.example' }),
      from({ unverified: true }),
    ])
      assert.equal((await register(browser, made)).status, 400);
    const bad: object[] = [
      from({}).get(await challenge()),
      key.get(Buffer.alloc(38).toString('base64url')),
      key.get('x'),
      { ...from({}).get(await challenge()), id: key.id, rawId: key.id },
      { ...key.get(await challenge()), response: { clientDataJSON: 'AAAA' } },
    ];
    const { json } = await browser.post('/account/passkeys/options');
    bad.push(key.get(json.challenge));
    for (const response of bad) assert.equal((await signIn(response)).status, 401);
    const counter = key.counter;
    key.counter = 0;
    assert.equal((await signIn(key.get(await challenge()))).status, 401, 'its counter went back');
    key.counter = counter;
    assert.equal((await signIn(key.get(await challenge()))).status, 200);
  });

  it('explains where passkeys are not possible', async () => {
    const byAddress = new WebBrowser(served, '127.0.0.1');
    const { json } = await byAddress.get('/sign-in');
    assert.equal(json.passkeys, false);
    assert.match(json.why, /name, never to an address such as 127\.0\.0\.1/);
    assert.equal((await byAddress.post('/sign-in/passkey/options')).json.code, 'passkeys-impossible');
  });
});
