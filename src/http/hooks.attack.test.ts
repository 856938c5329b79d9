import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { type RawAnswer, rawRequest, type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { systemClock } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import { json, pathSecret, twoPeople } from './fixtures.ts';
import { listen } from './listen.ts';
import { hookRoutes } from './routes/hooks.ts';
import { createFramework } from './server.ts';

describe('attacks on hooks', () => {
  const clock = createManualClock(1_700_000_000_000);
  const logged: string[] = [];
  let served: ServedHub;

  before(async () => {
    const note = (fields: object, message: string) => {
      logged.push(JSON.stringify([fields, message], (_key, value) => (value instanceof Error ? value.stack : value)));
    };
    const log: Logger = { debug: note, info: note, warn: note, error: note, child: () => log };
    served = await serveHub(twoPeople, {
      log,
      change: (api) => ({ ...api, clock: { ...api.clock, now: clock.now } }),
    });
  });
  after(() => served.close());

  const post = (path: string, body = JSON.stringify({ sender: '+15550100009', text: 'hello' })) =>
    rawRequest({ port: served.port, path, method: 'POST', headers: json }, body);

  function withoutDate({ status, headers, body }: RawAnswer): unknown {
    const { date: _date, ...rest } = headers;
    return { status, rest, body };
  }

  it('gives a source that is not there the very answer of a wrong secret', async () => {
    const wrongSecret = withoutDate(await post('/hooks/phone/wrong'));
    assert.equal((wrongSecret as { status: number }).status, 404);
    for (const path of [
      '/hooks/nobody',
      '/hooks/nobody/wrong',
      '/hooks/phone',
      '/hooks/__proto__',
      '/hooks/constructor/x',
    ]) {
      assert.deepEqual(withoutDate(await post(path)), wrongSecret, path);
    }
    for (const path of ['/hooks/phone/wrong', '/hooks/nobody/wrong']) {
      assert.deepEqual(withoutDate(await post(path, 'not json')), wrongSecret, path);
    }
    for (const path of ['/hooks', '/hooks/', '/hooks/a/b/c', '/hooks/phone/../../etc/passwd']) {
      assert.deepEqual(withoutDate(await post(path)), wrongSecret, path);
    }
  });

  it('writes the secret of a path to no log and no answer', async () => {
    logged.length = 0;
    const answers = [
      await post(`/hooks/phone/${pathSecret}`),
      await post(`/hooks/nobody/${pathSecret}`),
      await post(`/hooks/phone/${pathSecret}/more`),
      await post(`/hooks/phone/${pathSecret}`, 'broken'),
      await rawRequest({ port: served.port, path: `/hooks/phone/${pathSecret}`, method: 'PUT' }),
      await rawRequest({ port: served.port, path: `/hooks/%zz/${pathSecret}` }),
      await rawRequest({ port: served.port, path: `/hooks/phone/${pathSecret}`, headers: { host: 'evil.example' } }),
    ];
    for (const { body } of answers) assert.doesNotMatch(body, /path-secret/);
    assert.ok(logged.length > 0);
    assert.doesNotMatch(logged.join('\n'), /path-secret|hello|5550100009/);
  });

  it('refuses 1 MB with one clear line, to known and unknown alike, and goes on', async () => {
    const huge = Buffer.alloc(1024 * 1024, 0x61);
    for (const path of [`/hooks/phone/${pathSecret}`, '/hooks/nobody']) {
      const answer = await rawRequest({ port: served.port, path, method: 'POST', headers: json }, huge);
      assert.equal(answer.status, 413);
      assert.equal(JSON.parse(answer.body).detail, 'Expected at most 65536 bytes.');
      const chunked = { ...json, 'transfer-encoding': 'chunked' };
      const unannounced = await rawRequest({ port: served.port, path, method: 'POST', headers: chunked }, huge);
      assert.equal(unannounced.status, 413);
    }
    assert.equal((await post(`/hooks/phone/${pathSecret}`)).status, 200);
  });

  it('answers also who sends far more, without cutting the connection off', async () => {
    const huge = Buffer.alloc(7 * 1024 * 1024, 0x61);
    const path = `/hooks/phone/${pathSecret}`;
    const headers = { ...json, connection: 'keep-alive' };
    const answer = await rawRequest({ port: served.port, path, method: 'POST', headers }, huge);
    assert.equal(answer.status, 413);
    // Closing it while the other side sends would reset it, and might take the answer away again.
    assert.equal(answer.headers.connection, 'keep-alive');
  });

  it('refuses JSON of the wrong shape', async () => {
    const url = `/hooks/phone/${pathSecret}`;
    for (const body of [
      '',
      'null',
      '[]',
      '"x"',
      '{}',
      '{"sender":{},"text":[]}',
      '{"text":"x"',
      '[[[[[[]]]]]]',
      '\0',
    ]) {
      assert.equal((await post(url, body)).status, 400, body);
    }
  });

  it('does not let strangers use up the rate of a source', async () => {
    clock.advance(60_000);
    const noise = await Promise.all(Array.from({ length: 120 }, () => post('/hooks/phone/wrong')));
    const statuses = new Set(noise.map(({ status }) => status));
    assert.deepEqual(statuses, new Set([404, 429]));
    const limited = noise.find(({ status }) => status === 429);
    assert.equal(limited?.headers['retry-after'], '1');
    assert.equal((await post('/hooks/nobody/wrong')).status, 429);
    assert.equal((await post(`/hooks/phone/${pathSecret}`)).status, 200);
    clock.advance(1_000);
    assert.equal((await post('/hooks/phone/wrong')).status, 404);
  });

  it('counts for a source what it took, and nothing that it refused', async (t) => {
    const server = createFramework(() => {});
    const rates = { accepted: { perSecond: 1, burst: 2 }, refused: { perSecond: 1, burst: 100 } };
    hookRoutes(server, { ...served.hub.api, clock: { ...systemClock, now: clock.now } }, rates);
    const { port, close } = await listen(server, { host: '127.0.0.1', port: 0, socketPath: null });
    t.after(close);
    const send = async (secret: string, text: string) => {
      const body = JSON.stringify({ sender: '+15550100009', text });
      const path = `/hooks/phone/${secret}`;
      return (await rawRequest({ port, path, method: 'POST', headers: json }, body)).status;
    };
    for (let count = 0; count < 10; count += 1) assert.equal(await send('wrong', 'x'), 404);
    assert.deepEqual([await send(pathSecret, 'a'), await send(pathSecret, 'b')], [200, 200]);
    assert.equal(await send(pathSecret, 'c'), 429);
    clock.advance(1_000);
    assert.equal(await send(pathSecret, 'c'), 200);
  });
});
