import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connectAsync, type MqttClient } from 'mqtt';
import { type EmbeddedBroker, startEmbeddedBroker } from '../src/destinations/embedded-broker.ts';
import { handIn, json, pathSecret } from '../src/http/fixtures.ts';
import type { MessageJson } from '../src/http/schemas/message.ts';
import type { WaitJson } from '../src/http/schemas/wait.ts';
import { type SlackSimulator, startSlackSimulator } from '../src/simulators/slack.ts';
import { silentLogger } from '../src/support/logger.ts';
import { readEventStream } from './helpers/event-reader.ts';
import { eventually } from './helpers/eventually.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';
import { settle, type WebBrowser } from './helpers/web-browser.ts';

/** A shared line of Ann's: GitHub goes to both, Initech to Bob by a notice only. */
function configuration(broker: string, annsSlack: string, bobsSlack: string): string {
  return `
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }, { id: bob, name: Bob }, { id: cleo, name: Cleo }]
lines:
  - { id: burner, number: "+15550100001", owner: ann, unmatched: [ann-slack] }
  - { id: office, number: "+15550100002", owner: bob, unmatched: [] }
sources:
  - { id: phone, kind: webhook, line: burner, pathSecret: ${pathSecret} }
  - { id: other, kind: webhook, line: office, pathSecret: ${pathSecret} }
destinations:
  - { id: ann-slack, kind: slack, owner: ann, webhookUrl: "${annsSlack}", show: full }
  - { id: bob-slack, kind: slack, owner: bob, webhookUrl: "${bobsSlack}", show: full }
  - { id: bob-notices, kind: console, owner: bob, show: notice }
  - { id: desk, kind: mqtt, owner: ann, url: "${broker}", username: tester, password: for-tests-only, topic: desk }
routes:
  - { name: GitHub, when: { service: GitHub }, to: [ann-slack, bob-slack, desk] }
  - { name: Initech, when: { service: Initech }, to: [ann-slack, bob-notices] }
  - { name: Alarm, when: { event: not-me }, to: [ann-slack] }
`;
}

