import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { type RawAnswer, rawRequest, type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import type { Logger } from '../support/logger.ts';
import { json, pathSecret, twoPeople } from './fixtures.ts';

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
});
