import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { handIn, json, pathSecret } from '../src/http/fixtures.ts';
import { startSlackSimulator } from '../src/simulators/slack.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';

/** Whatever the API answered; a test says what it reads by comparing it. */
type Json = ReturnType<typeof JSON.parse>;

function caller(served: ServedHub) {
  return async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await served.api(path, {
      method,
      headers: body === undefined ? headers : { ...json, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      etag: answer.headers.get('etag'),
      body: (text === '' ? null : JSON.parse(text)) as Json,
      text,
    };
  };
}

describe('the configuration, thing by thing, of a hub without a file', () => {
  let served: ServedHub;
  let call: ReturnType<typeof caller>;
  let slack: Awaited<ReturnType<typeof startSlackSimulator>>;

  before(async () => {
    slack = await startSlackSimulator();
    served = await serveHub(null);
    call = caller(served);
  });
  after(async () => {
    await served.close();
    await slack.close();
  });

  it('asks for a person first', async () => {
    const { status, body } = await call('PUT', '/configuration/lines/burner', { number: '+15550100001' });
    assert.equal(status, 422);
    assert.deepEqual(body.problems, [{ path: '', message: 'there is nobody yet: add a person first' }]);
    assert.equal((await call('POST', '/people', { id: 'ann', name: 'Ann', role: 'owner' })).status, 201);
  });

  it('takes a line, a source, a destination and a route, and relays the next text by them at once', async () => {
    await call('PUT', '/configuration/general', { allowHosts: ['127.0.0.1'], defaultRegion: 'US' });
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
    assert.equal(
      (await call('PUT', '/configuration/destinations/team', { kind: 'slack', webhookUrl: slack.webhookUrl })).status,
      200,
    );
    const route = await call('PUT', '/configuration/routes/codes', {
      name: 'Codes',
      when: { hasCode: true },
      to: ['team'],
    });
    assert.equal(route.status, 200, route.text);
    await handIn(served.url, 'Your Acme code is 482913');
    for (let look = 0; look < 300 && slack.messages.length === 0; look++)
      await new Promise((done) => setTimeout(done, 10));
    assert.match(JSON.stringify(slack.messages), /482913/);
  });
});
