import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../test/helpers/eventually.ts';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { rawRequest, type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { hashToken, listTokens, type Scope, scopes } from '../store/tokens.ts';
import { makeFirstToken } from './first-token.ts';
import { json, twoPeople } from './fixtures.ts';

const uuid = '01890000-0000-7000-8000-000000000000';
const accountSid = `AC${'0'.repeat(32)}`;
const keySid = `SK${'0'.repeat(32)}`;

/** Every call of the API with the scope that it needs, and what it answers to one that may. */
const calls: [method: string, path: string, scope: Scope, status: number][] = [
  ['GET', '/messages', 'read', 200],
  ['GET', '/messages/facets', 'read', 200],
  ['GET', '/messages/export', 'read', 200],
  ['GET', '/board', 'board', 200],
  ['GET', `/messages/${uuid}`, 'read', 404],
  ['GET', `/messages/${uuid}/explanation`, 'read', 404],
  ['GET', '/deliveries', 'read', 200],
  ['GET', `/deliveries/${uuid}`, 'read', 404],
  ['POST', '/texts', 'send', 400],
  ['GET', '/texts', 'read', 200],
  ['GET', `/texts/${uuid}`, 'read', 404],
  ['POST', `/texts/${uuid}/cancel`, 'send', 404],
  ['GET', '/lines', 'read', 200],
  ['GET', '/sources', 'read', 200],
  ['GET', '/providers', 'read', 200],
  ['GET', '/commands', 'admin', 200],
  ['GET', '/destinations', 'read', 200],
  ['POST', `/deliveries/${uuid}/retry`, 'send', 404],
  ['POST', '/destinations/nowhere/test', 'send', 404],
  ['GET', '/push/key', 'read', 200],
  ['POST', '/push/subscriptions', 'send', 400],
  ['DELETE', '/push/subscriptions/nowhere', 'send', 403],
  ['POST', '/destinations/nowhere/proof', 'send', 404],
  ['POST', '/destinations/nowhere/proof/check', 'send', 400],
  ['POST', '/explanations', 'admin', 400],
  ['GET', '/configuration', 'admin', 200],
  ['PUT', '/configuration', 'admin', 400],
  ['PUT', '/configuration/general', 'admin', 400],
  ['PUT', '/configuration/routes', 'admin', 400],
  ['PUT', '/configuration/providers', 'admin', 400],
  ['POST', '/configuration/routes/dry-run', 'admin', 400],
  ['PUT', '/configuration/lines/nowhere', 'send', 400],
  ['POST', '/configuration/sources/nowhere/connect', 'admin', 404],
  ['GET', '/tokens', 'admin', 200],
  ['POST', '/tokens', 'admin', 400],
  ['DELETE', `/tokens/${uuid}`, 'admin', 404],
  ['GET', '/apps', 'admin', 200],
  ['POST', '/apps', 'admin', 400],
  ['DELETE', `/apps/${accountSid}`, 'admin', 404],
  ['GET', `/apps/${accountSid}/webhook`, 'admin', 404],
  ['PUT', `/apps/${accountSid}/webhook`, 'admin', 400],
  ['DELETE', `/apps/${accountSid}/webhook`, 'admin', 404],
  ['POST', `/apps/${accountSid}/webhook/secret`, 'admin', 404],
  ['GET', `/apps/${accountSid}/keys`, 'admin', 404],
  ['POST', `/apps/${accountSid}/keys`, 'admin', 404],
  ['DELETE', `/apps/${accountSid}/keys/${keySid}`, 'admin', 404],
  ['GET', `/apps/${accountSid}/verification`, 'admin', 404],
  ['PUT', `/apps/${accountSid}/verification`, 'admin', 400],
  ['GET', `/apps/${accountSid}/verifications`, 'admin', 404],
  ['GET', `/apps/${accountSid}/verifications/${uuid}`, 'admin', 404],
  ['GET', '/prices', 'admin', 200],
  ['PUT', '/prices', 'admin', 400],
  ['POST', '/prices', 'admin', 400],
  ['POST', '/prices/remove', 'admin', 400],
  ['GET', '/costs', 'admin', 200],
  ['GET', '/verification-blocks', 'admin', 200],
  ['GET', '/canaries', 'read', 200],
  ['POST', '/canaries/nowhere/run', 'admin', 404],
  ['DELETE', '/verification-blocks/nowhere', 'admin', 404],
  ['GET', '/people', 'admin', 200],
  ['POST', '/people', 'admin', 400],
  ['PATCH', '/people/nowhere', 'admin', 400],
  ['DELETE', '/people/nowhere', 'admin', 404],
  ['POST', '/people/nowhere/reset', 'admin', 404],
  ['GET', '/audit', 'admin', 200],
  ['GET', '/setup/found', 'admin', 200],
  ['POST', `/messages/${uuid}/copied`, 'read', 404],
  ['POST', `/messages/${uuid}/not-me`, 'read', 404],
  ['DELETE', `/messages/${uuid}/not-me`, 'read', 404],
  ['GET', '/attacks', 'read', 200],
  ['GET', '/calls', 'read', 200],
  ['POST', `/calls/${uuid}/press`, 'send', 400],
  ['POST', `/calls/${uuid}/hang-up`, 'send', 404],
  ['GET', '/waits', 'read', 200],
  ['POST', '/waits', 'read', 400],
  ['GET', `/waits/${uuid}`, 'read', 404],
  ['DELETE', `/waits/${uuid}`, 'read', 404],
];

