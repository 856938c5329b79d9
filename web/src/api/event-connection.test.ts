import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Connection, keepConnection } from './event-connection.ts';
import type { StreamEvent, StreamWish } from './event-stream.ts';

/** A hub whose streams are played by the test. */
function createPlayer() {
  const streams: (StreamWish & { end(): void })[] = [];
  const states: Connection[] = [];
  const kinds: string[] = [];
  const pauses: number[] = [];
  const player = {
    streams,
    states,
    kinds,
    pauses,
    signedIn: true,
    parts: {
      read: (wish: StreamWish) =>
        new Promise<never>((_, reject) => {
          streams.push({ ...wish, end: () => reject(new Error('The stream ended')) });
        }),
      onState: (state: Connection) => void states.push(state),
      onEvent: ({ kind }: StreamEvent) => void kinds.push(kind),
      mayRetry: async () => player.signedIn,
      pause: async (ms: number) => void pauses.push(ms),
    },
    async stream(count: number) {
      while (streams.length < count) await new Promise((resolve) => setImmediate(resolve));
      const stream = streams[count - 1];
      assert.ok(stream);
      return stream;
    },
  };
  return player;
}

const opened = new Response(null);
const event = (id: string): StreamEvent => ({ kind: `event ${id}`, data: '{}', id });

test('a stream that ends is opened again behind the last event', async () => {
  const player = createPlayer();
  const stop = keepConnection(player.parts, '');
  const first = await player.stream(1);
  assert.equal(first.path, '/events');
  first.onOpen(opened);
  first.onEvent(event('1,2'));
  first.end();
  const second = await player.stream(2);
  assert.equal(second.path, '/events?after=1%2C2');
  second.onOpen(opened);
  assert.deepEqual(player.states, ['live', 'lost', 'live']);
  assert.deepEqual(player.kinds, ['reset', 'event 1,2'], 'lists are read again where nothing is known of before');
  stop();
  second.onEvent(event('9'));
  assert.equal(player.kinds.length, 2, 'nothing is told after the end');
});

test('a hub that does not come back is asked ever less often', async () => {
  const player = createPlayer();
  const stop = keepConnection(player.parts, '5');
  for (let tries = 1; tries <= 6; tries++) (await player.stream(tries)).end();
  const last = await player.stream(7);
  assert.deepEqual(player.pauses, [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  last.onOpen(opened);
  last.end();
  await player.stream(8);
  assert.equal(player.pauses.at(-1), 1_000);
  stop();
});

test('nobody asks any more for whom is not signed in', async () => {
  const player = createPlayer();
  keepConnection(player.parts, '5');
  const stream = await player.stream(1);
  player.signedIn = false;
  stream.end();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(player.streams.length, 1);
});
