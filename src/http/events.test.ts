import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { type EventReader, readEventStream } from '../../test/helpers/event-reader.ts';
import { eventually } from '../../test/helpers/eventually.ts';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { command } from '../store/database.ts';
import { appendEvent } from '../store/events.ts';
import { handIn, json, twoPeople } from './fixtures.ts';

describe('the stream of events', () => {
  const clock = createManualClock(1_700_000_000_000);
  let served: ServedHub;
  const readers: EventReader[] = [];

  before(async () => {
    served = await serveHub(twoPeople, { change: (api) => ({ ...api, clock }) });
  });
  afterEach(() => {
    for (const reader of readers.splice(0)) reader.close();
  });
  after(() => served.close());

  async function follow(query = '', headers: Record<string, string> = {}): Promise<EventReader> {
    const authorization = `Bearer ${served.token}`;
    const reader = await readEventStream(served.port, `/api/v1/events${query}`, { authorization, ...headers });
    readers.push(reader);
    if (reader.status === 200) await eventually(() => reader.raw !== '', 'the stream begins');
    return reader;
  }

  const texts = (reader: EventReader) =>
    reader.events.flatMap(({ data }) => (data.message as { text?: string } | undefined)?.text ?? []);

  it('tells of a message as it comes, with its code', async () => {
    const reader = await follow();
    const id = await handIn(served.url, 'Your GitHub code is 123456');
    await reader.until((events) => events.length > 0, 'the event of a message');
    assert.equal(reader.events[0]?.event, 'message');
    const data: Record<string, unknown> = reader.events[0]?.data ?? {};
    assert.equal(data.messageId, id);
    assert.match(String(data.at), /^\d{4}-\d\d-\d\dT.*Z$/);
    const message = data.message as Record<string, unknown>;
    assert.equal(message.code, '123456');
    assert.equal(message.text, 'Your GitHub code is 123456');
  });

  it('shows no more than asked', async () => {
    const [code, notice] = [await follow('?show=code'), await follow('?show=notice')];
    await handIn(served.url, 'Your GitHub code is 424242');
    for (const reader of [code, notice]) await reader.until((events) => events.length > 0, 'the event');
    assert.match(code.raw, /"code":"424242"/);
    assert.doesNotMatch(code.raw, /Your GitHub/);
    assert.doesNotMatch(notice.raw, /424242/);
  });

  it('begins now, and a reader that was cut off before its first event misses nothing', async () => {
    const reader = await follow();
    assert.equal(reader.events.length, 0);
    assert.match(reader.lastId ?? '', /^\d+-\d+$/);
    reader.close();
    await handIn(served.url, 'while away');
    const again = await follow('', { 'last-event-id': reader.lastId ?? '' });
    await again.until(() => texts(again).includes('while away'), 'the missed event');
  });

  it('resumes without a gap or a repetition over a restart of the hub', async () => {
    const sent: string[] = [];
    const say = async (text: string) => {
      sent.push(text);
      await handIn(served.url, text);
    };
    const heard: string[] = [];
    let reader = await follow();
    for (let round = 0; round < 3; round += 1) {
      await say(`round ${round}, while here`);
      await reader.until(() => texts(reader).length > 0, 'the event while here');
      // More than a page, so that the resumed reader goes through several.
      for (let count = 0; count < 60; count += 1) await say(`round ${round}, number ${count}`);
      const ended = reader;
      await served.restart();
      await eventually(() => ended.ended, 'the hub ends its streams when it stops');
      heard.push(...texts(ended));
      await say(`round ${round}, after the restart`);
      reader = await follow('', { 'last-event-id': ended.lastId ?? '' });
      const rest = sent.length - heard.length;
      await reader.until(() => texts(reader).length >= rest, 'all that came meanwhile');
      const resumed = reader;
      reader = await follow('', { 'last-event-id': resumed.lastId ?? '' });
      heard.push(...texts(resumed));
      resumed.close();
    }
    assert.deepEqual(heard, sent);
  });

  it('takes the position from the address where headers cannot be set', async () => {
    const reader = await follow();
    await handIn(served.url, 'by address');
    const again = await follow(`?after=${reader.lastId}`);
    await again.until(() => texts(again).includes('by address'), 'the event');
  });

  it('says reset to a position that is gone or of another store, and goes on', async () => {
    for (const after of ['0-999999', 'nonsense', '999999999999999-1']) {
      const reader = await follow(`?after=${after}`);
      await reader.until((events) => events[0]?.event === 'reset', 'a reset');
      await handIn(served.url, `after ${after}`);
      await reader.until(() => texts(reader).includes(`after ${after}`), 'the next event');
      assert.equal(reader.events.length, 2);
    }
  });

  it('tells of deliveries by their new state', async () => {
    const reader = await follow();
    const append = command('append', (trx, data: string) =>
      appendEvent(trx, { kind: 'delivery', ownerId: 'ann', data, createdAt: clock.now() }),
    );
    const data = { deliveryId: 'd', messageId: 'm', destination: 'desk', state: 'sent' };
    await served.hub.api.database.write(append, JSON.stringify(data));
    served.hub.api.changes.changed();
    await reader.until((events) => events.length > 0, 'the event');
    const { at: _at, ...told } = reader.events[0]?.data ?? {};
    assert.deepEqual(told, data);
  });

  it('keeps the connection busy, and ends it once its token is revoked', async () => {
    const body = JSON.stringify({ name: 'x', scopes: ['read'] });
    const made = await served.api('/tokens', { method: 'POST', headers: json, body });
    const { id, token } = (await made.json()) as { id: string; token: string };
    const reader = await follow('', { authorization: `Bearer ${token}` });
    clock.advance(15_000);
    await eventually(() => reader.raw.includes(': still here\n\n'), 'a heartbeat');
    await served.api(`/tokens/${id}`, { method: 'DELETE' });
    clock.advance(15_000);
    await eventually(() => reader.ended, 'the stream ends');
  });

  it('answers an error before the stream begins', async () => {
    assert.equal((await follow('', { authorization: 'none' })).status, 401);
    assert.equal((await follow('?show=everything')).status, 400);
  });
});
