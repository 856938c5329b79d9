import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { json } from '../src/http/fixtures.ts';
import { type HttpSimulator, type SimulatedRequest, startHttpSimulator } from '../src/simulators/http-simulator.ts';
import { createTroubleQueue, type TroubleQueue } from '../src/simulators/trouble.ts';
import { command } from '../src/store/database.ts';
import { nativeApi } from './helpers/native-api.ts';
import { type Credentials, until } from './helpers/twilio-hub.ts';
import { fictionNumber, serveVerifyHub, setVerification, type VerifyHub, wrong } from './helpers/verify-hub.ts';

interface Hook {
  url: string | null;
  secret: string | null;
  secrets: number;
  waiting: number;
  failure: string | null;
}

describe('calls to apps', () => {
  let hub: VerifyHub;
  let app: Credentials;
  let call: ReturnType<typeof nativeApi>;
  let receiver: HttpSimulator;
  let troubles: TroubleQueue;
  let secret = '';
  const taken: SimulatedRequest[] = [];

  before(async () => {
    hub = await serveVerifyHub();
    app = await hub.makeApp({ name: 'Shop', lines: ['office'] });
    await setVerification(hub, app, {});
    call = nativeApi(hub.served.url, app);
    troubles = createTroubleQueue();
    const take = (request: SimulatedRequest) => {
      taken.push(request);
      return { status: 204 };
    };
    receiver = await startHttpSimulator({}, troubles, take, ({ status = 500 }) => ({ status }));
    const made = await hook('PUT', '', { url: `${receiver.url}/told` });
    secret = made.secret ?? '';
    assert.match(secret, /^whsec_/);
  });
  after(async () => {
    await hub.close();
    await receiver.close();
  });

  async function hook(method: string, path = '', body?: object): Promise<Hook> {
    const init = { method, ...(body === undefined ? {} : { headers: json, body: JSON.stringify(body) }) };
    const response = await hub.served.api(`/apps/${app.accountSid}/webhook${path}`, init);
    assert.equal(response.status, 200);
    return (await response.json()) as Hook;
  }

  const headersOf = ({ headers }: SimulatedRequest) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const bodyOf = (request: SimulatedRequest) =>
    JSON.parse(request.body.toString()) as { type: string; timestamp: string; data: Record<string, unknown> };
  const toldOf = (id: string) =>
    taken
      .map(bodyOf)
      .filter(({ data }) => data.verificationId === id)
      .sort((one, other) => (one.timestamp < other.timestamp ? -1 : 1))
      .map(({ type }) => type);
  const start = async (to = fictionNumber()) => {
    const { body } = await call('POST', '/verifications', { to });
    return { to, id: body.id, code: await hub.codeFor(to) };
  };

  it('tell every change, signed so that the official library takes it, without number or code', async () => {
    const { to, id, code } = await start();
    await call('POST', `/verifications/${id}/check`, { code: wrong(code) });
    await call('POST', `/verifications/${id}/check`, { code });
    const expected = ['created', 'sent', 'wrong-code', 'approved'].map((change) => `verification.${change}`);
    await until(() => (toldOf(id).length === expected.length ? true : undefined));
    assert.deepEqual(toldOf(id).sort(), [...expected].sort());
    for (const request of taken) {
      const text = request.body.toString();
      const skew = Date.now() - hub.clock.now();
      assert.ok(Math.abs(skew) < 240_000);
      new Webhook(secret).verify(text, headersOf(request));
      assert.throws(() => new Webhook(`whsec_${'A'.repeat(32)}`).verify(text, headersOf(request)));
      assert.ok(!text.includes(to) && !text.includes(code));
    }
  });

  it('are made again with the same id until they are taken, also after a restart', async () => {
    troubles.failAlways({ status: 503 });
    const { id } = await start();
    const failing = await until(async () => {
      const seen = await hook('GET');
      return seen.failure === null ? undefined : seen;
    });
    assert.equal(failing.failure, 'answered 503');
    assert.ok(failing.waiting >= 1);
    await hub.served.restart(() => troubles.heal());
    // What was on its way when the hub stopped is taken up after a minute.
    hub.skip(90_000);
    await until(() => (toldOf(id).includes('verification.created') ? true : undefined));
    const { waiting, failure } = await until(async () => {
      const seen = await hook('GET');
      return seen.waiting === 0 ? seen : undefined;
    });
    assert.deepEqual([waiting, failure], [0, null]);
  });

  it('are given up after ten tries in a day, or at once at 410, which the trail says', async () => {
    type Trail = { trail: { event: string; detail: string | null }[] };
    const gaveUp = async (id: string) =>
      (await call<Trail>('GET', `/verifications/${id}/trail`)).body.trail.filter(
        ({ event }) => event === 'webhook-failed',
      );
    troubles.failAlways({ status: 410 });
    const gone = await start();
    await until(async () => ((await gaveUp(gone.id)).length > 0 ? true : undefined));
    assert.equal((await gaveUp(gone.id))[0]?.detail, 'answered 410');
    troubles.failAlways({ status: 500 });
    const { id } = await start();
    const { database, changes } = hub.served.hub.api;
    let mostTries = 0;
    await until(async () => {
      hub.skip(13 * 3_600_000);
      changes.changed();
      const rows = await database.read.selectFrom('verify_hook_calls').select('tries').execute();
      mostTries = Math.max(mostTries, ...rows.map(({ tries }) => tries));
      return rows.length === 0 && (await gaveUp(id)).length > 0 ? true : undefined;
    });
    assert.ok(mostTries <= 10);
    troubles.heal();
  });

  it('are signed with two secrets for a day after an exchange', async () => {
    const { secret: fresh, secrets } = await hook('POST', '/secret');
    assert.equal(secrets, 2);
    taken.length = 0;
    const { id } = await start();
    const request = await until(() => taken.find((one) => bodyOf(one).data.verificationId === id));
    const signatures = headersOf(request)['webhook-signature'] ?? '';
    assert.equal(signatures.split(' ').length, 2);
    hub.skip(25 * 3_600_000);
    assert.equal((await hook('GET')).secrets, 1);
    assert.equal((await hook('PUT', '', { url: `${receiver.url}/moved` })).secret, null);
    assert.ok(fresh !== null && fresh !== secret);
  });

  it('go to no private address that is not allowed', async () => {
    await hook('PUT', '', { url: 'http://127.0.0.2:9/' });
    await hook('PUT', '', { url: 'http://10.255.255.1/' });
    await start();
    const seen = await until(async () => {
      const now = await hook('GET');
      return now.failure?.includes('private') ? now : undefined;
    });
    assert.match(seen.failure ?? '', /network\.allowHosts/);
    for (const url of ['ftp://example.com', 'http://ann:secret@example.com/', 'nowhere']) {
      const response = await hub.served.api(`/apps/${app.accountSid}/webhook`, {
        method: 'PUT',
        headers: json,
        body: JSON.stringify({ url }),
      });
      assert.equal(response.status, 400, url);
    }
    assert.equal((await hub.served.api(`/apps/${app.accountSid}/webhook`, { method: 'DELETE' })).status, 204);
    assert.equal((await hook('GET')).url, null);
  });

  it('say in words why they were not taken', async () => {
    await hook('PUT', '', { url: 'http://127.0.0.1:9/' });
    await start();
    const { failure } = await until(async () => {
      const now = await hook('GET');
      return now.failure === null ? undefined : now;
    });
    assert.equal(failure, 'could not be reached (ECONNREFUSED)');
  });

  it('go to others while those of one app cannot be read, whose owner is told', async () => {
    const { database, changes } = hub.served.hub.api;
    const other = await hub.makeApp({ name: 'Bank', lines: ['office'] });
    await setVerification(hub, other, {});
    const body = JSON.stringify({ url: `${receiver.url}/bank` });
    const put = { method: 'PUT', headers: json, body };
    assert.equal((await hub.served.api(`/apps/${other.accountSid}/webhook`, put)).status, 200);
    await hook('PUT', '', { url: `${receiver.url}/shop` });
    await database.write(
      command('breakHook', async (trx) => {
        await trx.updateTable('verify_hooks').set({ sealed: 'broken' }).where('app_id', '=', app.accountSid).execute();
      }),
      undefined,
    );
    taken.length = 0;
    const begun = [];
    for (let count = 0; count < 9; count += 1) {
      begun.push(await start());
      await nativeApi(hub.served.url, other)('POST', '/verifications', { to: fictionNumber() });
    }
    const paths = () => taken.map(({ target }) => target.pathname);
    await until(() => (paths().length >= 18 ? true : undefined));
    assert.ok(paths().every((path) => path === '/bank'));
    const failing = await until(async () => {
      const seen = await hook('GET');
      return seen.failure === null ? undefined : seen;
    });
    assert.equal(failing.failure, 'its address or secret could not be read; set it anew');
    assert.equal(failing.url, null);
    assert.ok(failing.waiting >= 18, 'what it was to be told is kept');
    const anew = await hook('PUT', '', { url: `${receiver.url}/shop` });
    assert.match(anew.secret ?? '', /^whsec_/);
    await until(() => {
      hub.skip(60_000);
      changes.changed();
      return paths().filter((path) => path === '/shop').length >= 18 ? true : undefined;
    });
    assert.deepEqual([(await hook('GET')).waiting, (await hook('GET')).failure], [0, null]);
    assert.equal((await hub.served.api(`/apps/${other.accountSid}/webhook`, { method: 'DELETE' })).status, 204);
  });

  it('go to others while those of one app get no answer', async () => {
    let asked = 0;
    const silent = createServer(() => {
      asked += 1;
    }).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    await hook('PUT', '', { url: `http://127.0.0.1:${port}/silent` });
    const other = await hub.makeApp({ name: 'Bank', lines: ['office'] });
    await setVerification(hub, other, {});
    const body = JSON.stringify({ url: `${receiver.url}/other` });
    const put = { method: 'PUT', headers: json, body };
    assert.equal((await hub.served.api(`/apps/${other.accountSid}/webhook`, put)).status, 200);
    for (let count = 0; count < 9; count += 1) await start();
    await until(() => (asked > 0 ? true : undefined));
    await nativeApi(hub.served.url, other)('POST', '/verifications', { to: fictionNumber() });
    await until(() => taken.find(({ target }) => target.pathname === '/other'));
    assert.ok((await hook('GET')).waiting >= 18, 'the first one still waits');
    silent.closeAllConnections();
    silent.close();
    assert.equal((await hub.served.api(`/apps/${other.accountSid}/webhook`, { method: 'DELETE' })).status, 204);
  });

  it('keep their secrets sealed', async () => {
    await hook('PUT', '', { url: `${receiver.url}/sealed` });
    const rows = await hub.served.hub.api.database.read.selectFrom('verify_hooks').selectAll().execute();
    assert.equal(rows.length, 1);
    assert.ok(!JSON.stringify(rows).includes('whsec_') && !JSON.stringify(rows).includes('sealed"/'));
  });
});
