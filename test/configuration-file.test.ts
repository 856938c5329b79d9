import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { handIn, pathSecret } from '../src/http/fixtures.ts';
import { apiCaller, type Call } from './helpers/api-caller.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';

const yaml = `
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, number: "+15550100001", owner: ann }]
sources: [{ id: phone, kind: webhook, line: burner, pathSecret: ${pathSecret} }]
destinations: [{ id: screen, kind: console }, { id: other, kind: console }]
routes:
  - { name: First, to: [other] }
  - { name: Second, to: [screen] }
`;

describe('the configuration of a hub with a file', () => {
  let served: ServedHub;
  let call: Call;
  const apply = async (text: string) => {
    const answer = await served.api('/configuration', {
      method: 'PUT',
      headers: { 'content-type': 'application/yaml' },
      body: text,
    });
    assert.equal(answer.status, 200);
    return (await answer.json()) as { applied: boolean; warnings: string[] };
  };
  const itemOf = async (part: string, id: string) =>
    (await call('GET', '/configuration/items')).body[part].find((one: { id: string }) => one.id === id);

  before(async () => {
    served = await serveHub(yaml);
    call = apiCaller(served);
  });
  after(() => served.close());

  it('keeps what the file made from every other hand, and names the file', async () => {
    const items = (await call('GET', '/configuration/items')).body;
    assert.match(items.file, /keypigeon\.yaml$/);
    assert.equal(items.lines[0].provisioned, true);
    const calls: [string, string, object?][] = [
      ['PUT', '/configuration/lines/burner', { owner: 'ann' }],
      ['PUT', '/configuration/routes/first', { name: 'First', to: [] }],
      ['DELETE', '/configuration/sources/phone'],
      ['DELETE', '/configuration/routes/second'],
      ['PUT', '/configuration/general', { defaultRegion: 'US' }],
      ['PUT', '/configuration/routes', { order: ['second', 'first'] }],
    ];
    for (const [method, path, body] of calls) {
      const answer = await call(method, path, body);
      assert.deepEqual([answer.status, answer.body.code], [409, 'provisioned'], `${method} ${path}`);
      assert.match(answer.body.detail, /is set in .*keypigeon\.yaml: change it there and apply it\.$/);
    }
  });

  it('leaves line tests to others that the file does not name', async () => {
    const lines = `${yaml}providers: [{ id: acme, kind: console }]\n`;
    const nightly = { id: 'nightly', to: 'burner', via: 'acme', everyMinutes: 1440, enabled: false };
    await apply(`${lines}canaries: [${JSON.stringify(nightly)}]\n`);
    const own = { ...nightly, id: 'own' };
    const listed = async () => {
      const { canaries } = (await call('GET', '/configuration/items')).body.general;
      return canaries.map(({ id, provisioned }: { id: string; provisioned: boolean }) => [id, provisioned]);
    };
    const save = (canaries: object[] | null, more = {}) => call('PUT', '/configuration/general', { canaries, ...more });
    const { canaries } = (await call('GET', '/configuration/items')).body.general;
    const saved = await save([...canaries, own]);
    assert.deepEqual([saved.status, saved.body.general?.canaries.length], [200, 2], saved.text);
    assert.deepEqual(await listed(), [
      ['nightly', true],
      ['own', false],
    ]);
    for (const wish of [[own], null, [{ ...nightly, everyMinutes: 60 }, own]]) {
      const refused = await save(wish);
      assert.deepEqual([refused.status, refused.body.code], [409, 'provisioned']);
      assert.match(refused.body.detail, /^the line test "nightly" is set in .*: change it there/);
    }
    assert.equal((await save([nightly, own], { defaultRegion: 'US' })).body.code, 'provisioned');
    assert.equal((await save([nightly, own, own])).status, 422);
    await apply(lines);
    assert.deepEqual(await listed(), [['own', false]]);
    assert.equal((await save(null)).status, 200);
    await apply(yaml);
    assert.deepEqual(await listed(), []);
  });

  it('asks the routes of the file first, however often the file comes', async () => {
    assert.equal((await call('PUT', '/configuration/routes/mine', { name: 'Mine', to: [] })).status, 200);
    assert.equal((await call('PUT', '/configuration/routes/too', { name: 'Too', to: [] })).status, 200);
    assert.equal(
      (await call('PUT', '/configuration/routes', { order: ['first', 'second', 'too', 'mine'] })).status,
      204,
    );
    await apply(`${yaml}# again\n`);
    const { routes } = (await call('GET', '/configuration/items')).body;
    assert.deepEqual(
      routes.map((one: { id: string }) => one.id),
      ['first', 'second', 'too', 'mine'],
    );
    for (const id of ['mine', 'too']) assert.equal((await call('DELETE', `/configuration/routes/${id}`)).status, 204);
  });

  it('gives the file what was made by hand once it names that too', async () => {
    const made = await call('PUT', '/configuration/destinations/mine', { kind: 'console', show: 'full' });
    assert.deepEqual([made.status, made.body.item.provisioned], [200, false]);
    const named = yaml.replace('{ id: other, kind: console }', '$&, { id: mine, kind: console, show: notice }');
    await apply(named);
    assert.deepEqual(await itemOf('destinations', 'mine').then(({ provisioned, show }) => [provisioned, show]), [
      true,
      'notice',
    ]);
    assert.equal((await call('DELETE', '/configuration/destinations/mine')).status, 409);
    await apply(`${yaml}# without it\n`);
    assert.equal(await itemOf('destinations', 'mine'), undefined);
  });

  it('takes by hand what a file made and names no more', async () => {
    const again = await call('PUT', '/configuration/destinations/mine', { kind: 'console' });
    assert.deepEqual([again.status, again.body.item.provisioned], [200, false]);
    await apply(`${yaml}# still without it\n`);
    assert.equal((await itemOf('destinations', 'mine')).provisioned, false);
  });

  it('warns when a file takes away what something made by hand names', async () => {
    assert.equal(
      (await call('PUT', '/configuration/routes/mine', { name: 'Mine', to: ['other', 'mine'] })).status,
      200,
    );
    const { warnings } = await apply(`
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, number: "+15550100001", owner: ann }]
sources: [{ id: phone, kind: webhook, line: burner, pathSecret: ${pathSecret} }]
`);
    assert.deepEqual(
      warnings.filter((one) => one.startsWith('routes.')),
      ['routes.mine.to[0]: there is no destination "other"; expected one of mine'],
    );
    await handIn(served.url, 'Your Acme code is 482913');
    const elsewhere = await call('PUT', '/configuration/destinations/more', { kind: 'console' });
    assert.equal(elsewhere.status, 200, 'what was wrong before keeps nobody from changing something else');
    const { status, body } = await call('PUT', '/configuration/routes/mine', { name: 'Mine', to: ['other'] });
    assert.deepEqual([status, body.problems[0].path], [422, 'to[0]']);
  });
});
