import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  basic,
  type Credentials,
  messagesUrl,
  office,
  officialClient,
  phone,
  serveTwilioHub,
  slow,
  type TwilioHub,
  until,
} from '../../../test/helpers/twilio-hub.ts';

describe('the official client of Twilio', () => {
  let hub: TwilioHub;
  let app: Credentials;
  let client: ReturnType<typeof officialClient>;

  before(async () => {
    hub = await serveTwilioHub();
    app = await hub.makeApp({ name: 'doorbell', owner: 'ann' });
    client = officialClient(app, hub.served.url);
  });
  after(() => hub.close());

  const untilSent = (sid: string) =>
    until(async () => {
      const message = await client.messages(sid).fetch();
      return message.status === 'sent' ? message : undefined;
    });

  it('sends a text and fetches what became of it', async () => {
    const made = await client.messages.create({ to: phone, from: office, body: 'Ding dong' });
    assert.match(made.sid, /^SM[0-9a-f]{32}$/);
    const { status, direction, apiVersion, accountSid, numSegments, numMedia, errorCode, price, dateSent } = made;
    assert.deepEqual(
      [status, direction, apiVersion, accountSid, numSegments, numMedia, errorCode, price, dateSent],
      ['queued', 'outbound-api', '2010-04-01', app.accountSid, '1', '0', null, null, null],
    );
    const sent = await untilSent(made.sid);
    assert.deepEqual([sent.to, sent.from, sent.body], [phone, office, 'Ding dong']);
    assert.ok(Math.abs(sent.dateSent.getTime() - Date.now()) < 60_000);
    assert.ok(sent.dateUpdated.getTime() >= sent.dateCreated.getTime() - 1_000);
    assert.equal(sent.uri, `/2010-04-01/Accounts/${app.accountSid}/Messages/${made.sid}.json`);
    assert.equal(hub.provider.sent().at(-1)?.body, 'Ding dong');
    assert.deepEqual(await client.messages(made.sid).media.list(), []);
  });

  it('counts the parts of a long text, and reads a national number', async () => {
    const made = await client.messages.create({ to: '(555) 010-0003', from: '555-010-0002', body: 'ü'.repeat(161) });
    assert.deepEqual([made.to, made.from, made.numSegments], [phone, office, '2']);
  });

  it('may leave out From where the app has one line only, and may name a line by its id', async () => {
    const single = officialClient(await hub.makeApp({ name: 'one line', lines: ['office'] }), hub.served.url);
    assert.equal((await single.messages.create({ to: phone, body: 'a' } as never)).from, office);
    assert.equal((await single.messages.create({ to: phone, from: 'office', body: 'a' })).from, office);
    await assert.rejects(single.messages.create({ to: phone, from: slow, body: 'a' }), { code: 21606 });
  });

  it('cancels what waits, erases and deletes what is over', async () => {
    const client = officialClient(await hub.makeApp({ name: 'slow', lines: ['slow'] }), hub.served.url);
    const create = () => client.messages.create({ to: phone, from: slow, body: 'Later' });
    const first = await create();
    const waiting = await create();
    const erasing = client.messages(waiting.sid).update({ body: '' });
    await assert.rejects(erasing, { status: 409, code: 20009 });
    await assert.rejects(client.messages(waiting.sid).remove(), { status: 409, code: 20009 });
    const canceled = await client.messages(waiting.sid).update({ status: 'canceled' });
    assert.deepEqual([canceled.status, canceled.body], ['canceled', 'Later']);
    await assert.rejects(client.messages(waiting.sid).update({ status: 'canceled' }), { status: 409, code: 30409 });
    await assert.rejects(client.messages(waiting.sid).update({ body: 'Other' }), { status: 400, code: 20422 });
    assert.equal((await client.messages(waiting.sid).update({ body: '' })).body, '');
    assert.equal((await client.messages(waiting.sid).fetch()).body, '');
    assert.equal(await client.messages(waiting.sid).remove(), true);
    await assert.rejects(client.messages(waiting.sid).fetch(), { status: 404, code: 20404 });
    assert.deepEqual(
      (await client.messages.list()).map(({ sid }) => sid),
      [first.sid],
    );
  });

  it('lists through all pages, newest first, back and forth', async () => {
    const client = officialClient(await hub.makeApp({ name: 'list', owner: 'ann' }), hub.served.url);
    for (let index = 0; index < 7; index += 1)
      await client.messages.create({ to: index % 2 === 0 ? phone : '+15550100004', from: office, body: `${index}` });
    const bodies = (messages: { body: string }[]) => messages.map(({ body }) => body).join('');
    assert.equal(bodies(await client.messages.list({ pageSize: 3 })), '6543210');
    assert.equal(bodies(await client.messages.list({ limit: 4, pageSize: 2 })), '6543');
    assert.equal(bodies(await client.messages.list({ to: phone, pageSize: 1 })), '6420');
    assert.equal(bodies(await client.messages.list({ from: slow })), '');
    const first = await client.messages.page({ pageSize: 3 });
    assert.equal(first.previousPageUrl, undefined);
    await client.messages.create({ to: phone, from: office, body: 'n' });
    const second = await first.nextPage();
    assert.equal(bodies(second?.instances ?? []), '321');
    assert.equal(bodies((await second?.previousPage())?.instances ?? []), '654');
    const last = await second?.nextPage();
    assert.equal(bodies(last?.instances ?? []), '0');
    assert.equal(last?.nextPageUrl, undefined);
    assert.equal(bodies((await client.messages.page({ pageSize: 3, pageNumber: 1 })).instances), '432');
  });

  it('filters by the day and by times', async () => {
    const now = Date.now();
    const [past, future] = [new Date(now - 3_600_000), new Date(now + 3_600_000)];
    const count = async (filter: object) => (await client.messages.list(filter)).length;
    assert.ok((await count({ dateSentAfter: past })) > 0);
    assert.equal(await count({ dateSentAfter: future }), 0);
    assert.ok((await count({ dateSentAfter: past, dateSentBefore: future })) > 0);
    assert.equal(await count({ dateSentBefore: past }), 0);
    assert.equal(await count({ dateSent: new Date(now - 3 * 86_400_000) }), 0);
    const list = await fetch(`${messagesUrl(app, hub.served.url)}?DateSent>=2026-01-01&DateSent<=2020-01-01`, {
      headers: basic(app),
    });
    assert.deepEqual(((await list.json()) as { messages: unknown[] }).messages, []);
  });

  it('gets the numbers of Twilio for what is refused', async () => {
    const usual = { to: phone, from: office, body: 'a' };
    const refused: [wish: object, code: number][] = [
      [{ ...usual, to: '' }, 21604],
      [{ ...usual, to: 'nobody' }, 21211],
      [{ ...usual, to: '12345' }, 21211],
      [{ ...usual, to: '+19005550100' }, 21612],
      [{ ...usual, to: slow }, 21266],
      [{ ...usual, from: undefined }, 21603],
      [{ ...usual, from: 'DOORBELL' }, 21212],
      [{ ...usual, from: '+15550100099' }, 21606],
      [{ ...usual, from: '+15550100006' }, 21606],
      [{ ...usual, from: undefined, messagingServiceSid: `MG${'0'.repeat(32)}` }, 21701],
      [{ ...usual, body: undefined }, 21602],
      [{ ...usual, body: '  ' }, 21602],
      [{ ...usual, body: 'a'.repeat(1_601) }, 21617],
      [{ ...usual, mediaUrl: ['https://example.com/a.png'] }, 21620],
      [{ ...usual, contentSid: `HX${'0'.repeat(32)}` }, 21655],
      [{ ...usual, sendAt: new Date(), scheduleType: 'fixed' }, 35118],
      [{ ...usual, statusCallback: 'ftp://example.com' }, 21609],
      [{ ...usual, validityPeriod: 40_000 }, 20422],
    ];
    for (const [wish, code] of refused)
      await assert.rejects(client.messages.create(wish as never), (error: Error & Record<string, unknown>) => {
        assert.deepEqual([error.code, error.status], [code, 400], error.message);
        assert.equal(error.moreInfo, `${hub.served.url}/docs/twilio-errors.md#${code}`);
        assert.doesNotMatch(error.message, /5550100[^0]|nobody|DOORBELL/);
        return true;
      });
    const bob = officialClient(await hub.makeApp({ name: 'poor', lines: ['poor'] }), hub.served.url);
    const capped = bob.messages.create({ to: phone, body: 'a' } as never);
    await assert.rejects(capped, { status: 429, code: 63038 });
  });

  it('explains its errors on the page that they point to', async () => {
    const page = await (await fetch(`${hub.served.url}/docs/twilio-errors.md`)).text();
    for (const code of [20003, 21211, 21606, 30409]) assert.ok(page.includes(`## ${code}\n`));
  });

  it('is refused with a wrong token, and once its app is revoked', async () => {
    const app = await hub.makeApp({ name: 'soon gone', owner: 'ann' });
    const wrong = officialClient({ ...app, authToken: 'f'.repeat(32) }, hub.served.url);
    await assert.rejects(wrong.messages.list(), { status: 401, code: 20003 });
    const right = officialClient(app, hub.served.url);
    assert.deepEqual(await right.messages.list(), []);
    const { apps } = (await (await hub.served.api('/apps')).json()) as { apps: Record<string, unknown>[] };
    const listed = apps.find(({ accountSid }) => accountSid === app.accountSid);
    assert.deepEqual([listed?.name, listed?.owner, listed?.lines], ['soon gone', 'ann', null]);
    assert.ok(!JSON.stringify(apps).includes(app.authToken));
    const revoked = await hub.served.api(`/apps/${app.accountSid}`, { method: 'DELETE' });
    assert.equal(revoked.status, 204);
    await assert.rejects(right.messages.list(), { status: 401, code: 20003 });
    const log = (await (await hub.served.api('/audit')).json()) as { entries: { action: string; subject: string }[] };
    const about = log.entries.filter(({ subject }) => subject === app.accountSid).map(({ action }) => action);
    assert.deepEqual(about, ['app.revoked', 'app.made']);
  });
});

