import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { rawRequest, type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { HookReply, HookRequest } from '../sources/source.ts';
import { systemClock } from '../support/clock.ts';
import { twoPeople } from './fixtures.ts';

describe('hooks', () => {
  const clock = createManualClock(1_700_000_000_000);
  let served: ServedHub;
  let seen: HookRequest[] = [];
  let answer: () => HookReply | Promise<HookReply>;

  before(async () => {
    served = await serveHub(twoPeople, {
      change: (api) => ({
        ...api,
        clock: { ...systemClock, now: clock.now },
        hookHandler: (source) =>
          source !== 'phone'
            ? undefined
            : async (request) => {
                seen.push(request);
                return answer();
              },
      }),
    });
  });
  beforeEach(() => {
    clock.advance(3_600_000);
    seen = [];
    answer = () => ({ status: 200 });
  });
  after(() => served.close());

  const call = (path: string, method = 'POST', headers: Record<string, string> = {}, body?: string | Buffer) =>
    rawRequest({ port: served.port, path, method, headers }, body);

  it('hands the raw bytes on, whatever their type', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 0xc3, 0x28]);
    await call('/hooks/phone?a=b&a=%20c', 'POST', { 'content-type': 'application/json', 'X-Sign': 'yes' }, bytes);
    await call('/hooks/phone', 'POST', {}, 'no type');
    await call('/hooks/phone', 'POST', { 'content-type': 'text/weird; charset=latin1' }, 'odd');
    const [first, second, third] = seen;
    assert.deepEqual(Buffer.from(first?.rawBody ?? []), bytes);
    assert.equal(first?.target, '/hooks/phone?a=b&a=%20c');
    assert.deepEqual(first?.query.getAll('a'), ['b', ' c']);
    assert.equal(first?.headers['x-sign'], 'yes');
    assert.equal(first?.secretPath, undefined);
    assert.equal(Buffer.from(second?.rawBody ?? []).toString(), 'no type');
    assert.equal(Buffer.from(third?.rawBody ?? []).toString(), 'odd');
  });

  it('takes GET, and what stands behind the source as its secret', async () => {
    await call('/hooks/phone/s%C3%A9cret?From=1', 'GET');
    assert.equal(seen[0]?.method, 'GET');
    assert.equal(seen[0]?.secretPath, 'sécret');
    assert.equal(seen[0]?.target, '/hooks/phone/s%C3%A9cret?From=1');
    assert.equal(seen[0]?.rawBody.length, 0);
    await call(`/hooks/phone/${'x'.repeat(300)}`, 'POST');
    assert.equal(seen[1]?.secretPath?.length, 300);
    await call('/hooks/phone/', 'POST');
    assert.equal(seen[2]?.secretPath, undefined);
  });

  it('answers as the source says', async () => {
    answer = () => ({ status: 201, contentType: 'text/xml', body: '<Response/>' });
    const reply = await call('/hooks/phone');
    assert.equal(reply.status, 201);
    assert.equal(reply.headers['content-type'], 'text/xml');
    assert.equal(reply.body, '<Response/>');
    answer = () => ({ status: 204 });
    assert.equal((await call('/hooks/phone')).status, 204);
  });

  it('answers an error of the source by its status, and any fault of ours by 503', async () => {
    const refuse = async (error: unknown) => {
      answer = () => Promise.reject(error);
      const reply = await call('/hooks/phone');
      return [reply.status, JSON.parse(reply.body).code, reply.headers['retry-after']];
    };
    assert.deepEqual(await refuse(new KeypigeonError('invalid-signature', 'no')), [
      403,
      'invalid-signature',
      undefined,
    ]);
    assert.deepEqual(await refuse(new KeypigeonError('invalid-request', 'no')), [400, 'invalid-request', undefined]);
    assert.deepEqual(await refuse(new KeypigeonError('store-unavailable', 'no')), [503, 'store-unavailable', '5']);
    assert.deepEqual(await refuse(new Error('boom')), [503, 'store-unavailable', '5']);
    assert.deepEqual(await refuse(new KeypigeonError('internal', 'boom')), [503, 'store-unavailable', '5']);
    assert.deepEqual(await refuse(Object.assign(new Error('x'), { statusCode: 404 })), [503, 'store-unavailable', '5']);
    assert.deepEqual(await refuse(undefined), [503, 'store-unavailable', '5']);
  });

  it('answers 405 to other methods', async () => {
    for (const method of ['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const reply = await call('/hooks/phone', method);
      assert.equal(reply.status, 405, method);
      assert.equal(reply.headers.allow, 'GET, POST');
    }
    assert.equal(seen.length, 0);
  });
});
