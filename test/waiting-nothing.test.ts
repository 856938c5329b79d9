import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handIn, json, pathSecret } from '../src/http/fixtures.ts';
import type { WaitJson } from '../src/http/schemas/wait.ts';
import { sweep } from '../src/store/sweep.ts';
import { createManualClock } from './helpers/manual-clock.ts';
import { serveHub } from './helpers/served-hub.ts';

const yaml = `
people: [{ id: ann, name: Ann }, { id: bob, name: Bob }]
lines:
  - { id: burner, number: "+15550100001", owner: ann }
  - { id: office, number: "+15550100002", owner: bob }
sources:
  - { id: phone, kind: webhook, line: burner, pathSecret: ${pathSecret} }
destinations: [{ id: bobs, kind: console, owner: bob, show: notice }]
routes: [{ name: Acme, when: { service: Acme }, to: [bobs] }]
`;

test('says that nothing came when the usual time is over, and still takes what comes before the end', async (t) => {
  const clock = createManualClock(Date.now());
  const served = await serveHub(yaml, { clock });
  t.after(() => served.close());
  const tokens: Record<string, string> = {};
  for (const person of ['ann', 'bob']) {
    const body = JSON.stringify({ name: person, scopes: ['read'], person });
    const made = await served.api('/tokens', { method: 'POST', headers: json, body });
    tokens[person] = ((await made.json()) as { token: string }).token;
  }
  const ask = async (who: string, path: string, wish?: object): Promise<WaitJson> => {
    const init = wish === undefined ? {} : { method: 'POST', body: JSON.stringify(wish) };
    const authorization = `Bearer ${tokens[who]}`;
    const answer = await served.api(path, { ...init, headers: { ...(wish && json), authorization } });
    return (await answer.json()) as WaitJson;
  };
  const becomes = async (who: string, { id }: WaitJson, state: string, code?: string): Promise<WaitJson> => {
    for (let looks = 0; looks < 1_000; looks++) {
      const wait = await ask(who, `/waits/${id}`);
      if (wait.state === state && (code === undefined || wait.causes.some((one) => one.code === code))) return wait;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`the wait did not become ${state}`);
  };

  const anns = await ask('ann', '/waits', { service: 'GitHub' });
  const bobs = await ask('bob', '/waits', { service: 'Acme', minutes: 1 });
  clock.advance(30_000);
  await handIn(served.url, 'Your Acme code is 111222');
  clock.advance(29_999);
  assert.equal((await ask('ann', `/waits/${anns.id}`)).state, 'waiting');
  clock.advance(1);
  const nothing = await becomes('ann', anns, 'nothing');
  assert.deepEqual(
    nothing.causes.map(({ code }) => code),
    ['others-arrived', 'never-heard'],
  );
  assert.equal(nothing.open, true);
  assert.match(nothing.advice[0] ?? '', /those of line burner are …0001/);
  // Bob's line is another one, and what his destination shows of the text is no code: he is told no more than that.
  const over = await becomes('bob', bobs, 'nothing', 'no-source');
  assert.equal(over.open, false);
  assert.doesNotMatch(JSON.stringify(over), /burner|0001|GitHub|111222|Ann/);
  clock.advance(60_000);
  const id = await handIn(served.url, 'Your GitHub code is 333444');
  const came = await becomes('ann', anns, 'came');
  assert.deepEqual([came.messageId, came.causes, came.advice, came.open], [id, [], [], false]);

  const next = await ask('ann', '/waits', { service: 'GitHub' });
  assert.equal(next.usualDelayMs, 120_000, 'learned from the one before');
  assert.equal(
    (await ask('bob', '/waits', { service: 'GitHub' })).usualDelayMs,
    60_000,
    'nothing of hers is told to him',
  );
  await served.restart();
  clock.advance(120_000);
  await becomes('ann', next, 'nothing');
  clock.advance(180_000);
  await handIn(served.url, 'Your GitHub code is 555666');
  assert.deepEqual(
    [(await ask('ann', `/waits/${next.id}`)).state, (await ask('ann', `/waits/${next.id}`)).open],
    ['nothing', false],
  );
  const later = { now: clock.now() + 2 * 86_400_000, unreachedKeptMs: 86_400_000, day: '2026-01-01' };
  await served.hub.api.database.write(sweep, later);
  const kept = (await ask('ann', '/waits')) as unknown as { waits: WaitJson[] };
  assert.deepEqual(
    kept.waits.map(({ id: one }) => one),
    [anns.id],
    'what taught something is kept',
  );
});