describe('waiting for a code', () => {
  let annsSlack: SlackSimulator;
  let bobsSlack: SlackSimulator;
  let served: ServedHub;
  let broker: EmbeddedBroker;
  let mqtt: MqttClient;
  const login = { username: 'tester', password: 'for-tests-only' };
  const atDesk: { code?: string; id: string }[] = [];
  let ann: WebBrowser;
  let bob: WebBrowser;
  let cleo: WebBrowser;

  before(async () => {
    annsSlack = await startSlackSimulator();
    bobsSlack = await startSlackSimulator();
    broker = await startEmbeddedBroker({ ...login, listen: '127.0.0.1:0', log: silentLogger });
    served = await serveHub(configuration(broker.url, annsSlack.webhookUrl, bobsSlack.webhookUrl));
    mqtt = await connectAsync(broker.url, { ...login, protocolVersion: 4 });
    mqtt.on('message', (_topic, payload) => atDesk.push(JSON.parse(payload.toString())));
    await mqtt.subscribeAsync('desk');
    [ann, bob, cleo] = [await settle(served, 'ann'), await settle(served, 'bob'), await settle(served, 'cleo')];
  });
  after(async () => {
    await mqtt?.endAsync();
    await served?.close();
    await broker?.close();
    await annsSlack?.close();
    await bobsSlack?.close();
  });

  const wait = async (who: WebBrowser, wish: object = {}): Promise<WaitJson> => {
    const { status, json: made } = await who.post('/waits', wish);
    assert.equal(status, 201, JSON.stringify(made));
    return made;
  };
  const now = async (who: WebBrowser, { id }: { id: string }): Promise<WaitJson> =>
    (await who.get(`/waits/${id}`)).json;
  const read = async (who: WebBrowser, id: string): Promise<MessageJson> => (await who.get(`/messages/${id}`)).json;
  const end = (who: WebBrowser, { id }: { id: string }) =>
    who.send('DELETE', `/waits/${id}`, undefined, { origin: who.origin });
  const said = (slack: SlackSimulator, code: string) => slack.messages.some(({ text }) => text?.includes(code));
  const came = (slack: SlackSimulator, count: number) =>
    eventually(() => slack.messages.length >= count, `${count} messages on Slack`);

  it('gives the code to who waits, and a notice to the others', async () => {
    const begun = await wait(bob, { service: 'git hub' });
    assert.deepEqual(
      [begun.service, begun.person, begun.state, begun.open, begun.usualDelayMs],
      ['GitHub', 'bob', 'waiting', true, 60_000],
    );
    const before = [annsSlack.messages.length, bobsSlack.messages.length, atDesk.length] as const;
    const id = await handIn(served.url, 'Your GitHub code is 481516');
    await came(annsSlack, before[0] + 1);
    await came(bobsSlack, before[1] + 1);
    await eventually(() => atDesk.length > before[2], 'a notice on the desk');
    assert.equal(said(bobsSlack, '481516'), true);
    assert.equal(said(annsSlack, '481516'), false);
    assert.deepEqual([atDesk.at(-1)?.id, atDesk.at(-1)?.code], [id, undefined]);
    const over = await now(bob, begun);
    assert.deepEqual([over.state, over.open, over.messageId, over.causes], ['came', false, id, []]);
    const own = await read(ann, id);
    assert.deepEqual([own.view, own.code, own.waitedBy], ['full', '481516', { person: 'bob', name: 'Bob' }]);
    const explanation = (await ann.get(`/messages/${id}/explanation`)).json;
    assert.ok(
      explanation.revisions[0].lines.includes('Bob was waiting for GitHub: others got a notice (ann-slack, desk).'),
      explanation.revisions[0].lines.join('\n'),
    );
    // What was narrowed stays narrow when it is sent again.
    const narrow = explanation.deliveries.find((one: { destination: string }) => one.destination === 'ann-slack');
    assert.equal(narrow.show, 'notice');
    const sent = annsSlack.messages.length;
    assert.equal((await ann.post(`/deliveries/${narrow.id}/retry`)).status, 202);
    await came(annsSlack, sent + 1);
    assert.equal(said(annsSlack, '481516'), false);
  });

  it('shows the code on no board but of who waited', async () => {
    const boardOf = async (person: string) => {
      const body = JSON.stringify({ name: 'wall', scopes: ['board'], person });
      const made = (await (await served.api('/tokens', { method: 'POST', headers: json, body })).json()) as object;
      const authorization = `Bearer ${'token' in made ? made.token : ''}`;
      return (await served.api('/board', { headers: { authorization } })).text();
    };
    assert.match(await boardOf('bob'), /481516/);
    assert.doesNotMatch(await boardOf('ann'), /481516/);
  });

  it('is over after one code', async () => {
    await handIn(served.url, 'Your GitHub code is 424242');
    await eventually(() => said(annsSlack, '424242') && said(bobsSlack, '424242'), 'both get it');
    await eventually(() => atDesk.at(-1)?.code === '424242', 'so does the desk');
  });

  it('goes by who began first, and leaves the other waiting', async () => {
    const first = await wait(ann, { service: 'github.com' });
    const second = await wait(bob, { service: 'GITHUB' });
    const id = await handIn(served.url, 'Your GitHub code is 515253');
    await eventually(() => said(annsSlack, '515253'), 'the first gets it');
    assert.equal((await now(ann, first)).messageId, id);
    const left = await now(bob, second);
    assert.deepEqual([left.state, left.messageId], ['waiting', null]);
    const seen = await read(bob, id);
    assert.deepEqual([seen.view, seen.code, seen.text, seen.waitedBy?.name], ['notice', null, null, 'Ann']);
    assert.equal(said(bobsSlack, '515253'), false);
    const next = await handIn(served.url, 'Your GitHub code is 616263');
    await eventually(() => said(bobsSlack, '616263'), 'the second gets the next one');
    assert.equal((await now(bob, second)).messageId, next);
    assert.equal(said(annsSlack, '616263'), false);
  });

  it('takes neither other services, other lines, texts without code, nor backwards in time', async () => {
    const forAcme = await wait(bob, { service: 'Acme' });
    const onOffice = await wait(bob, { line: 'office' });
    await handIn(served.url, 'Your GitHub code is 717273');
    await handIn(served.url, 'Dinner at eight?', 'other');
    await eventually(() => said(annsSlack, '717273'), 'ann gets hers');
    assert.equal((await now(bob, forAcme)).state, 'waiting');
    assert.equal((await now(bob, onOffice)).state, 'waiting');
    const id = await handIn(served.url, 'Your Acme code is 313233', 'other');
    assert.equal((await now(bob, onOffice)).messageId, id);
    assert.equal((await now(bob, forAcme)).messageId, id, 'both of one person are over by one code');
  });

  it('does not count once it was ended', async () => {
    const begun = await wait(bob, { service: 'GitHub' });
    assert.equal((await end(bob, begun)).status, 204);
    assert.equal((await end(bob, begun)).status, 204);
    assert.deepEqual([(await now(bob, begun)).state, (await now(bob, begun)).open], ['ended', false]);
    await handIn(served.url, 'Your GitHub code is 818283');
    await eventually(() => said(annsSlack, '818283') && said(bobsSlack, '818283'), 'both get it');
  });

  it('learns what is usual from earlier waits', async () => {
    const begun = await wait(bob, { service: 'GitHub' });
    assert.equal(begun.usualDelayMs, 10_000, 'they took no time, and less than this says nothing');
    await end(bob, begun);
  });

  it('gets nobody what they would not see', async () => {
    const greedy = await wait(cleo, {});
    const byNotice = await wait(bob, { service: 'Initech' });
    const id = await handIn(served.url, 'Your Initech code is 919293');
    await eventually(() => said(annsSlack, '919293'), 'ann gets it in full');
    assert.equal((await cleo.get(`/messages/${id}`)).status, 404);
    assert.equal((await now(cleo, greedy)).state, 'waiting');
    assert.equal((await now(bob, byNotice)).state, 'waiting');
    assert.equal((await read(ann, id)).waitedBy, null);
    await end(cleo, greedy);
    await end(bob, byNotice);
  });

  it("keeps waits from others, and does not tell a stranger's line from none", async () => {
    const begun = await wait(ann, { service: 'GitHub' });
    for (const answer of [await bob.get(`/waits/${begun.id}`), await end(bob, begun)]) assert.equal(answer.status, 404);
    assert.equal((await now(ann, begun)).state, 'waiting');
    assert.ok(!(await bob.get('/waits')).body.includes(begun.id));
    await end(ann, begun);
    const [theirs, none] = [
      await cleo.post('/waits', { line: 'burner' }),
      await cleo.post('/waits', { line: 'no-such-line' }),
    ];
    assert.deepEqual([theirs.status, theirs.json.detail], [404, none.json.detail]);
    await end(bob, await wait(bob, { line: 'burner' }));
    for (const minutes of [0, 31, 1.5]) assert.equal((await bob.post('/waits', { minutes })).status, 400);
  });

  it('tells the one who waits by an event, and nobody else', async () => {
    const stream = (who: WebBrowser) =>
      readEventStream(served.port, '/api/v1/events', {
        host: who.host,
        cookie: [...who.cookies].map((one) => one.join('=')).join('; '),
      });
    const [anns, cleos] = [await stream(ann), await stream(cleo)];
    const begun = await wait(ann, { service: 'GitHub', line: 'burner' });
    const id = await handIn(served.url, 'Your GitHub code is 202122');
    const states = () =>
      anns.events.flatMap(({ event, data }) => (event === 'wait' ? [(data.wait as WaitJson).messageId] : []));
    await eventually(() => states().at(-1) === id, 'it came');
    assert.equal(anns.events.find(({ event }) => event === 'wait')?.data.waitId, begun.id);
    assert.equal(cleos.raw.includes('"wait'), false);
    anns.close();
    cleos.close();
  });

  it('lets nobody hold more than ten', async () => {
    for (const { id, open } of (await bob.get('/waits')).json.waits) if (open) await end(bob, { id });
    const made = [];
    for (let count = 0; count < 10; count++) made.push(await wait(bob, { service: 'Acme' }));
    assert.equal((await bob.post('/waits', {})).status, 409);
    for (const one of made) await end(bob, one);
  });

  it("takes nothing from anybody where an administrator's token waits", async () => {
    const answer = await served.api('/waits', { method: 'POST', headers: json, body: '{"service":"GitHub"}' });
    const begun = (await answer.json()) as WaitJson;
    const id = await handIn(served.url, 'Your GitHub code is 232425');
    const over = (await (await served.api(`/waits/${begun.id}`)).json()) as WaitJson;
    assert.deepEqual([over.state, over.messageId, over.person], ['came', id, null]);
    await eventually(() => said(annsSlack, '232425') && said(bobsSlack, '232425'), 'both get it');
    assert.equal((await read(ann, id)).waitedBy, null);
  });

  it('outlives a restart, and what was narrowed stays so', async () => {
    const begun = await wait(bob, { service: 'GitHub' });
    annsSlack.failAlways({ status: 503 });
    const id = await handIn(served.url, 'Your GitHub code is 262728');
    const second = await wait(bob, { service: 'Acme', line: 'office' });
    await served.restart();
    annsSlack.heal();
    const sent = annsSlack.messages.length;
    await came(annsSlack, sent + 1);
    assert.equal(said(annsSlack, '262728'), false);
    assert.equal((await now(bob, begun)).messageId, id);
    const next = await handIn(served.url, 'Your Acme code is 292827', 'other');
    assert.equal((await now(bob, second)).messageId, next);
  });

  it('"this wasn\'t me" marks the account and goes where a route sends it, once', async () => {
    const id = await handIn(served.url, 'Your GitHub code is 555111');
    const sent = annsSlack.messages.length;
    for (const path of [`/messages/${id}/not-me`]) assert.equal((await cleo.post(path)).status, 404);
    const [one, two] = [await bob.post(`/messages/${id}/not-me`), await bob.post(`/messages/${id}/not-me`)];
    assert.deepEqual([one.status, two.status], [200, 200]);
    assert.match(one.json.advice[0], /^Give this code to nobody/);
    await eventually(() => annsSlack.messages.some(({ text }) => text?.includes("this wasn't me")), 'the alarm');
    assert.equal(annsSlack.messages.filter(({ text }) => text?.includes("this wasn't me")).length, 1);
    const alarm = annsSlack.messages.find(({ text }) => text?.includes("this wasn't me"))?.text ?? '';
    assert.match(alarm, /^A code of GitHub that came to line burner at 20/);
    assert.doesNotMatch(alarm, /555111/);
    assert.ok(sent > 0);
    assert.equal((await read(bob, id)).underAttack, true);
    const later = await handIn(served.url, 'Your GitHub code is 555222');
    const other = await handIn(served.url, 'Your Acme code is 555333');
    assert.equal((await read(ann, later)).underAttack, true);
    assert.equal((await read(ann, other)).underAttack, false);
    const { attacks } = (await ann.get('/attacks')).json;
    assert.deepEqual(
      attacks.map((attack: { messageId: string; by: object }) => [attack.messageId, attack.by]),
      [[id, { person: 'bob', name: 'Bob' }]],
    );
    assert.deepEqual((await cleo.get('/attacks')).json.attacks, []);
    const { entries } = (await (await served.api('/audit?person=bob')).json()) as { entries: { action: string }[] };
    assert.equal(entries.filter(({ action }) => action === 'message.not-me').length, 1);
  });

  it('"this wasn\'t me" is taken back by who said it or whose line it is, not by another reader', async () => {
    const takeBack = (who: WebBrowser, id: string) =>
      who.send('DELETE', `/messages/${id}/not-me`, undefined, { origin: who.origin });
    const id = await handIn(served.url, 'Your GitHub code is 666111');
    assert.equal((await takeBack(ann, id)).status, 404, 'nobody said so');
    await ann.post(`/messages/${id}/not-me`);
    assert.equal((await takeBack(bob, id)).status, 404);
    assert.equal((await takeBack(cleo, id)).status, 404);
    assert.equal((await takeBack(ann, id)).status, 204);
    const [marked] = (await ann.get('/attacks')).json.attacks;
    assert.equal((await takeBack(ann, marked.messageId)).status, 204, 'bob said so of her line');
    assert.equal((await read(ann, id)).underAttack, false);
    const plain = await handIn(served.url, 'Dinner at eight?');
    assert.equal((await ann.post(`/messages/${plain}/not-me`)).status, 409);
  });
});
