import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { startHilinkSimulator } from '../simulators/hilink/simulator.ts';
import { json, twoPeople } from './fixtures.ts';

describe('GET /setup/found', () => {
  const simulator = startHilinkSimulator();
  let served: ServedHub;
  before(async () => {
    const machine = { root: '/nowhere', addresses: [(await simulator).url] };
    served = await serveHub(twoPeople, { machine });
  });
  after(async () => {
    await served.close();
    await (await simulator).close();
  });

  it('shows what answers, also to two who ask at once', async () => {
    const answers = await Promise.all([1, 2].map(() => served.api('/setup/found')));
    const { url } = await simulator;
    for (const answer of answers) {
      assert.equal(answer.status, 200);
      const { found } = (await answer.json()) as { found: { kind: string; settings: object; usable: boolean }[] };
      assert.deepEqual(
        found.map(({ kind, settings, usable }) => ({ kind, settings, usable })),
        [{ kind: 'hilink', settings: { url }, usable: true }],
      );
    }
  });

  it('is for the administrator', async () => {
    const body = JSON.stringify({ name: 'reader', scopes: ['read'] });
    const made = await served.api('/tokens', { method: 'POST', headers: json, body });
    const { token } = (await made.json()) as { token: string };
    const authorization = `Bearer ${token}`;
    assert.equal((await served.api('/setup/found', { headers: { authorization } })).status, 403);
  });
});
