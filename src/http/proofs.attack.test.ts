import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { eventually } from '../../test/helpers/eventually.ts';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { startTwilioSimulator, type TwilioSimulator } from '../simulators/twilio.ts';
import { command } from '../store/database.ts';
import { systemClock } from '../support/clock.ts';
import { handIn, json, pathSecret } from './fixtures.ts';

const account = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'for-tests-only' };
const minute = 60_000;
const day = 1440 * minute;

/** What a person adds, as it stands in the store. */
const addDestination = command(
  'addDestination',
  async (trx, args: { id: string; owner: string; to: string; via?: string; kind?: string }) => {
    const config = JSON.stringify({ to: args.to, via: args.via ?? 'office' });
    const row = { kind: args.kind ?? 'sms', owner_id: args.owner, enabled: 1, show: 'code', template: null, config };
    await trx
      .insertInto('destinations')
      .values({ id: args.id, ...row, provisioned: 0 })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
  },
);

const nameAnn = command('nameAnn', async (trx, name: string) => {
  await trx.updateTable('people').set({ name }).where('id', '=', 'ann').execute();
});

describe('proof that a destination is its owner’s', () => {
  let shift = 0;
  let turn = 0;
  let twilio: TwilioSimulator;
  let served: ServedHub;
  const tokens: Record<string, string> = {};
  /** One destination and number for each test. */
  let id = '';
  let to = '';

  const yaml = () => `
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }, { id: bob, name: Bob }, { id: eve, name: Eve }]
lines:
  - { id: office, number: "+15550100002", owner: bob, unmatched: [], sending: { everySeconds: 0.01 } }
  - { id: burner, number: "+15550100001", owner: ann }
sources:
  - { id: twilio, kind: twilio, line: office, accountSid: ${account.accountSid}, authToken: ${account.authToken}, apiBaseUrl: "${twilio.url}" }
  - { id: phone, kind: webhook, line: burner, pathSecret: ${pathSecret} }
`;

  before(async () => {
    twilio = await startTwilioSimulator(account);
    const clock = { ...systemClock, now: () => systemClock.now() + shift };
    served = await serveHub(yaml(), { clock });
    for (const person of ['ann', 'bob', 'eve']) {
      const body = JSON.stringify({ name: person, scopes: ['read', 'send', 'admin'], person });
      const answer = await served.api('/tokens', { method: 'POST', headers: json, body });
      tokens[person] = ((await answer.json()) as { token: string }).token;
    }
    await served.api('/people/eve', { method: 'PATCH', headers: json, body: JSON.stringify({ role: 'owner' }) });
  });
  after(async () => {
    await served.close();
    await twilio.close();
  });
  beforeEach(() => {
    turn += 1;
    id = `phone-${turn}`;
    to = `+155501001${String(turn).padStart(2, '0')}`;
    shift += 2 * day;
  });

  let applied = 0;
  /** The hub looks at the store anew. */
  const reload = async () => {
    applied += 1;
    const result = await served.hub.api.applyProvisioning(`${yaml()}# ${applied}\n`, 'keypigeon.yaml', false);
    assert.deepEqual(result.problems, []);
  };
  const add = async (changes: object = {}) => {
    await served.hub.api.database.write(addDestination, { id, owner: 'ann', to, ...changes });
    await reload();
  };
  const call = async (person: string, path: string, body?: object) => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { ...(body === undefined ? {} : json), authorization: `Bearer ${tokens[person]}` };
    const answer = await served.api(path, { method: 'POST', headers, ...content });
    return { status: answer.status, headers: answer.headers, json: (await answer.json()) as Record<string, unknown> };
  };
  const send = (person = 'ann') => call(person, `/destinations/${id}/proof`);
  const check = (code: string, person = 'ann') => call(person, `/destinations/${id}/proof/check`, { code });
  const sentTo = (number: string) => twilio.sent().filter((message) => message.to === number);
  const lastCode = (number = to) => /^\d{6}/.exec(sentTo(number).at(-1)?.body ?? '')?.[0] ?? 'no code';
  const wrongCode = () => (lastCode() === '000000' ? '000001' : '000000');
  const proofOf = async (which = id) => {
    const answer = (await (await served.api('/destinations')).json()) as {
      destinations: { id: string; proof: string }[];
    };
    return answer.destinations.find((one) => one.id === which)?.proof;
  };
  const prove = async () => {
    assert.equal((await send()).status, 200);
    assert.deepEqual((await check(lastCode())).json, { proof: 'proven' });
  };
  const actions = async () => {
    const { entries } = (await (await served.api('/audit?limit=200')).json()) as {
      entries: { action: string; subject: string }[];
    };
    return entries.filter((entry) => entry.subject === id).map((entry) => entry.action);
  };

  it('gives an unproven phone nothing, says why, and everything once it is proven', async () => {
    await add();
    assert.equal(await proofOf(), 'needed');
    const message = await handIn(served.url, 'Your Acme code is 111222', 'phone');
    const why = async (messageId: string) =>
      JSON.stringify(await (await served.api(`/messages/${messageId}/explanation`)).json());
    assert.match(await why(message), new RegExp(`Not to ${id}: its owner has not proven to hold it`));
    assert.match(await why(message), /"deliveries":\[\]/);
    const test = await call('ann', `/destinations/${id}/test`);
    assert.deepEqual([test.status, test.json.code], [409, 'not-proven']);
    assert.deepEqual(sentTo(to), []);

    const { status, json: sent } = await send();
    assert.equal(status, 200);
    assert.deepEqual([sent.sentTo, sent.triesLeft], [`+1…${to.slice(-2)}`, 5]);
    assert.match(
      sentTo(to)[0]?.body ?? '',
      /^\d{6} is your code to receive codes of Keypigeon here\. Asked for by Ann\.$/,
    );
    const code = lastCode();
    assert.deepEqual((await check(` ${code.slice(0, 3)} ${code.slice(3)} `)).json, { proof: 'proven' });
    assert.equal(await proofOf(), 'proven');
    await handIn(served.url, 'Your Acme code is 333444', 'phone');
    await eventually(() => sentTo(to).some(({ body }) => body.startsWith('333444')), 'the code');
    assert.ok(!sentTo(to).some(({ body }) => body.includes('111222')));
    assert.equal((await call('ann', `/destinations/${id}/test`)).json.outcome, 'sent');
    assert.deepEqual(await actions(), ['proof.given', 'proof.sent']);
  });

  it('stores neither the code nor the number in plain', async () => {
    await add();
    await send();
    const rows = JSON.stringify(await served.hub.api.database.read.selectFrom('proofs').selectAll().execute());
    const times = JSON.stringify(await served.hub.api.database.read.selectFrom('proof_times').selectAll().execute());
    assert.ok(!`${rows}${times}`.includes(lastCode()) && !`${rows}${times}`.includes(to));
  });

  it('takes five guesses, many at once or not, and no more after another code (brute force)', async () => {
    await add();
    await send();
    const first = lastCode();
    const guesses = Array.from({ length: 40 }, (_, at) => String(at).padStart(6, '0')).filter((one) => one !== first);
    const answers = await Promise.all(guesses.map((guess) => check(guess)));
    assert.equal(answers.filter(({ json }) => json.code === 'code-wrong').length, 5);
    assert.equal(answers.filter(({ status }) => status === 429).length, guesses.length - 5);
    assert.equal((await check(first)).status, 429, 'the right one comes too late');
    shift += 60 * minute;
    const again = await send();
    assert.deepEqual([again.status, again.json.code], [429, 'rate-limited']);
    assert.ok(Number(again.headers.get('retry-after')) > 3600 * 20);
    shift += day;
    await prove();
  });

  it('counts guesses over all codes that were sent', async () => {
    await add();
    await send();
    for (const left of ['4', '3', '2']) assert.match(String((await check(wrongCode())).json.detail), new RegExp(left));
    shift += minute;
    assert.equal((await send()).json.triesLeft, 2);
    await check(wrongCode());
    const last = await check(wrongCode());
    assert.match(String(last.json.detail), /0 tries/);
    assert.equal((await check(lastCode())).status, 429);
  });

  it('does not give guesses back for a proof in between', async () => {
    await add();
    await send();
    for (let at = 0; at < 4; at += 1) await check(wrongCode());
    await check(lastCode());
    assert.equal(await proofOf(), 'proven');
    shift += minute;
    to = '+15550100190';
    await add();
    assert.equal((await send()).json.triesLeft, 1);
  });

  it('limits the wrong codes of one person for all their destinations', async () => {
    let refused = 0;
    for (let at = 0; at < 5; at += 1) {
      id = `spread-${at}`;
      to = `+155501001${30 + at}`;
      shift += 61 * minute;
      await add();
      await send();
      for (let guess = 0; guess < 5; guess += 1) refused += (await check(wrongCode())).status === 429 ? 1 : 0;
    }
    assert.equal(refused, 5);
    shift += minute;
    assert.equal((await check(lastCode())).status, 429);
  });

  it('lets one of two right checks prove', async () => {
    await add();
    await send();
    const code = lastCode();
    const answers = await Promise.all([check(code), check(code), check(code)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
    assert.equal((await actions()).filter((action) => action === 'proof.given').length, 1);
  });

  it('takes a code for ten minutes, and only the last one', async () => {
    await add();
    await send();
    const first = lastCode();
    shift += minute;
    await send();
    if (first !== lastCode()) assert.equal((await check(first)).json.code, 'code-wrong');
    shift += 10 * minute;
    assert.equal((await check(lastCode())).json.code, 'conflict');
    assert.equal(await proofOf(), 'needed');
  });

  it('limits how often a phone is rung, by destination, person and number', async () => {
    await add();
    assert.equal((await send()).status, 200);
    assert.equal((await send()).status, 429, 'not twice within 30 s');
    const other = id;
    id = `${id}-b`;
    await add();
    assert.equal((await send()).status, 429, 'nor by another destination of theirs');
    await add({ owner: 'bob' });
    assert.equal((await send('bob')).status, 429, 'nor by somebody else');
    id = other;
    let sent = 1;
    for (let waited = 0; waited < 59; waited += 1) {
      shift += minute;
      if ((await send()).status === 200) sent += 1;
    }
    assert.equal(sent, 5);
    const atOnce = await Promise.all(Array.from({ length: 8 }, () => send()));
    assert.ok(atOnce.filter(({ status }) => status === 200).length <= 1);
  });

  it('lets nobody prove for another, not even who runs the hub', async () => {
    await add();
    assert.deepEqual([(await send('bob')).status, (await check('123456', 'bob')).status], [404, 404]);
    assert.deepEqual([(await send('eve')).status, (await check('123456', 'eve')).status], [403, 403]);
    const administrator = await served.api(`/destinations/${id}/proof`, { method: 'POST' });
    assert.equal(administrator.status, 403);
    await send();
    assert.equal((await check(lastCode(), 'eve')).status, 403);
    assert.equal((await check(lastCode(), 'bob')).status, 404);
    assert.equal(await proofOf(), 'needed');
    assert.equal((await check(lastCode())).status, 200, 'and no try was taken by them');
  });

  it('proves the number that the code went to, not one that was put in its place since', async () => {
    await add();
    await send();
    const code = lastCode();
    const first = to;
    to = '+15550100191';
    await add();
    assert.equal((await check(code)).json.code, 'conflict');
    assert.equal(await proofOf(), 'needed');
    to = first;
    await add();
    assert.equal((await check(code)).status, 200);
    await add({ owner: 'bob' });
    assert.equal(await proofOf(), 'needed', 'what Ann holds, Bob does not');
  });

  it('tells the old number once when a proven one is replaced, and cancels what was on its way', async () => {
    await add();
    await prove();
    const old = to;
    await add({ via: ['office', 'burner'] });
    assert.equal(await proofOf(), 'proven', 'other settings change nothing');
    await add({ to: `${old.slice(0, 2)} ${old.slice(2)}` });
    assert.equal(await proofOf(), 'proven', 'nor does another way to write it');
    to = '+15550100192';
    await add();
    assert.equal(await proofOf(), 'needed');
    await eventually(() => sentTo(old).length === 2, 'word to the old number');
    assert.match(sentTo(old)[1]?.body ?? '', /^Codes of Keypigeon no longer come here: the destination of Ann/);
    await reload();
    to = '+15550100193';
    await add();
    assert.deepEqual([sentTo(old).length, sentTo('+15550100192').length, sentTo(to).length], [2, 0, 0]);
    to = old;
    await add();
    assert.equal(await proofOf(), 'needed', 'the old proof is over');
  });

  it('sends nothing again to a destination that is not proven any more', async () => {
    await add();
    await prove();
    await handIn(served.url, 'Your Initech code is 555666', 'phone');
    const list = async () =>
      (
        (await (await served.api(`/deliveries?destination=${id}`)).json()) as {
          deliveries: { id: string; state: string }[];
        }
      ).deliveries;
    await eventually(() => sentTo(to).some(({ body }) => body.startsWith('555666')), 'the code');
    to = '+15550100194';
    await add();
    const answer = await call('ann', `/deliveries/${(await list())[0]?.id}/retry`);
    assert.deepEqual([answer.status, answer.json.code], [409, 'not-proven']);
  });

  it('carries no line breaks, links or numbers to a stranger by names', async () => {
    await add();
    await served.hub.api.database.write(nameAnn, 'Ann\r\nBcc: x@evil.example https://evil.example +15550100199 \u202e');
    try {
      await send();
      const body = sentTo(to)[0]?.body ?? '';
      assert.match(body, /Asked for by Ann Bcc x evil example https e\.$/);
    } finally {
      await served.hub.api.database.write(nameAnn, 'Ann');
    }
  });

  it('gives a code that could not be sent no effect, and no part in the limits', async () => {
    await add({ via: 'burner' });
    for (let at = 0; at < 7; at += 1) assert.equal((await send()).json.code, 'conflict');
    assert.equal((await check('123456')).json.code, 'conflict');
    await add();
    assert.equal((await send()).status, 200);
  });

  it('has nothing sent to an address that cannot be one, or is one of our own', async () => {
    await add({ to: 'not a number' });
    assert.equal(await proofOf(), 'needed');
    assert.equal((await send()).status, 409);
    await add({ to: '+15550100001' });
    assert.equal((await send()).status, 409);
    assert.deepEqual(sentTo('+15550100001'), []);
  });

  it('asks nothing of a phone that the file names', async () => {
    const file = `${yaml()}destinations: [{ id: named, kind: sms, owner: ann, to: "+15550100195", via: office }]\n`;
    await served.hub.api.applyProvisioning(file, 'keypigeon.yaml', false);
    id = 'named';
    assert.equal(await proofOf(), null);
    assert.equal((await call('ann', '/destinations/named/test')).json.outcome, 'sent');
    assert.equal((await send()).json.code, 'conflict');
    await reload();
  });

  it('keeps its proofs and its limits over a restart', async () => {
    await add();
    await prove();
    await served.restart();
    assert.equal(await proofOf(), 'proven');
    to = '+15550100196';
    await add();
    shift += 10_000;
    assert.equal((await send()).status, 429);
  });
});
