import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readEventStream } from '../../test/helpers/event-reader.ts';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { settle, type WebBrowser } from '../../test/helpers/web-browser.ts';
import { handIn, json, pathSecret, twoPeople } from './fixtures.ts';

describe('searching and exporting messages', () => {
  let served: ServedHub;
  let ann: WebBrowser;
  let bob: WebBrowser;
  let eve: WebBrowser;
  let acme = '';

  before(async () => {
    served = await serveHub(twoPeople);
    const owner = JSON.stringify({ id: 'eve', name: 'Eve', role: 'owner' });
    await served.api('/people', { method: 'POST', headers: json, body: owner });
    ann = await settle(served, 'ann');
    bob = await settle(served, 'bob');
    eve = await settle(served, 'eve');
    acme = await handIn(served.url, 'Your Acme code is 111222', 'phone');
    await handIn(served.url, 'Your Initech code is 333444', 'other');
    const formula = { sender: '=HYPERLINK("http://example.com")', text: 'Hello, "you"' };
    for (const sender of [formula.sender, '+15550100077', '@SUM(1)', '-1', ' =1', 'a,b'])
      await fetch(`${served.url}/hooks/phone/${pathSecret}`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ ...formula, sender }),
      });
  });
  after(() => served.close());

  const bodies = async (browser: WebBrowser, query: string): Promise<string[]> =>
    (await browser.get(`/messages?${query}`)).json.messages.map((one: { text: string }) => one.text);

  it('finds words in texts and metadata, page by page', async () => {
    assert.deepEqual(await bodies(ann, 'q=ACME+111222'), ['Your Acme code is 111222']);
    assert.deepEqual(await bodies(ann, 'q=burner&hasCode=true'), ['Your Acme code is 111222']);
    assert.equal((await bodies(ann, 'q=+')).length, 7);
    const first = await ann.get('/messages?q=burner&limit=4');
    const rest = await ann.get(`/messages?q=burner&limit=4&before=${first.json.next}`);
    assert.deepEqual([first.json.messages.length, rest.json.messages.length, rest.json.next], [4, 3, null]);
    assert.equal((await bodies(ann, 'sender=%2B15550100077')).length, 1);
    assert.equal((await bodies(ann, 'from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00%2B01:00')).length, 0);
    for (const query of ['from=yesterday', `q=${'x'.repeat(201)}`, 'before=1'])
      assert.equal((await ann.get(`/messages?${query}`)).status, 400, query);
  });

  it("finds nothing of another's by any way", async () => {
    for (const browser of [bob, eve])
      for (const query of ['q=acme', 'q=111222', 'q=burner', 'service=Acme', 'sender=%2B15550100009&line=burner'])
        assert.deepEqual((await browser.get(`/messages?${query}`)).json, { messages: [], next: null }, query);
    assert.doesNotMatch((await bob.get('/messages/facets')).body, /burner|Acme/);
    assert.doesNotMatch((await eve.get('/messages/facets')).body, /burner|office|Acme|Initech/);
    for (const format of ['csv', 'jsonl'])
      for (const browser of [bob, eve]) {
        const { body } = await raw(browser, `/messages/export?format=${format}`);
        assert.doesNotMatch(body, /burner|Acme|15550100077/);
      }
  });

  const raw = async (browser: WebBrowser, path: string) => {
    const cookie = [...browser.cookies].map((one) => one.join('=')).join('; ');
    const answer = await fetch(`${served.url}/api/v1${path}`, { headers: { cookie } });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  };

  it('counts what can be filtered by', async () => {
    const { json: facets } = await ann.get('/messages/facets');
    assert.deepEqual(facets.lines, [{ id: 'burner', count: 7 }]);
    assert.deepEqual(facets.services, [{ name: 'Acme', count: 1 }]);
    assert.ok(facets.senders.some((one: { name: string }) => one.name === '+15550100077'));
  });

  it('exports metadata, no texts and no codes, and nothing that a spreadsheet would run', async () => {
    const jsonl = await raw(ann, '/messages/export');
    assert.equal(jsonl.headers.get('content-disposition'), 'attachment; filename="messages.jsonl"');
    const rows = jsonl.body.trimEnd().split('\n');
    assert.equal(rows.length, 7);
    assert.equal(JSON.parse(rows.at(-1) ?? '').id, acme);
    assert.deepEqual(JSON.parse(rows.at(-1) ?? '').service, 'Acme');
    assert.doesNotMatch(jsonl.body, /111222|Hello/);
    const { body, headers } = await raw(ann, '/messages/export?format=csv');
    assert.match(headers.get('content-type') ?? '', /^text\/csv/);
    assert.equal(body.split('\r\n').length, 9);
    assert.doesNotMatch(body, /111222|Hello/);
    assert.match(body, /"'=HYPERLINK\(""http:\/\/example.com""\)"/);
    for (const safe of ["'+15550100077", "'@SUM(1)", "'-1", '"a,b"']) assert.ok(body.includes(`,${safe},`), safe);
    assert.doesNotMatch(body, /(^|,)"?\s*[=+@-]/m);
    assert.equal((await raw(ann, '/messages/export?q=acme')).body.trimEnd().split('\n').length, 1);
    const { entries } = (await (await served.api('/audit?person=ann')).json()) as { entries: { action: string }[] };
    assert.ok(entries.some(({ action }) => action === 'messages.exported'));
  });

  it('says who took a code, the first one, in lists, alone and live', async () => {
    assert.equal((await ann.get(`/messages/${acme}`)).json.takenBy, null);
    const cookie = [...ann.cookies].map((one) => one.join('=')).join('; ');
    const reader = await readEventStream(served.port, '/api/v1/events', { host: ann.host, cookie });
    await ann.post(`/messages/${acme}/copied`);
    const { takenBy } = (await ann.get(`/messages/${acme}`)).json;
    assert.deepEqual([takenBy.person, takenBy.name], ['ann', 'Ann']);
    await ann.post(`/messages/${acme}/copied`);
    assert.deepEqual((await ann.get('/messages?q=acme')).json.messages[0].takenBy, takenBy);
    await reader.until((events) => events.some(({ event }) => event === 'message.copied'), 'who took it');
    const { takenBy: told, message } = reader.events.find(({ event }) => event === 'message.copied')?.data ?? {};
    assert.deepEqual(told, takenBy);
    assert.deepEqual(message, (await ann.get(`/messages/${acme}`)).json);
    reader.close();
    assert.doesNotMatch((await eve.get('/messages')).body, /"ann","name"|Ann"/);
  });
});
