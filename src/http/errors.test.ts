import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { rawRequest, type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { errorTable, KeypigeonError } from '../domain/errors.ts';
import { json, twoPeople } from './fixtures.ts';
import { problemSchema } from './schemas/problem.ts';

const uuid = '01890000-0000-7000-8000-000000000000';

describe('errors over a real socket', () => {
  let served: ServedHub;
  let fails: unknown = null;
  const logged: string[] = [];

  before(async () => {
    const note = (fields: object, message: string) => void logged.push(JSON.stringify([fields, message]));
    const log = { debug: note, info: note, warn: note, error: note, child: () => log };
    served = await serveHub(twoPeople, {
      log,
      change: (api) => ({
        ...api,
        queues() {
          if (fails !== null) throw fails;
          return api.queues();
        },
      }),
    });
  });
  after(() => served.close());

  async function problem(response: Response): Promise<{ status: number; code: string; detail: string }> {
    assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
    const body = problemSchema.parse(await response.json());
    assert.equal(body.status, response.status);
    assert.equal(body.status, errorTable[body.code].status);
    assert.equal(body.type, `/docs/errors.md#${body.code}`);
    return body;
  }

  async function expectProblem(code: string, path: string, init?: RequestInit): Promise<string> {
    const answer = await problem(await served.api(path, init));
    assert.equal(answer.code, code);
    return answer.detail;
  }

  it('says what was expected, where, and not what came', async () => {
    assert.equal(
      await expectProblem('invalid-request', '/messages?limit=0'),
      'query limit: Too small: expected number to be >=1.',
    );
    const secretName = { ...json };
    const body = JSON.stringify({ name: ['kp_secret'], scopes: 'kp_secret' });
    const detail = await expectProblem('invalid-request', '/tokens', { method: 'POST', headers: secretName, body });
    assert.match(detail, /body name: expected string, received array; body scopes: expected array, received string/);
    assert.doesNotMatch(detail, /kp_secret/);
  });

  it('names a foreign cursor, an unknown path, message, delivery, token, line and destination', async () => {
    await expectProblem('invalid-cursor', '/messages?before=yesterday');
    await expectProblem('not-found', '/nothing');
    await expectProblem('not-found', `/messages/${uuid}`);
    await expectProblem('not-found', `/messages/${uuid}/explanation`);
    await expectProblem('not-found', `/deliveries/${uuid}`);
    await expectProblem('not-found', `/deliveries/${uuid}/retry`, { method: 'POST' });
    await expectProblem('not-found', `/tokens/${uuid}`, { method: 'DELETE' });
    await expectProblem('not-found', '/destinations/nowhere/test', { method: 'POST' });
    const body = JSON.stringify({ line: 'nowhere', text: 'x' });
    await expectProblem('not-found', '/explanations', { method: 'POST', headers: json, body });
  });

  it('answers 405 with Allow where a path has other methods', async () => {
    const response = await served.api('/messages', { method: 'PUT' });
    assert.equal(response.headers.get('allow'), 'GET');
    assert.equal((await problem(response)).code, 'method-not-allowed');
    const head = await rawRequest({ port: served.port, method: 'HEAD', path: '/api/v1/messages' });
    assert.equal(head.status, 405);
    assert.equal((await rawRequest({ port: served.port, method: 'PROPFIND', path: '/healthz' })).status, 405);
  });

  it('answers broken JSON, another content type and an oversize body', async () => {
    await expectProblem('invalid-request', '/tokens', { method: 'POST', headers: json, body: '{"name":' });
    await expectProblem('invalid-request', '/tokens', { method: 'POST', headers: json, body: '{"__proto__": 1}' });
    const xml = { 'content-type': 'application/xml' };
    await expectProblem('unsupported-media-type', '/tokens', { method: 'POST', headers: xml, body: '<a/>' });
    const huge = JSON.stringify({ name: 'x'.repeat(70_000) });
    await expectProblem('body-too-large', '/tokens', { method: 'POST', headers: json, body: huge });
  });

  it('answers a path that cannot be decoded', async () => {
    const answer = await rawRequest({ port: served.port, path: '/hooks/%zz' });
    assert.equal(answer.status, 400);
    assert.equal(problemSchema.parse(JSON.parse(answer.body)).code, 'invalid-request');
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  });

  it('answers 503 with Retry-After when the store fails, by its code only', async () => {
    for (const code of ['SQLITE_IOERR', '57P01', 'ECONNREFUSED']) {
      fails = Object.assign(new Error('disk I/O error at /secret/place'), { code });
      const response = await served.api('/destinations');
      assert.equal(response.headers.get('retry-after'), '5');
      const { code: told, detail } = await problem(response);
      assert.equal(told, 'store-unavailable');
      assert.doesNotMatch(detail, /secret/);
    }
    fails = new KeypigeonError('store-unavailable', 'the disk is full', { retryAfterSeconds: 9 });
    assert.equal((await served.api('/destinations')).headers.get('retry-after'), '9');
    fails = null;
  });

  it('logs what nobody expected and tells nothing of it', async () => {
    for (const error of [new Error('insides'), new KeypigeonError('key-missing', 'insides'), 'insides']) {
      fails = error;
      logged.length = 0;
      const { code, detail } = await problem(await served.api('/destinations'));
      assert.equal(code, 'internal');
      assert.doesNotMatch(detail, /insides/);
      assert.match(logged.join('\n'), /"route":"\/api\/v1\/destinations".*a request failed/);
    }
    fails = null;
  });

  it('serves the documents that its pages point to, and no other file', async () => {
    const answer = await fetch(`${served.url}/docs/https.md`);
    assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.match(await answer.text(), /^# /);
    for (const path of [
      '/docs/../package.json',
      '/docs/%2e%2e/package.json',
      '/docs/images/inbox.png',
      '/docs/none.md',
    ])
      assert.equal((await fetch(`${served.url}${path}`)).status, 404, path);
  });

  it('serves the page that every `type` points to', async () => {
    const page = await (await fetch(`${served.url}/docs/errors.md`)).text();
    for (const code of Object.keys(errorTable)) assert.match(page, new RegExp(`^## ${code}$`, 'm'));
  });
});
