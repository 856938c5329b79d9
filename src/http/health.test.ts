import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { rawRequest, type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import type { HealthState } from '../sources/source.ts';
import { handIn, pathSecret, twoPeople } from './fixtures.ts';

describe('health and metrics', () => {
  const clock = createManualClock(1_700_000_000_000);
  let served: ServedHub;
  let state: HealthState = 'ok';
  let pings = 0;
  let storeFails = false;

  before(async () => {
    served = await serveHub(twoPeople, {
      serveHosts: ['hub.lan'],
      change: (api) => ({
        ...api,
        clock: { ...api.clock, now: clock.now },
        async ping() {
          pings += 1;
          if (storeFails) throw new Error('full');
          await api.ping();
        },
        sources: () => [{ id: 'phone', kind: 'webhook', line: 'burner', health: { state, detail: 'x', since: 0 } }],
      }),
    });
  });
  after(() => served.close());

  async function ready(): Promise<[number, Record<string, unknown>]> {
    const response = await fetch(`${served.url}/readyz`);
    return [response.status, (await response.json()) as Record<string, unknown>];
  }

  it('is alive whatever else is wrong', async () => {
    state = 'failing';
    storeFails = true;
    assert.equal((await fetch(`${served.url}/healthz`)).status, 200);
    assert.equal((await fetch(`${served.url}/healthz`, { method: 'HEAD' })).status, 200);
    state = 'ok';
    storeFails = false;
  });

  it('is ready while the store takes writes and no source fails, and says which does not', async () => {
    assert.equal((await ready())[0], 200);
    state = 'degraded';
    assert.equal((await ready())[0], 200);
    state = 'failing';
    const [status, body] = await ready();
    assert.equal(status, 503);
    assert.deepEqual(body.failing, ['phone']);
    state = 'ok';
    storeFails = true;
    clock.advance(1_000);
    const [, failing] = await ready();
    assert.deepEqual([failing.status, failing.store], ['not ready', 'failing']);
    storeFails = false;
    clock.advance(1_000);
    assert.equal((await ready())[0], 200);
  });

  it('writes to the store at most once a second, however often it is asked', async () => {
    clock.advance(1_000);
    pings = 0;
    await Promise.all(Array.from({ length: 20 }, ready));
    assert.equal(pings, 1);
  });

  it('gives metrics to programs of this machine, and to others with a token', async () => {
    const metrics = async (headers: Record<string, string> = {}) =>
      (await rawRequest({ port: served.port, path: '/metrics', headers })).status;
    assert.equal(await metrics(), 200);
    assert.equal(await metrics({ 'x-forwarded-for': '203.0.113.5' }), 401);
    assert.equal(await metrics({ forwarded: 'for=203.0.113.5' }), 401);
    for (const name of ['x-forwarded-proto', 'x-real-ip', 'cf-connecting-ip'])
      assert.equal(await metrics({ [name]: '203.0.113.5' }), 401, name);
    assert.equal(await metrics({ host: 'hub.lan' }), 401);
    assert.equal(await metrics({ host: 'hub.lan', authorization: `Bearer ${served.token}` }), 200);
    assert.equal((await rawRequest({ socketPath: served.socketPath, path: '/metrics' })).status, 200);
  });

  it('has no text, code, number or secret among them', async () => {
    await handIn(served.url, 'Your GitHub code is 918273');
    const metrics = await (await fetch(`${served.url}/metrics`)).text();
    assert.match(metrics, /keypigeon_messages_total\{outcome="new"\} 1/);
    assert.doesNotMatch(metrics, new RegExp(`918273|555010|GitHub|${pathSecret}`));
  });
});
