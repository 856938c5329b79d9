import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { administrator } from '../src/domain/viewer.ts';
import { type SlackSimulator, startSlackSimulator } from '../src/simulators/slack.ts';
import { command } from '../src/store/database.ts';
import { listDeliveries } from '../src/store/deliveries.ts';
import { startPostgres } from './helpers/databases.ts';
import { createFastClock } from './helpers/fast-clock.ts';
import { openTestHub, type TestHub, type TestHubOptions } from './helpers/program.ts';

const bearer = 'for-tests-only-0123456789';
const clock = createFastClock(20);

describe('several hubs on one PostgreSQL', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let slack: SlackSimulator;
  let one: TestHub;
  let two: TestHub;
  let options: TestHubOptions;

  const yaml = () => `
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, owner: ann }]
sources: [{ id: phone, kind: webhook, line: burner, bearer: "\${HOOK_BEARER}" }]
destinations:
  - { id: mfa-slack, kind: slack, owner: ann, webhookUrl: "${slack.webhookUrl}" }
`;

  before(async () => {
    postgres = await startPostgres();
    slack = await startSlackSimulator();
    options = {
      yaml: null,
      databaseUrl: await postgres.create(),
      environment: { HOOK_BEARER: bearer },
      tools: { clock },
    };
    one = await openTestHub(options);
    two = await openTestHub({ ...options, keyFile: join(one.folder, 'keypigeon.key') });
  });
  after(async () => {
    await two.close();
    await one.close();
    await slack.close();
    await postgres.stop();
  });

  const text = (hub: TestHub, id: string) =>
    fetch(`${hub.url}/hooks/phone`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ sender: '+15550100004', text: `Your code is 482913. ${id}`, id }),
    });

  async function becomes(check: () => Promise<boolean>, what: string): Promise<void> {
    for (let look = 0; look < 500; look++) {
      if (await check()) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.fail(`did not happen within 10 s: ${what}`);
  }

  it('take up what another one was told to do', async () => {
    assert.equal((await text(two, 'early')).status, 404);
    await one.api.applyProvisioning(yaml(), 'keypigeon.yaml', false);
    await becomes(async () => (await text(two, 'known')).status === 200, 'the source is open on the other node');
    await becomes(async () => slack.messages.length === 1, 'its text is relayed');
  });

  it('take up what was changed by hand on another one', async () => {
    const editor = { personId: null, actor: { kind: 'local', personId: null, address: null } } as const;
    const extra = { part: 'destinations', id: 'extra', when: {} } as const;
    const isOpenAt = (hub: TestHub) => hub.api.destinations().some(({ id }) => id === 'extra');
    await one.api.saveItem(editor, { ...extra, value: { kind: 'console', owner: 'ann' } });
    await becomes(async () => isOpenAt(two), 'it is open on the other node');
    await two.api.removeItem(editor, extra);
    await becomes(async () => !isOpenAt(one), 'it is closed on the first one');
  });

  it('turn a destination off together when it is gone', async () => {
    slack.failNext({ status: 410 });
    await text(one, 'gone');
    const stateAt = (hub: TestHub) => hub.api.destinations().find((each) => each.id === 'mfa-slack')?.health.state;
    await becomes(async () => stateAt(one) === 'off' && stateAt(two) === 'off', 'both are off');
    await one.api.applyProvisioning(
      yaml().replace('kind: slack,', 'kind: slack, username: Keypigeon,'),
      'keypigeon.yaml',
      false,
    );
    await becomes(async () => stateAt(one) !== 'off' && stateAt(two) !== 'off', 'both are on again');
  });

  it('give a restarted one its own deliveries at once, before its heartbeat counts as lost', async () => {
    slack.failAlways({ status: 503 });
    await text(two, 'pending');
    const open = async () =>
      listDeliveries(one.api.database, administrator, { destinationId: 'mfa-slack', state: 'pending', limit: 5 });
    await becomes(async () => (await open()).length === 1, 'it waits');
    const [pending] = await open();
    const nodeId = two.api.nodeId;
    await two.stop();
    // As after a kill: the row of the node stands, with a fresh heartbeat.
    const now = clock.now();
    const alive = { id: nodeId, started_at: now, heartbeat_at: Date.now() + 3_600_000 };
    await one.api.database.write(
      command('revive', async (trx) => {
        await trx.insertInto('nodes').values(alive).execute();
        await trx
          .updateTable('deliveries')
          .set({ node_id: nodeId })
          .where('id', '=', pending?.id ?? '')
          .execute();
      }),
      undefined,
    );
    slack.heal();
    two = await openTestHub({ ...options, folder: two.folder, keyFile: join(one.folder, 'keypigeon.key') });
    await becomes(async () => (await open()).length === 0, 'it went out');
  });
});
