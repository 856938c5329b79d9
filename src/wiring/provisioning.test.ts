import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { openTestStore, type TestStore } from '../../test/helpers/databases.ts';
import { openTestHub } from '../../test/helpers/program.ts';
import { destinationKinds } from '../destinations/index.ts';
import { administrator } from '../domain/viewer.ts';
import { providerKinds } from '../providers/index.ts';
import { startSlackSimulator } from '../simulators/slack.ts';
import { sourceKinds } from '../sources/index.ts';
import { listDeliveries } from '../store/deliveries.ts';
import { loadMemory, saveMemory } from '../store/sources.ts';
import { systemClock } from '../support/clock.ts';
import { applyProvisioning } from './provisioning.ts';

const pathSecret = 'abcdefghijklmnop0123456789abcdef';
const hook = `{ id: phone, kind: webhook, line: burner, pathSecret: ${pathSecret} }`;
const stick = '{ id: phone, kind: hilink, line: burner, url: "http://127.0.0.1:9" }';
const people = 'people: [{ id: ann, name: Ann }]\nlines: [{ id: burner, owner: ann }]';

describe('a provisioning file', () => {
  let store: TestStore;
  before(async () => {
    store = await openTestStore();
  });
  after(() => store.dispose());

  function apply(sources: string) {
    const kinds = { sources: sourceKinds, destinations: destinationKinds, providers: providerKinds };
    const parts = { database: store.database, keyring: store.keyring, clock: systemClock, kinds };
    return applyProvisioning(parts, `${people}\nsources: [${sources}]\n`, 'keypigeon.yaml', false);
  }

  it('that gives a source another kind begins its memory anew; one that changes settings, leaves or comes back does not', async () => {
    await apply(hook);
    await store.database.write(saveMemory, { sourceId: 'phone', value: { cursor: 1 } });
    await apply(hook.replace(pathSecret, `${pathSecret}0`));
    await apply('');
    await apply(hook);
    assert.deepEqual(await loadMemory(store.database, 'phone'), { cursor: 1 });
    const { applied } = await apply(stick);
    assert.equal(applied, true);
    assert.equal(await loadMemory(store.database, 'phone'), undefined);
  });
});

describe('a destination', () => {
  const file = (destinations: string) =>
    `network: { allowHosts: [127.0.0.1] }\n${people}\nsources: [${hook}]\ndestinations: [${destinations}]\n`;
  const text = (url: string, id: string) =>
    fetch(`${url}/hooks/phone/${pathSecret}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sender: '+15550100004', text: 'Your code is 482913', id }),
    });

  it('that was removed while no hub ran has its open deliveries canceled at the start', async () => {
    const slack = await startSlackSimulator();
    slack.failAlways({ status: 503 });
    const settings = `{ id: team, kind: slack, owner: ann, webhookUrl: "${slack.webhookUrl}" }`;
    const first = await openTestHub({ yaml: file(settings) });
    assert.equal((await text(first.url, 'one')).status, 200);
    await first.stop();
    const second = await openTestHub({ yaml: file(''), folder: first.folder });
    const [delivery] = await listDeliveries(second.api.database, administrator, { limit: 1 });
    assert.equal(delivery?.state, 'canceled');
    await second.close();
    rmSync(first.folder, { recursive: true, force: true });
    await slack.close();
  });

  it('that is gone for good is turned off and closed, and the hub stops without waiting for it', async () => {
    const slack = await startSlackSimulator();
    slack.failAlways({ status: 410 });
    const settings = `{ id: team, kind: slack, owner: ann, webhookUrl: "${slack.webhookUrl}" }`;
    const hub = await openTestHub({ yaml: file(settings) });
    assert.equal((await text(hub.url, 'one')).status, 200);
    const state = () => hub.api.destinations()[0]?.health.state;
    for (let look = 0; look < 200 && state() !== 'off'; look++) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(state(), 'off');
    assert.deepEqual(hub.api.queues(), [], 'its lane is closed');
    const listed = await listDeliveries(hub.api.database, administrator, { limit: 1 });
    assert.equal(listed[0]?.state, 'failed');
    await hub.close();
    await slack.close();
  });
});