describe('plain HTTP, as doorbells do it', () => {
  let hub: TwilioHub;
  let app: Credentials;

  before(async () => {
    hub = await serveTwilioHub();
    app = await hub.makeApp({ name: 'doorbell', lines: ['office'] });
  });
  after(() => hub.close());

  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(messagesUrl(app, hub.served.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...basic(app), ...headers },
      body,
    });

  it('takes a form as curl --data-urlencode writes it', async () => {
    const response = await post('To=%2B15550100003&From=%2B15550100002&Body=Ding%20dong%20%E2%98%8E%EF%B8%8F');
    assert.equal(response.status, 201);
    const { body, num_segments, subresource_uris } = (await response.json()) as Record<string, unknown>;
    assert.deepEqual([body, num_segments], ['Ding dong ☎️', '1']);
    assert.ok(subresource_uris !== undefined);
  });

  it('takes flat JSON too', async () => {
    const response = await post(JSON.stringify({ To: phone, Body: 'Ding', ValidityPeriod: 60 }), {
      'content-type': 'application/json',
    });
    assert.equal(response.status, 201);
  });

  it('sends once for one I-Twilio-Idempotency-Token', async () => {
    const token = { 'i-twilio-idempotency-token': 'ring-1' };
    const form = 'To=%2B15550100003&Body=Once';
    const answers = await Promise.all([post(form, token), post(form, token), post(form, token)]);
    const sids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { sid: string }).sid));
    assert.equal(new Set(sids).size, 1);
    assert.equal((await post('To=%2B15550100003&Body=Other', token)).status, 409);
    const other = await hub.makeApp({ name: 'other', lines: ['office'] });
    const second = await post(form, token);
    assert.equal(((await second.json()) as { sid: string }).sid, sids[0]);
    const elsewhere = await fetch(messagesUrl(other, hub.served.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...basic(other), ...token },
      body: form,
    });
    assert.notEqual(((await elsewhere.json()) as { sid: string }).sid, sids[0]);
  });

  it('has every field of a page', async () => {
    const list = messagesUrl(app, hub.served.url);
    const response = await fetch(`${list}?To=%2B15550100003&PageSize=1`, { headers: basic(app) });
    const page = (await response.json()) as Record<string, string | number | null | unknown[]>;
    const path = `/2010-04-01/Accounts/${app.accountSid}/Messages.json`;
    assert.deepEqual([page.page, page.page_size, page.start, page.end], [0, 1, 0, 0]);
    assert.equal(page.uri, `${path}?To=%2B15550100003&PageSize=1`);
    assert.equal(page.first_page_uri, `${path}?To=%2B15550100003&PageSize=1&Page=0`);
    assert.match(String(page.next_page_uri), /&PageSize=1&Page=1&PageToken=PASM[0-9a-f]{32}$/);
    assert.equal(page.previous_page_uri, null);
  });
});
