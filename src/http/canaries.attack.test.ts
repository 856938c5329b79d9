import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { settle, WebBrowser } from '../../test/helpers/web-browser.ts';
import { administrator, type Viewer } from '../domain/viewer.ts';
import { readEvents } from '../store/events.ts';
import { twoPeople } from './fixtures.ts';

const tests = `
providers: [{ id: screen, kind: console }]
canaries:
  - { id: to-anns, to: burner, via: office, everyMinutes: 1440 }
  - { id: to-anns-by-screen, to: burner, via: screen, everyMinutes: 1440 }
  - { id: to-bobs, to: office, via: burner, everyMinutes: 1440 }
`;

interface Shown {
  id: string;
  runs: { state: string; reason: string | null }[];
}

describe('attacks on line tests', () => {
  let served: ServedHub;
  let bob: WebBrowser;
  before(async () => {
    served = await serveHub(twoPeople + tests);
    bob = await settle(served, 'bob');
    // Nothing here can send.
    for (const id of ['to-anns', 'to-bobs']) await served.api(`/canaries/${id}/run`, { method: 'POST' });
  });
  after(() => served.close());

  const listFor = async (browser: WebBrowser) => (await browser.get('/canaries')).json.canaries as Shown[];

  it("show a member those of their own lines, and nothing of others'", async () => {
    const { body } = await bob.get('/canaries');
    assert.doesNotMatch(body, /to-anns/, 'not even those that their own line sends');
    assert.deepEqual(
      (await listFor(bob)).map(({ id }) => id),
      ['to-bobs'],
    );
    const items = await bob.get('/configuration/items');
    assert.doesNotMatch(items.body, /to-anns|to-bobs|everyMinutes/);
  });

  it("tell a member that a text did not leave, and not why: that is another's line", async () => {
    const [own] = await listFor(bob);
    assert.deepEqual([own?.runs[0]?.state, own?.runs[0]?.reason], ['failed', null]);
    const { canaries } = (await (await served.api('/canaries')).json()) as { canaries: Shown[] };
    assert.match(canaries.find(({ id }) => id === 'to-bobs')?.runs[0]?.reason ?? '', /burner/);
  });

  it('are sent and changed by owners only', async () => {
    const origin = { origin: bob.origin };
    assert.equal((await bob.post('/canaries/to-bobs/run', {})).status, 403);
    for (const canaries of [[], null])
      assert.equal((await bob.send('PUT', '/configuration/general', { canaries }, origin)).status, 403);
    const stranger = new WebBrowser(served);
    assert.equal((await stranger.get('/canaries')).status, 401);
  });

  it('reach nobody else as an event', async () => {
    const told = async (viewer: Viewer) => {
      const { events } = await readEvents(served.hub.api.database, viewer, null, 200);
      return events.filter(({ kind }) => kind === 'canary').map(({ data }) => data.canary);
    };
    const owner: Viewer = { kind: 'person', personId: 'ann', role: 'owner' };
    for (const viewer of [administrator, owner])
      assert.deepEqual([...new Set(await told(viewer))].sort(), ['to-anns', 'to-bobs']);
    assert.deepEqual([...new Set(await told({ kind: 'person', personId: 'bob' }))], ['to-bobs']);
  });
});
