import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createManualClock } from '../../../test/helpers/manual-clock.ts';
import { type RawAnswer, rawRequest } from '../../../test/helpers/served-hub.ts';
import {
  basic,
  type CallReceiver,
  type Credentials,
  office,
  officialClient,
  phone,
  serveTwilioHub,
  startCallReceiver,
  type TwilioHub,
  until,
} from '../../../test/helpers/twilio-hub.ts';
import type { Logger } from '../../support/logger.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const words = 'Secret words 482913';

describe('attacks on the Twilio-compatible API', () => {
  const clock = createManualClock(1_700_000_000_000);
  const logged: string[] = [];
  let hub: TwilioHub;
  let app: Credentials;
  let other: Credentials;
  let receiver: CallReceiver;
  /** A text of `other`. */
  let foreign: string;

  before(async () => {
    const note = (fields: object, message: string) => {
      logged.push(JSON.stringify([fields, message], (_key, value) => (value instanceof Error ? value.stack : value)));
    };
    const log: Logger = { debug: note, info: note, warn: note, error: note, child: () => log };
    hub = await serveTwilioHub({
      log,
      change: (api) => ({ ...api, log, clock: { ...api.clock, now: clock.now } }),
    });
    receiver = await startCallReceiver();
    app = await hub.makeApp({ name: 'mine', lines: ['office'] });
    other = await hub.makeApp({ name: 'other', lines: ['office'] });
    const client = officialClient(other, hub.served.url);
    foreign = (await client.messages.create({ to: phone, from: office, body: words })).sid;
  });
  after(async () => {
    await hub.close();
    await receiver.close();
  });

  const call = (method: string, path: string, headers: Record<string, string> = {}, body?: string | Buffer) =>
    rawRequest({ port: hub.served.port, method, path, headers }, body);
  const list = (account = app.accountSid) => `/2010-04-01/Accounts/${account}/Messages.json`;
  const one = (sid: string, account = app.accountSid) => `/2010-04-01/Accounts/${account}/Messages/${sid}.json`;
  const send = (fields: Record<string, string>) =>
    call(
      'POST',
      list(),
      { ...form, ...basic(app) },
      new URLSearchParams({ To: phone, Body: words, ...fields }).toString(),
    );

  function withoutDate({ status, headers, body }: RawAnswer): unknown {
    const { date: _date, ...rest } = headers;
    return { status, rest, body };
  }

  function codeOf(answer: RawAnswer): number {
    const error = JSON.parse(answer.body) as Record<string, unknown>;
    assert.deepEqual(Object.keys(error), ['code', 'message', 'more_info', 'status']);
    assert.equal(error.status, answer.status);
    return Number(error.code);
  }

  it('gives every failed sign-in the very same answer', async () => {
    const revoked = await hub.makeApp({ name: 'revoked', lines: ['office'] });
    await hub.served.api(`/apps/${revoked.accountSid}`, { method: 'DELETE' });
    const token = app.authToken;
    const wrong = withoutDate(await call('GET', list(), basic({ ...app, authToken: 'f'.repeat(32) })));
    assert.deepEqual((wrong as RawAnswer).status, 401);
    const encoded = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    for (const headers of [
      {},
      basic(revoked),
      basic({ accountSid: `AC${'0'.repeat(32)}`, authToken: token }),
      basic({ ...app, authToken: '' }),
      basic({ ...app, authToken: `${token} ` }),
      basic({ ...app, authToken: token.toUpperCase() }),
      basic({ accountSid: app.accountSid.toLowerCase(), authToken: token }),
      basic({ accountSid: app.accountSid, authToken: other.authToken }),
      basic({ accountSid: "AC' or 1=1 --", authToken: token }),
      encoded(app.accountSid),
      encoded(''),
      { authorization: 'Basic' },
      { authorization: 'Basic \u00ff' },
      { authorization: `Basic ${'A'.repeat(4_000)}` },
      { authorization: `Bearer ${hub.served.token}` },
      { authorization: `Bearer ${token}` },
    ] as Record<string, string>[])
      assert.deepEqual(withoutDate(await call('GET', list(), headers)), wrong, JSON.stringify(headers));
    clock.advance(60_000);
    for (const path of [
      '/2010-04-01',
      '/2010-04-01/',
      '/2010-04-01/Accounts.json',
      list(other.accountSid),
      one(foreign),
    ])
      for (const method of ['GET', 'POST', 'DELETE', 'PUT'])
        assert.deepEqual(withoutDate(await call(method, path)), wrong, `${method} ${path}`);
    clock.advance(60_000);
  });

  it('asks for the sign-in on the local socket too', async () => {
    const answer = await rawRequest({ socketPath: hub.served.socketPath, path: list() });
    assert.equal(answer.status, 401);
  });

  it('has the texts of another app look as if they were not there', async () => {
    const nowhere = `SM${'0'.repeat(32)}`;
    for (const [method, body] of [
      ['GET', undefined],
      ['POST', 'Status=canceled'],
      ['POST', 'Body='],
      ['DELETE', undefined],
    ] as const) {
      const answers = await Promise.all(
        [foreign, nowhere].map((sid) => call(method, one(sid), { ...form, ...basic(app) }, body)),
      );
      const [theirs, nobodys] = answers.map(withoutDate);
      assert.deepEqual(theirs, nobodys);
      assert.equal(answers[0] && codeOf(answers[0]), 20404);
    }
    const media = await call('GET', one(foreign).replace('.json', '/Media.json'), basic(app));
    assert.equal(codeOf(media), 20404);
    const mine = await call('GET', `${list()}?PageToken=PA${foreign.replace(/.$/, 'f')}`, basic(app));
    assert.deepEqual((JSON.parse(mine.body) as { messages: unknown[] }).messages, []);
    const message = await officialClient(other, hub.served.url).messages(foreign).fetch();
    assert.equal(message.body, words);
  });

  it('has another account look as if it were not there', async () => {
    const answers = await Promise.all(
      [other.accountSid, `AC${'0'.repeat(32)}`].map((account) => call('GET', list(account), basic(app))),
    );
    assert.deepEqual(answers.map(codeOf), [20404, 20404]);
    assert.equal(answers[0]?.body, answers[1]?.body);
    assert.equal(codeOf(await call('GET', one(foreign, other.accountSid), basic(app))), 20404);
  });

  it('does not leave its paths', async () => {
    const own = `/2010-04-01/Accounts/${app.accountSid}`;
    for (const path of [
      `${own}/Messages/../../../../etc/passwd`,
      `${own}/Messages/..%2f..%2f${foreign}.json`,
      `${own}/Messages/%2e%2e.json`,
      `${own}/Messages/${foreign}%00.json`,
      `${own}/Messages/${foreign.toUpperCase()}.json`,
      `${own}/Messages/SM.json`,
      `${own}/Messages/.json`,
      `${own}/Messages/__proto__.json`,
      `${own}/Messages/SM${'0'.repeat(400)}.json`,
      `${own}/Messages/${foreign}`,
      `${own}/Messages`,
      `${own}/Calls.json`,
      `${own}.json`,
      '/2010-04-01/Accounts/constructor/Messages.json',
      '/2010-04-01/../api/v1/messages',
    ])
      assert.equal(codeOf(await call('GET', path, basic(app))), 20404, path);
    const refused = await call('PUT', list(), basic(app));
    assert.deepEqual([codeOf(refused), refused.headers.allow], [20004, 'GET, POST']);
  });

  it('refuses what is no form, or too large, and goes on', async () => {
    const huge = Buffer.alloc(1024 * 1024, 0x61);
    const post = (body: string | Buffer, type = 'application/x-www-form-urlencoded') =>
      call('POST', list(), { 'content-type': type, ...basic(app) }, body);
    assert.equal(codeOf(await post(huge)), 20413);
    assert.equal(codeOf(await post(Array.from({ length: 300 }, () => 'a=b').join('&'))), 20400);
    assert.equal(codeOf(await post('{"To":{"a":1}}', 'application/json')), 20400);
    assert.equal(codeOf(await post('[]', 'application/json')), 20400);
    assert.equal(codeOf(await post(`${'['.repeat(30_000)}`, 'application/json')), 20400);
    assert.equal(codeOf(await post('{"__proto__":{"To":"x"}}', 'application/json')), 20400);
    assert.equal(codeOf(await post('a', 'multipart/form-data; boundary=x')), 20415);
    assert.equal(codeOf(await post('a', 'text/plain')), 20415);
    assert.equal(codeOf(await post('')), 21604);
    assert.equal(codeOf(await post('%ff%fe=%00&To=%zz&Body=a')), 21211);
    for (const query of ['PageSize=0', 'PageSize=-1', 'PageSize=x', 'Page=1e9', 'PageToken=PA1', 'DateSent=yesterday'])
      assert.equal(codeOf(await call('GET', `${list()}?${query}`, basic(app))), 20422, query);
    assert.equal((await send({})).status, 201);
  });

  it('lets no callback carry more than it is', async () => {
    for (const address of [
      'http://127.0.0.1:1/\r\nX-Evil: 1',
      'http://127.0.0.1:1/\u0000',
      'http://127.0.0.1:1/ a',
      'http://10.0.0.1/',
      'http://0x0a000001/',
      'http://167772161/',
      'http://[::1]/',
      'http://[::ffff:10.0.0.1]/',
      'http://169.254.169.254/latest/meta-data',
      'file:///etc/passwd',
      'javascript:alert(1)',
      '//127.0.0.1/',
      `http://127.0.0.1/${'a'.repeat(3_000)}`,
      'not an address',
    ])
      assert.equal(codeOf(await send({ StatusCallback: address })), 21609, address);
    const odd = `${receiver.url.replace('//', '//user:pa%0d%0aX-Evil:%201@')}/odd?a=%0d%0aX-Evil:%201#rc=5`;
    assert.equal((await send({ StatusCallback: odd })).status, 201);
    const received = await until(() => receiver.calls.find(({ path }) => path.startsWith('/odd')));
    assert.equal(received.path, '/odd?a=%0d%0aX-Evil:%201');
    assert.equal(received.headers['x-evil'], undefined);
    assert.match(String(received.headers.authorization), /^Basic /);
  });

  it('answers other host names in the form of Twilio', async () => {
    const answer = await call('GET', list(), { ...basic(app), host: 'evil.example' });
    assert.equal(codeOf(answer), 20421);
    assert.doesNotMatch(answer.body, /evil/);
  });

  it('bounds guesses without holding up those who know, and bounds each app', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 80 }, () => call('GET', list(), basic({ ...app, authToken: 'x' }))),
    );
    assert.deepEqual(new Set(guesses.map(codeOf)), new Set([20003, 20429]));
    assert.equal(guesses.find(({ status }) => status === 429)?.headers['retry-after'], '1');
    clock.advance(60_000);
    const calls = await Promise.all(Array.from({ length: 220 }, () => call('GET', one(foreign), basic(app))));
    assert.deepEqual(new Set(calls.map(codeOf)), new Set([20404, 20429]));
    assert.equal((await call('GET', list(other.accountSid), basic(other))).status, 200);
    clock.advance(60_000);
    assert.equal((await call('GET', list(), basic(app))).status, 200);
  });

  it('writes no number, text, token or address of a callback to the log', async () => {
    receiver.statuses.push(404, 500, 0);
    await send({ StatusCallback: `${receiver.url}/callback-secret` });
    await send({ StatusCallback: 'http://127.0.0.1:1/callback-secret' });
    await until(() => (receiver.calls.some(({ path }) => path === '/callback-secret') ? true : undefined));
    await until(() => (logged.some((line) => line.includes('could not be made')) ? true : undefined));
    const { authToken } = app;
    const basicToken = basic(app).authorization.slice('Basic '.length);
    for (const secret of [
      words,
      phone.slice(1),
      office.slice(1),
      authToken,
      other.authToken,
      basicToken,
      'callback-secret',
    ])
      assert.ok(!logged.join('\n').includes(secret), `logged: ${secret}`);
  });

  it('keeps the token only hashed and sealed', async () => {
    const rows = await hub.served.hub.api.database.read.selectFrom('apps').selectAll().execute();
    assert.ok(rows.length >= 2);
    for (const { authToken } of [app, other]) assert.ok(!JSON.stringify(rows).includes(authToken));
  });
});