/** Those that a person may make about what is theirs: a token of nobody in person needs `admin`. */
const personalCalls: typeof calls = [
  ['GET', '/adapters', 'read', 200],
  ['GET', '/configuration/items', 'read', 200],
  ['DELETE', '/configuration/lines/nowhere', 'send', 404],
];

describe('attacks on tokens', () => {
  const clock = createManualClock(1_800_000_000_000);
  let served: ServedHub;
  const tokens: Partial<Record<Scope, string>> = {};

  before(async () => {
    served = await serveHub(twoPeople, {
      change: (api) => ({ ...api, clock: { ...api.clock, now: clock.now } }),
    });
    for (const scope of scopes) tokens[scope] = (await make([scope])).token;
  });
  after(() => served.close());

  async function make(wanted: Scope[]): Promise<{ id: string; token: string }> {
    // A board is somebody's.
    const person = wanted.includes('board') ? { person: 'bob' } : {};
    const body = JSON.stringify({ name: wanted.join(), scopes: wanted, ...person });
    const response = await served.api('/tokens', { method: 'POST', headers: json, body });
    return (await response.json()) as { id: string; token: string };
  }

  const ask = (method: string, path: string, authorization?: string) =>
    rawRequest({
      port: served.port,
      path: `/api/v1${path}`,
      method,
      headers: authorization === undefined ? {} : { authorization },
    });

  it('lets each scope do what it is for, and nothing else', async () => {
    for (const [method, path, scope, status] of calls) {
      for (const given of scopes) {
        const answer = await ask(method, path, `Bearer ${tokens[given]}`);
        const isGranted = given === scope || given === 'admin' || (scope === 'board' && given === 'read');
        const expected = isGranted ? status : 403;
        assert.equal(answer.status, expected, `${method} ${path} as ${given}`);
      }
      assert.equal((await ask(method, path)).status, 401, `${method} ${path} without a token`);
    }
    for (const [method, path, , status] of personalCalls) {
      for (const given of ['read', 'send', 'admin'] as const) {
        const answer = await ask(method, path, `Bearer ${tokens[given]}`);
        assert.equal(answer.status, given === 'admin' ? status : 403, `${method} ${path} as ${given}`);
      }
      assert.equal((await ask(method, path)).status, 401, `${method} ${path} without a token`);
    }
  });

  it('knows the scope of every call there is', async () => {
    const document = (await (await fetch(`${served.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { 'x-scope': string }>>;
    };
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, call]) => `${method.toUpperCase()} ${path} ${call['x-scope']}`),
    );
    const parameters = {
      'lines/nowhere': '{part}/{id}',
      [uuid]: '{id}',
      nowhere: '{id}',
      [accountSid]: '{accountSid}',
      [keySid]: '{keySid}',
    };
    const listed = [...calls, ...personalCalls].map(([method, path, scope]) => {
      const pattern = Object.entries(parameters).reduce((known, [value, name]) => known.replace(value, name), path);
      return `${method} /api/v1${pattern} ${scope}`;
    });
    const scoped = described.filter((call) => !/ (open|self|app)$/.test(call));
    assert.deepEqual([...listed, 'GET /api/v1/events read', 'GET /api/v1/board/events board'].sort(), scoped.sort());
  });

  it('leaves open what signing in needs, and asks for a session where somebody changes how they sign in', async () => {
    const document = (await (await fetch(`${served.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { 'x-scope': string }>>;
    };
    const open: string[] = [];
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, call] of Object.entries(operations)) {
        if (call['x-scope'] === 'open') open.push(`${method} ${path.slice('/api/v1'.length)}`);
        if (call['x-scope'] !== 'self') continue;
        const own = path.slice('/api/v1'.length).replace('{id}', uuid);
        assert.equal((await ask(method.toUpperCase(), own)).status, 401, own);
        assert.equal((await ask(method.toUpperCase(), own, `Bearer ${tokens.admin}`)).status, 403, own);
      }
    }
    assert.deepEqual(open.sort(), [
      'get /sign-in',
      'post /setup',
      'post /setup/look',
      'post /sign-in/passkey',
      'post /sign-in/passkey/options',
      'post /sign-in/password',
    ]);
  });

  it('answers an unknown, a revoked, a broken and a missing token alike', async () => {
    const { id, token } = await make(['admin']);
    assert.equal((await ask('GET', '/tokens', `Bearer ${token}`)).status, 200);
    assert.equal((await ask('DELETE', `/tokens/${id}`, `Bearer ${tokens.admin}`)).status, 204);
    const attempts = [
      undefined,
      '',
      `Bearer ${token}`,
      `Bearer kp_${'A'.repeat(43)}`,
      `Bearer ${tokens.admin}x`,
      `Bearer ${tokens.admin?.slice(0, -1)}`,
      `Bearer ${tokens.admin?.toUpperCase()}`,
      `Bearer ${hashToken(tokens.admin ?? '')}`,
      `Basic ${Buffer.from(`:${tokens.admin}`).toString('base64')}`,
      `${tokens.admin}`,
      "Bearer kp_' or 1=1 --",
      `Bearer ${'x'.repeat(10_000)}`,
    ];
    const answers = new Set<string>();
    for (const authorization of attempts) {
      const { status, headers, body } = await ask('GET', '/tokens', authorization);
      answers.add(JSON.stringify([status, headers['www-authenticate'], body]));
    }
    assert.equal(answers.size, 1);
    assert.match([...answers][0] ?? '', /^\[401,"Bearer"/);
  });

  it('takes no token from the address', async () => {
    assert.equal((await ask('GET', `/messages?access_token=${tokens.admin}`)).status, 401);
  });

  it('gives a body no more power than the token has', async () => {
    const body = JSON.stringify({ name: 'x', scopes: ['admin'] });
    const headers = { ...json, authorization: `Bearer ${tokens.read}` };
    const path = '/api/v1/tokens';
    assert.equal((await rawRequest({ port: served.port, path, method: 'POST', headers }, body)).status, 403);
  });

  it('stores a hash only, and the last use at most once a minute', async () => {
    const lastUse = async () =>
      (await listTokens(served.hub.api.database)).find(({ name }) => name === 'read')?.lastUsedAt ?? 0;
    clock.advance(3_600_000);
    const first = clock.now();
    const use = () => ask('GET', '/sources', `Bearer ${tokens.read}`);
    await use();
    let seen = 0;
    const look = async () => {
      seen = await lastUse();
    };
    await eventually(() => {
      void look();
      return seen === first;
    }, 'the last use is stored');
    clock.advance(59_000);
    await use();
    await served.hub.api.ping();
    assert.equal(await lastUse(), first);
    clock.advance(1_000);
    await use();
    await served.hub.api.ping();
    assert.equal(await lastUse(), first + 60_000);
    const rows = JSON.stringify(await served.hub.api.database.read.selectFrom('tokens').selectAll().execute());
    for (const token of Object.values(tokens)) assert.ok(!rows.includes(token.slice(3)));
  });

  it('makes the first token once', async () => {
    assert.equal(await makeFirstToken(served.hub.api), null);
    const all = await listTokens(served.hub.api.database);
    for (const { id } of all) await ask('DELETE', `/tokens/${id}`, `Bearer ${served.token}`);
    assert.equal(await makeFirstToken(served.hub.api), null);
  });
});
