import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { eventually } from '../../../test/helpers/eventually.ts';
import type { Connection } from './event-connection.ts';
import type { StreamEvent } from './event-stream.ts';
import { SharedEvents } from './shared-events.ts';

interface Stream {
  tab: string;
  after: string;
  closed: boolean;
  say(id: string): void;
}

let count = 0;
const all: SharedEvents[] = [];
afterEach(() => {
  for (const tab of all.splice(0)) tab.stop();
});

/** Tabs of one browser, by the locks and channels of Node; streams are played by the test. */
function createTabs() {
  const name = `events-${++count}`;
  const streams: Stream[] = [];
  const open = (tab: string, { isShown = true } = {}) => {
    const heard: string[] = [];
    const states: Connection[] = [];
    const shared = new SharedEvents({
      name,
      locks: navigator.locks,
      connect(after, on) {
        const say = (id: string) => on.event({ kind: 'message', data: '{}', id });
        const stream = { tab, after, closed: false, say };
        streams.push(stream);
        on.state('live');
        return () => {
          stream.closed = true;
        };
      },
      onState: (state) => void states.push(state),
      onEvent: ({ id }: StreamEvent) => void heard.push(id),
      isShown: () => isShown,
      answerMs: 200,
    });
    all.push(shared);
    return { shared, heard, states };
  };
  return { name, streams, open };
}

const openStreams = (streams: Stream[]) => streams.filter(({ closed }) => !closed);

test('one tab holds the stream, and all hear of its events and its state', async () => {
  const { streams, open } = createTabs();
  const first = open('first');
  await eventually(() => streams.length === 1, 'the first tab has the stream');
  const second = open('second');
  await eventually(() => second.states.includes('live'), 'the second tab is told that the hub is there');
  streams[0]?.say('1');
  await eventually(() => second.heard.length === 1, 'the second tab hears it');
  assert.deepEqual([first.heard, second.heard], [['1'], ['1']]);
  assert.deepEqual([first.shared.holds, second.shared.holds], [true, false]);
  assert.equal(streams.length, 1);
});

test('the next tab goes on where the one before ended, also when it has heard nothing itself', async () => {
  const { streams, open } = createTabs();
  const first = open('first');
  await eventually(() => streams.length === 1, 'the first tab has the stream');
  streams[0]?.say('7');
  const second = open('second');
  await eventually(() => second.states.includes('live'), 'the second tab knows the place');
  first.shared.stop();
  await eventually(() => streams.length === 2, 'the second tab has the stream');
  assert.deepEqual(
    streams.map(({ tab, after, closed }) => [tab, after, closed]),
    [
      ['first', '', true],
      ['second', '7', false],
    ],
  );
});

test('a tab that does not answer loses the stream to one that is looked at', async () => {
  const { name, streams, open } = createTabs();
  const frozen = Promise.withResolvers<void>();
  const robbed = navigator.locks.request(name, () => frozen.promise).catch(() => 'robbed');
  const hidden = open('hidden', { isShown: false });
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(streams.length, 0, 'a hidden tab waits');
  hidden.shared.ask();
  open('shown');
  await eventually(() => streams.length === 1, 'the tab that is looked at takes it');
  assert.equal(streams[0]?.tab, 'shown');
  assert.equal(await robbed, 'robbed');
});

test('a tab that was robbed closes its stream and waits for its turn', async () => {
  const { name, streams, open } = createTabs();
  open('first');
  await eventually(() => streams.length === 1, 'the first tab has the stream');
  const end = Promise.withResolvers<void>();
  void navigator.locks.request(name, { steal: true }, () => end.promise);
  await eventually(() => openStreams(streams).length === 0, 'its stream is closed');
  end.resolve();
  await eventually(() => openStreams(streams).length === 1, 'it is its turn again');
});
