import assert from 'node:assert/strict';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it, type TestContext } from 'node:test';
import { type EventReader, readEventStream } from '../../test/helpers/event-reader.ts';
import { eventually } from '../../test/helpers/eventually.ts';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import type { Viewer } from '../domain/viewer.ts';
import { EventStreams } from './event-streams.ts';
import { handIn, twoPeople } from './fixtures.ts';

describe('attacks on the stream of events', () => {
  let served: ServedHub;

  before(async () => {
    served = await serveHub(twoPeople);
  });
  after(() => served.close());

  /** The streams as a server would open them for somebody who signed in as that person. */
  async function serveStreams(t: TestContext, viewer: Viewer) {
    const streams = new EventStreams(served.hub.api);
    let latest: ServerResponse | undefined;
    const server = createServer((request, response) => {
      latest = response;
      const after = new URL(request.url ?? '/', 'http://hub').searchParams.get('after');
      streams
        .prepare(viewer, { after, show: 'full', stillGranted: async () => true })
        .then((open) => open(response))
        .catch(() => response.writeHead(429).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(async () => {
      streams.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const { port } = server.address() as AddressInfo;
    return { port, response: () => latest };
  }

  it("shows a person nothing of another's, neither live nor by resuming", async (t) => {
    const streams = await serveStreams(t, { kind: 'person', personId: 'bob' });
    const live = await readEventStream(streams.port, '/');
    await eventually(() => live.raw !== '', 'the stream begins');
    await handIn(served.url, 'Your Acme code is 111222', 'phone');
    await handIn(served.url, 'Your Acme code is 333444', 'other');
    const resumed = await readEventStream(streams.port, '/?after=0-0');
    for (const reader of [live, resumed]) {
      await reader.until((events) => events.length > 0, "bob's own event");
      assert.deepEqual(ownersOf(reader), ['bob']);
      assert.match(reader.raw, /333444/);
      assert.doesNotMatch(reader.raw, /111222|burner/);
      reader.close();
    }
  });

  it('holds back what a reader does not take, and goes on when it does', async (t) => {
    const streams = await serveStreams(t, { kind: 'administrator' });
    // More than the buffers of a connection on loopback hold.
    const long = 'long '.repeat(12_000);
    const count = 250;
    for (let at = 0; at < count; at += 50)
      await Promise.all(Array.from({ length: 50 }, (_, index) => handIn(served.url, `${at + index} ${long}`)));
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = httpRequest(
        { host: '127.0.0.1', port: streams.port, path: '/?after=0-0', agent: false },
        resolve,
      );
      outgoing.on('error', reject);
      outgoing.end();
    });
    const { response } = streams;
    await eventually(() => response()?.writableNeedDrain === true, 'the connection is full');
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.ok((response()?.writableLength ?? 0) < 4 * long.length, 'one event waits, not all');
    let taken = '';
    incoming.setEncoding('utf8').on('data', (piece: string) => {
      taken += piece;
    });
    await eventually(() => taken.split(long).length > count, 'all the rest comes');
    incoming.destroy();
  });

  it('bounds how many streams are open at once', async (t) => {
    const streams = await serveStreams(t, { kind: 'administrator' });
    const readers = await Promise.all(Array.from({ length: 201 }, () => readEventStream(streams.port, '/')));
    const refused = readers.filter(({ status }) => status !== 200);
    assert.deepEqual(
      refused.map(({ status }) => status),
      [429],
    );
    for (const reader of readers) reader.close();
  });
});

function ownersOf(reader: EventReader): string[] {
  return [...new Set(reader.events.map(({ data }) => (data.message as { owner: string }).owner))];
}
