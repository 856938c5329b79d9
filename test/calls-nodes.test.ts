import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { administrator } from '../src/domain/viewer.ts';
import { startTwilioSimulator, type TwilioSimulator } from '../src/simulators/twilio.ts';
import { listMessages } from '../src/store/messages.ts';
import { startPostgres } from './helpers/databases.ts';
import { eventually } from './helpers/eventually.ts';
import { createFastClock } from './helpers/fast-clock.ts';
import { openTestHub, type TestHub } from './helpers/program.ts';

const account = { accountSid: `AC${'6'.repeat(32)}`, authToken: 'for-tests-only' };
const publicUrl = 'https://hub.example.org';
const nobody = { kind: 'nobody', personId: null, address: null } as const;

describe('a call whose requests go to two hubs on one PostgreSQL', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let twilio: TwilioSimulator;
  let one: TestHub;
  let two: TestHub;
  let requests = 0;

  before(async () => {
    postgres = await startPostgres();
    // As behind a balancer: every request to the other one.
    const next = () => [one, two][requests++ % 2]?.url ?? '';
    twilio = await startTwilioSimulator({ ...account, reach: (url) => url.replace(publicUrl, next()) });
    const yaml = `
publicUrl: ${publicUrl}
people: [{ id: ann, name: Ann }]
lines: [{ id: office, number: "+15550100002", owner: ann, unmatched: [] }]
sources: [{ id: calls, kind: twilio-voice, line: office, accountSid: ${account.accountSid}, authToken: "\${TOKEN}", apiBaseUrl: "${twilio.url}" }]
`;
    const options = {
      ...{ yaml: null, publicUrl, databaseUrl: await postgres.create() },
      ...{ environment: { TOKEN: account.authToken }, tools: { clock: createFastClock(20) } },
    };
    one = await openTestHub(options);
    await one.api.applyProvisioning(yaml, 'keypigeon.yaml', false);
    two = await openTestHub({ ...options, keyFile: join(one.folder, 'keypigeon.key') });
  });
  after(async () => {
    await two.close();
    await one.close();
    await twilio.close();
    await postgres.stop();
  });

  const call = () =>
    twilio.calls.callIn({ from: '+15550100004', to: '+15550100002', voiceUrl: `${publicUrl}/hooks/calls` });
  const messages = () => listMessages(one.api.database, one.api.keyring, administrator, { limit: 100 });
  const becomes = async (check: () => Promise<boolean>, what: string) => {
    for (let tries = 0; !(await check()); tries += 1) {
      assert.ok(tries < 500, what);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('is one text, with all that both of them heard', async () => {
    const spoken = await call();
    for (const words of ['Your Example code is', '4 8', '2 9', '1 3.']) await spoken.say(words);
    await spoken.hangUp();
    await becomes(async () => (await messages()).some(({ code }) => code === '482913'), 'the code');
    assert.equal((await messages()).length, 1);
    assert.deepEqual(spoken.failures, []);
  });

  it('gets its key from one click at either', async () => {
    const asks = await call();
    await asks.say('To approve this sign-in, press pound.');
    const { id, asked_at: askedAt } = await one.api.database.read
      .selectFrom('calls')
      .select(['id', 'asked_at'])
      .executeTakeFirstOrThrow();
    const answer = { keys: '#', askedAt };
    const clicks = [one, two, one, two].map((hub) => hub.api.pressKeys(administrator, id, answer, nobody));
    const done = await Promise.allSettled(clicks);
    assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1);
    await eventually(() => asks.keys === '#', 'the key');
    await asks.hangUp();
    assert.equal(asks.keys, '#');
  });
});
