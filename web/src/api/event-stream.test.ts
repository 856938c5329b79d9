import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEventParser, type StreamEvent } from './event-stream.ts';

test('events are read however the stream is cut', () => {
  const stream =
    'retry: 1000\nid: 7\n\n: still here\n\nid: 8\nevent: message\ndata: {"line":"a: b"}\n\nevent: board\ndata: {}\n\nid: 9\nevent: cut';
  const expected: StreamEvent[] = [
    { kind: '', data: '', id: '7' },
    { kind: 'message', data: '{"line":"a: b"}', id: '8' },
    { kind: 'board', data: '{}', id: '' },
  ];
  for (const size of [1, 2, 5, stream.length]) {
    const events: StreamEvent[] = [];
    const parse = createEventParser((event) => void events.push(event));
    for (let at = 0; at < stream.length; at += size) parse(stream.slice(at, at + size));
    assert.deepEqual(events, expected);
  }
});
