import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type EventReader, readEventStream } from '../../test/helpers/event-reader.ts';
import { eventually } from '../../test/helpers/eventually.ts';
import { createManualClock } from '../../test/helpers/manual-clock.ts';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import { handIn, json, twoPeople } from './fixtures.ts';
import type { BoardJson } from './schemas/board.ts';

describe('the board', () => {
  const clock = createManualClock(Date.now());
  let served: ServedHub;
  const made: Record<string, { id: string; token: string }> = {};

  before(async () => {
    served = await serveHub(twoPeople, { change: (api) => ({ ...api, clock }) });
    for (const person of ['ann', 'bob'])
      made[person] = (await (await make({ person })).json()) as { id: string; token: string };
  });
  after(() => served.close());

  const make = (more: object) =>
    served.api('/tokens', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ name: 'kitchen', scopes: ['board'], ...more }),
    });
  const headersOf = (person: string) => ({ authorization: `Bearer ${made[person]?.token}` });
  const board = async (person: string) =>
    (await (await fetch(`${served.url}/api/v1/board`, { headers: headersOf(person) })).json()) as BoardJson;
  const codesOf = (reader: EventReader) =>
    (reader.events.at(-1)?.data as BoardJson | undefined)?.codes.map(({ code }) => code);
  const open = (person: string) => readEventStream(served.port, '/api/v1/board/events', headersOf(person));

  it('shows what is due to whom it is meant, and to nobody else', async () => {
    await handIn(served.url, 'Your Acme code is 111222', 'phone');
    await handIn(served.url, 'Lunch at noon?', 'phone');
    const { codes, now } = await board('ann');
    assert.equal(now, new Date(clock.now()).toISOString());
    assert.deepEqual(
      codes.map((one) => [one.code, one.service, one.line, one.for, one.takenBy]),
      [['111222', 'Acme', 'burner', ['Ann'], null]],
    );
    assert.deepEqual((await board('bob')).codes, []);
    const { entries } = (await (await served.api('/audit?person=ann')).json()) as { entries: { action: string }[] };
    assert.equal(entries.filter(({ action }) => action === 'code.seen').length, 1);
  });

  it('belongs to somebody, and its token opens nothing else', async () => {
    assert.equal((await make({})).status, 400);
    for (const path of [
      '/messages',
      '/messages/facets',
      '/messages/export',
      '/events',
      '/deliveries',
      '/tokens',
      '/account',
    ])
      assert.equal((await fetch(`${served.url}/api/v1${path}`, { headers: headersOf('ann') })).status, 403, path);
    assert.notEqual(
      (await fetch(`${served.url}/metrics`, { headers: { ...headersOf('ann'), host: 'x' } })).status,
      500,
    );
  });

  it('ends with its token', async () => {
    const reader = await open('bob');
    await reader.until((events) => events.length === 1, 'an empty board');
    clock.advance(15_000);
    await reader.until(() => reader.raw.includes(': still here'), 'a heartbeat');
    await served.api(`/tokens/${made.bob?.id}`, { method: 'DELETE' });
    await handIn(served.url, 'Your Umbrella code is 555666', 'other');
    await eventually(() => reader.ended, 'the stream ends');
    assert.doesNotMatch(reader.raw, /555666/);
    assert.equal((await fetch(`${served.url}/api/v1/board`, { headers: headersOf('bob') })).status, 401);
  });

  it('follows codes as they come and go blank, without being asked', async () => {
    made.bob = (await (await make({ person: 'bob' })).json()) as { id: string; token: string };
    const anns = await open('ann');
    const bobs = await open('bob');
    await bobs.until((events) => events.length > 0, "bob's board");
    const before = bobs.raw;
    await anns.until(() => codesOf(anns)?.join() === '111222', 'what is due already');
    await handIn(served.url, 'Your Initech code is 333444. It expires in 2 minutes.', 'phone');
    await anns.until(() => codesOf(anns)?.join() === '333444,111222', 'the new one first');
    clock.advance(4 * 60_000);
    await anns.until(() => codesOf(anns)?.join() === '111222', 'the short-lived one goes');
    clock.advance(8 * 60_000);
    await anns.until(() => codesOf(anns)?.length === 0, 'it is blank');
    assert.equal(anns.events.length, 4);
    assert.ok(anns.events.every(({ event }) => event === 'board'));
    assert.ok(bobs.raw.startsWith(before));
    assert.doesNotMatch(bobs.raw, /111222|333444|Acme/);
    anns.close();
    bobs.close();
  });
});
