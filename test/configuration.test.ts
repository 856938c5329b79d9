import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { handIn, pathSecret } from '../src/http/fixtures.ts';
import { startSlackSimulator } from '../src/simulators/slack.ts';
import { apiCaller, type Call } from './helpers/api-caller.ts';
import { eventually } from './helpers/eventually.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';

describe('the configuration, thing by thing, of a hub without a file', () => {
  let served: ServedHub;
  let call: Call;
  let slack: Awaited<ReturnType<typeof startSlackSimulator>>;
  const listed = async () => (await call('GET', '/configuration/items')).body;
  const itemOf = async (part: string, id: string) =>
    (await listed())[part].find((one: { id: string }) => one.id === id);

  before(async () => {
    slack = await startSlackSimulator();
    served = await serveHub(null);
    call = apiCaller(served);
  });
  after(async () => {
    await served.close();
    await slack.close();
  });

  it('asks for a person first', async () => {
    const { status, body } = await call('PUT', '/configuration/lines/burner', { number: '+15550100001' });
    assert.equal(status, 422);
    assert.equal(body.code, 'invalid-configuration');
    assert.deepEqual(body.problems, [{ path: '', message: 'there is nobody yet: add a person first' }]);
    assert.equal((await call('POST', '/people', { id: 'ann', name: 'Ann', role: 'owner' })).status, 201);
  });

  it('takes a line, a source, a destination and a route, and relays the next text by them at once', async () => {
    const general = await call('PUT', '/configuration/general', { allowHosts: ['127.0.0.1'], defaultRegion: 'US' });
    assert.equal(general.status, 200, general.text);
    const line = await call('PUT', '/configuration/lines/burner', { number: '(555) 010-0001', owner: 'ann' });
    assert.equal(line.status, 200, line.text);
    assert.equal(line.body.item.number, '+15550100001');
    assert.deepEqual(line.body.warnings, [
      'lines.burner: no source serves it, so no text can come',
      'lines.burner: what no route matches goes nowhere; give the line "unmatched", or its owner a destination',
    ]);
    const source = await call('PUT', '/configuration/sources/phone', { kind: 'webhook', line: 'burner', pathSecret });
    assert.equal(source.status, 200, source.text);
    assert.deepEqual(source.body.item.pathSecret, { secret: true });
    const team = await call('PUT', '/configuration/destinations/team', { kind: 'slack', webhookUrl: slack.webhookUrl });
    assert.deepEqual([team.status, team.body.warnings], [200, []]);
    const codes = { name: 'Codes', when: { hasCode: true }, to: ['team'] };
    assert.equal((await call('PUT', '/configuration/routes/codes', codes)).status, 200);
    await handIn(served.url, 'Your Acme code is 482913');
    await eventually(() => slack.messages.length === 1, 'text 1 at Slack');
    assert.match(JSON.stringify(slack.messages), /482913/);
  });

  it('lists what there is as in a file, without a secret', async () => {
    const { text } = await call('GET', '/configuration/items');
    assert(!text.includes(pathSecret) && !text.includes(slack.webhookUrl));
    const { general, people, file, ...rest } = JSON.parse(text);
    assert.deepEqual(people, [{ id: 'ann', name: 'Ann', provisioned: false }]);
    assert.equal(file, null);
    assert.deepEqual(
      { ...general, revision: '' },
      {
        publicUrl: null,
        publicUrlInUse: null,
        defaultRegion: 'US',
        allowHosts: ['127.0.0.1'],
        serveHosts: [],
        trustedProxies: ['127.0.0.0/8', '::1'],
        canaries: [],
        provisioned: false,
        revision: '',
      },
    );
    const withoutRevisions = JSON.parse(JSON.stringify(rest, (key, value) => (key === 'revision' ? undefined : value)));
    assert.deepEqual(withoutRevisions, {
      lines: [{ id: 'burner', provisioned: false, number: '+15550100001', owner: 'ann', sending: { perDay: 100_000 } }],
      sources: [
        {
          id: 'phone',
          provisioned: false,
          kind: 'webhook',
          line: 'burner',
          enabled: true,
          pathSecret: { secret: true },
        },
      ],
      destinations: [
        {
          id: 'team',
          provisioned: false,
          kind: 'slack',
          owner: 'ann',
          enabled: true,
          show: 'code',
          webhookUrl: { secret: true },
          proof: null,
        },
      ],
      providers: [],
      routes: [{ id: 'codes', provisioned: false, name: 'Codes', when: { hasCode: true }, to: ['team'], stop: false }],
    });
  });

  it('keeps a secret that is left out or comes back as its mark, and ends one by null', async () => {
    const before = await itemOf('destinations', 'team');
    const renamed = await call('PUT', '/configuration/destinations/team', { ...before, username: 'Codes' });
    assert.equal(renamed.status, 200, renamed.text);
    await handIn(served.url, 'Your Acme code is 482914');
    await eventually(() => slack.messages.length === 2, 'text 2 at Slack');
    assert.equal(slack.messages[1]?.username, 'Codes');
    const ended = await call('PUT', '/configuration/destinations/team', { kind: 'slack', webhookUrl: null });
    assert.equal(ended.status, 422);
    assert.equal(ended.body.problems[0].path, 'webhookUrl');
    const bearer = 'bearer-0123456789abcdef';
    const source = { kind: 'webhook', line: 'burner' };
    assert.equal(
      (await call('PUT', '/configuration/sources/phone', { ...source, bearer })).body.item.bearer.secret,
      true,
    );
    const without = await call('PUT', '/configuration/sources/phone', { ...source, bearer: null });
    assert.deepEqual([without.body.item.bearer, without.body.item.pathSecret], [undefined, { secret: true }]);
  });

  it('does not take the secret of one kind for that of another', async () => {
    const webhook = { kind: 'webhook', url: 'https://example.com/codes' };
    const { status, body } = await call('PUT', '/configuration/destinations/team', webhook);
    assert.deepEqual([status, body.problems[0].path], [422, 'secret']);
  });

  it('shows a reference in place of a secret as it is', async () => {
    const slackByName = { kind: 'slack', webhookUrl: '${TEAM_HOOK}', enabled: false };
    const { body } = await call('PUT', '/configuration/destinations/named', slackByName);
    assert.equal(body.item.webhookUrl, '${TEAM_HOOK}');
    assert.equal((await call('DELETE', '/configuration/destinations/named')).status, 204);
  });

  it('says of each setting what is wrong', async () => {
    const paths = async (path: string, body: object) =>
      ((await call('PUT', path, body)).body.problems as { path: string }[]).map((problem) => problem.path);
    assert.deepEqual(
      await paths('/configuration/routes/x', {
        name: 'X',
        when: { textMatches: '(', line: 'burnr', time: { from: '25:00', until: '06:00' } },
        to: ['team', 'nowhere'],
        colour: 1,
      }),
      ['when.time.from', 'colour'],
    );
    assert.deepEqual(
      await paths('/configuration/routes/x', {
        name: 'X',
        when: { textMatches: '(', line: 'burnr' },
        to: ['team', 'nowhere'],
      }),
      ['to[1]', 'when.line', 'when.textMatches'],
    );
    assert.deepEqual(await paths('/configuration/lines/x', { number: '+15550100001' }), ['number']);
    assert.deepEqual(await paths('/configuration/lines/x', { owner: 'nobody' }), ['owner']);
    assert.deepEqual(await paths('/configuration/sources/x', { kind: 'hilnk' }), ['kind']);
    assert.deepEqual(await paths('/configuration/sources/x', { kind: 'hilink', pollSeconds: 'often' }), [
      'pollSeconds',
    ]);
    assert.deepEqual(await paths('/configuration/destinations/a%20b', { kind: 'console' }), ['id']);
    assert.deepEqual(await paths('/configuration/general', { publicUrl: 'ftp://x', allowHosts: 'all', colour: 1 }), [
      'colour',
    ]);
    assert.deepEqual(await paths('/configuration/general', { publicUrl: 'ftp://x', allowHosts: 'all' }), [
      'publicUrl',
      'allowHosts',
    ]);
  });

  it('refuses to remove what something still names, and says what', async () => {
    const line = await call('DELETE', '/configuration/lines/burner');
    assert.deepEqual(
      [line.status, line.body.detail],
      [409, 'The line "burner" is still named by the source "phone"; change or remove that first.'],
    );
    await call('PUT', '/configuration/lines/spare', { owner: 'ann', unmatched: ['team'] });
    const team = await call('DELETE', '/configuration/destinations/team');
    assert.deepEqual(
      [team.status, team.body.detail],
      [
        409,
        'The destination "team" is still named by the route "Codes", the line "spare"; change or remove those first.',
      ],
    );
    assert.equal((await call('DELETE', '/configuration/lines/spare')).status, 204);
    assert.equal((await call('DELETE', '/configuration/lines/spare')).status, 404);
    await call('PUT', '/configuration/providers/acme', { kind: 'console' });
    const canaries = [{ id: 'nightly', to: 'burner', via: 'acme', enabled: false }];
    assert.equal((await call('PUT', '/configuration/general', { canaries })).status, 200);
    const provider = await call('DELETE', '/configuration/providers/acme');
    assert.deepEqual(
      [provider.status, provider.body.detail],
      [409, 'The provider "acme" is still named by the line test "nightly"; change or remove that first.'],
    );
    assert.equal((await call('PUT', '/configuration/general', { canaries: null })).status, 200);
    assert.equal((await call('DELETE', '/configuration/providers/acme')).status, 204);
  });

  it('brings back what was removed, and forgets what belonged to another kind', async () => {
    assert.equal((await call('DELETE', '/configuration/routes/codes')).status, 204);
    assert.equal((await call('DELETE', '/configuration/destinations/team')).status, 204);
    assert.deepEqual(served.hub.api.destinations(), []);
    const again = await call('PUT', '/configuration/destinations/team', { kind: 'slack' });
    assert.deepEqual([again.status, again.body.problems[0].path], [422, 'webhookUrl'], 'its secret is gone');
    await call('PUT', '/configuration/destinations/team', { kind: 'slack', webhookUrl: slack.webhookUrl });
    const codes = { name: 'Codes', when: { hasCode: true }, to: ['team'] };
    assert.equal((await call('PUT', '/configuration/routes/codes', codes)).status, 200);
    await handIn(served.url, 'Your Acme code is 482915');
    await eventually(() => slack.messages.length === 3, 'text 3 at Slack');
  });

  it('lets of two browsers only the first one save', async () => {
    const { revision } = await itemOf('routes', 'codes');
    const codes = { name: 'Codes', when: { hasCode: true }, to: ['team'] };
    const first = await call(
      'PUT',
      '/configuration/routes/codes',
      { ...codes, name: 'All codes' },
      { 'if-match': `"${revision}"` },
    );
    assert.equal(first.etag, `"${first.body.item.revision}"`);
    const second = await call(
      'PUT',
      '/configuration/routes/codes',
      { ...codes, to: [] },
      { 'if-match': `"${revision}"` },
    );
    assert.deepEqual([second.status, second.body.code], [412, 'conflict']);
    const removed = await call('DELETE', '/configuration/routes/codes', undefined, { 'if-match': `"${revision}"` });
    assert.equal(removed.status, 412);
    const taken = await call('PUT', '/configuration/routes/codes', codes, { 'if-none-match': '*' });
    assert.equal(taken.status, 412);
    const gone = await call('PUT', '/configuration/routes/gone', codes, { 'if-match': '*' });
    assert.equal(gone.status, 412);
    assert.equal((await itemOf('routes', 'codes')).name, 'All codes');
  });

  it('asks the routes in the order that was given', async () => {
    await call('PUT', '/configuration/routes/rest', { name: 'Rest', to: [] });
    const ids = async () => (await listed()).routes.map((one: { id: string }) => one.id);
    assert.deepEqual(await ids(), ['codes', 'rest']);
    assert.equal((await call('PUT', '/configuration/routes', { order: ['rest', 'codes'] })).status, 204);
    assert.deepEqual(await ids(), ['rest', 'codes']);
    for (const order of [['rest'], ['rest', 'rest'], ['rest', 'codes', 'other']])
      assert.equal((await call('PUT', '/configuration/routes', { order })).status, 409);
    assert.equal((await call('DELETE', '/configuration/routes/rest')).status, 204);
  });

  it('tries out other routes on past messages', async () => {
    const routes = [
      { id: 'codes', provisioned: false, revision: 'x', name: 'Codes', when: { hasCode: true }, to: [] },
      { name: 'Later', when: { textMatches: '482915' }, to: ['team'] },
    ];
    const { status, body } = await call('POST', '/configuration/routes/dry-run', { routes });
    assert.equal(status, 200);
    assert.deepEqual([body.judged, body.couldNotJudge], [3, 0]);
    assert.deepEqual(
      body.changed.map(({ was, would }: { was: string[]; would: string[] }) => [was, would]),
      [
        [['team'], []],
        [['team'], []],
      ],
    );
    assert.deepEqual(Object.keys(body.changed[0].message), ['id', 'receivedAt', 'sender', 'service', 'line']);
    const wrong = await call('POST', '/configuration/routes/dry-run', { routes: [{ name: 'X', to: ['nowhere'] }] });
    assert.deepEqual([wrong.status, wrong.body.problems[0].path], [422, 'routes[0].to[0]']);
  });

  it('writes down who did what', async () => {
    const { entries } = (await call('GET', '/audit?limit=200')).body;
    const changes = entries.filter((one: { action: string }) => one.action.startsWith('configuration.'));
    const told = changes.map(({ action, subject, actor }: Record<string, string>) => `${actor} ${action} ${subject}`);
    assert(told.includes('token configuration.saved lines/burner'));
    assert(told.includes('token configuration.removed destinations/team'));
    assert(told.includes('token configuration.ordered routes'));
    assert(told.includes('token configuration.saved general'));
  });

  it('is there after a restart', async () => {
    const before = await listed();
    await served.restart();
    assert.deepEqual(await listed(), before);
  });
});
