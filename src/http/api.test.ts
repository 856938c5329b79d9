import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { handIn, json, twoPeople } from './fixtures.ts';
import { triedDeliverySchema } from './schemas/delivery.ts';
import { messageSchema } from './schemas/message.ts';

const yaml = `${twoPeople}
destinations: [{ id: away, kind: webhook, owner: ann, url: "https://127.0.0.1:9/", secret: whsec_${Buffer.alloc(24).toString('base64')} }]
routes: [{ name: GitHub, when: { service: GitHub }, to: [away] }]
`;

describe('the API', () => {
  let served: ServedHub;
  let messageId: string;

  before(async () => {
    served = await serveHub(yaml);
    messageId = await handIn(served.url, 'Your GitHub code is 123456');
    await handIn(served.url, 'Lunch at noon?', 'other');
    await handIn(served.url, 'Your Acme code is 654321', 'other');
  });
  after(() => served.close());

  async function get(path: string): Promise<Record<string, never>> {
    const response = await served.api(path);
    assert.equal(response.status, 200, path);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('server'), null);
    return (await response.json()) as Record<string, never>;
  }

  async function list(
    query: string,
  ): Promise<{ messages: { id: string; text: string; code: string }[]; next: string }> {
    const page = (await get(`/messages${query}`)) as never as Awaited<ReturnType<typeof list>>;
    for (const message of page.messages) messageSchema.parse(message);
    return page;
  }

  interface Explained {
    revisions: { lines: string[] }[];
    deliveries: { attempts: unknown[] }[];
  }

  async function firstAttempt(): Promise<Explained> {
    for (let tries = 0; tries < 500; tries += 1) {
      const answer: Explained = (await get(`/messages/${messageId}/explanation`)) as never;
      if ((answer.deliveries[0]?.attempts.length ?? 0) > 0) return answer;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('no attempt was made within 10 s');
  }

  it('pages through messages, newest first, by the cursor', async () => {
    const first = await list('?limit=2');
    assert.deepEqual(
      first.messages.map(({ text }) => text),
      ['Your Acme code is 654321', 'Lunch at noon?'],
    );
    const second = await list(`?limit=2&before=${first.next}`);
    assert.deepEqual(
      second.messages.map(({ code }) => code),
      ['123456'],
    );
    assert.equal(second.next, null);
  });

  it('filters messages by line, service and code', async () => {
    assert.equal((await list('?line=burner')).messages.length, 1);
    assert.equal((await list('?service=GitHub')).messages[0]?.id, messageId);
    assert.equal((await list('?hasCode=false')).messages[0]?.text, 'Lunch at noon?');
    assert.equal((await list('?hasCode=true')).messages.length, 2);
  });

  it('shows a message as far as asked', async () => {
    const shown = async (query: string) => {
      const { text, code } = messageSchema.parse(await get(`/messages/${messageId}${query}`));
      return { text, code };
    };
    assert.deepEqual(await shown(''), { text: 'Your GitHub code is 123456', code: '123456' });
    assert.deepEqual(await shown('?show=code'), { text: null, code: '123456' });
    assert.deepEqual(await shown('?show=notice'), { text: null, code: null });
  });

  it('explains a message with its deliveries and their attempts', async () => {
    const answer = await firstAttempt();
    assert.match(
      answer.revisions[0]?.lines.join('\n') ?? '',
      /Route "GitHub" \(revision 1\) matched: service is GitHub: yes/,
    );
    const delivery = triedDeliverySchema.parse(answer.deliveries[0]);
    assert.equal(delivery.route, 'GitHub');
    assert.ok(['temporary', 'permanent'].includes(delivery.attempts[0]?.outcome ?? ''));
  });

  it('explains a text that never came, and stores nothing', async () => {
    const body = JSON.stringify({ line: 'burner', sender: '12345', text: 'GitHub code: 999999' });
    const response = await served.api('/explanations', { method: 'POST', headers: json, body });
    const answer = (await response.json()) as { code: string; lines: string[]; trace: { destinations: unknown[] } };
    assert.equal(answer.code, '999999');
    assert.deepEqual(answer.trace.destinations, [{ destinationId: 'away', route: 'GitHub' }]);
    assert.ok(answer.lines.includes('To away by route "GitHub".'));
    assert.equal((await list('')).messages.length, 3);
  });

  it('lists deliveries by message, destination and state, and sends one again', async () => {
    const deliveries = async (query: string) =>
      ((await get(`/deliveries${query}`)) as never as { deliveries: { id: string; state: string }[] }).deliveries;
    assert.equal((await deliveries(`?message=${messageId}&destination=away`)).length, 1);
    assert.equal((await deliveries('?destination=nowhere')).length, 0);
    assert.equal((await deliveries('?state=delivered')).length, 0);
    const id = (await deliveries(''))[0]?.id ?? '';
    const response = await served.api(`/deliveries/${id}/retry`, { method: 'POST' });
    // Refused while it is still tried; taken once it has failed for good.
    assert.ok([202, 409].includes(response.status));
    const problem = (await response.json()) as { code?: string };
    assert.ok(response.status === 202 || problem.code === 'conflict');
  });

  it('lists sources and destinations with their health', async () => {
    const { sources } = (await get('/sources')) as never as { sources: { id: string; health: { state: string } }[] };
    assert.deepEqual(
      sources.map(({ id, health }) => [id, health.state]),
      [
        ['other', 'ok'],
        ['phone', 'ok'],
      ],
    );
    const { destinations } = (await get('/destinations')) as never as { destinations: { id: string; held: number }[] };
    assert.deepEqual(
      destinations.map(({ id }) => id),
      ['away'],
    );
  });

  it('sends a test and tells the real answer', async () => {
    const response = await served.api('/destinations/away/test', { method: 'POST' });
    assert.equal(response.status, 200);
    const { destination, outcome, detail } = (await response.json()) as Record<string, string>;
    assert.equal(destination, 'away');
    assert.notEqual(outcome, 'sent');
    assert.ok((detail ?? '').length > 0);
  });

  it('exports the configuration without secrets, and takes it back', async () => {
    const exported = await (await served.api('/configuration')).text();
    assert.match(exported, /id: phone/);
    assert.doesNotMatch(exported, /path-secret|whsec_/);
    const changed = `${await readFile(join(served.folder, 'keypigeon.yaml'), 'utf8')}# changed\n`;
    const put = (query: string, body: string) =>
      served.api(`/configuration${query}`, { method: 'PUT', headers: { 'content-type': 'application/yaml' }, body });
    assert.deepEqual(pick(await (await put('?dryRun=true', changed)).json()), { applied: false, problems: [] });
    assert.deepEqual(pick(await (await put('', changed)).json()), { applied: true, problems: [] });
    assert.deepEqual(pick(await (await put('', changed)).json()), { applied: false, problems: [] });
    const checked = (await (await put('?dryRun=true', 'foo: 1')).json()) as { problems: string[] };
    assert.match(checked.problems[0] ?? '', /foo/);
    assert.equal((await put('', 'foo: 1')).status, 400);
  });

  it('makes, lists and revokes tokens', async () => {
    const body = JSON.stringify({ name: 'desk', scopes: ['read'] });
    const response = await served.api('/tokens', { method: 'POST', headers: json, body });
    assert.equal(response.status, 201);
    const { id, token } = (await response.json()) as { id: string; token: string };
    assert.match(token, /^kp_[A-Za-z0-9_-]{43}$/);
    const listed = JSON.stringify(await get('/tokens'));
    assert.ok(listed.includes(id));
    assert.ok(!listed.includes(token));
    const asDesk = { headers: { authorization: `Bearer ${token}` } };
    assert.equal((await served.api('/messages', asDesk)).status, 200);
    assert.equal((await served.api(`/tokens/${id}`, { method: 'DELETE' })).status, 204);
    assert.equal((await served.api('/messages', asDesk)).status, 401);
    assert.equal((await served.api(`/tokens/${id}`, { method: 'DELETE' })).status, 404);
  });
});

function pick(result: unknown): unknown {
  const { applied, problems } = result as { applied: boolean; problems: string[] };
  return { applied, problems };
}
