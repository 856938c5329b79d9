import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { DestinationKind } from '../src/destinations/destination.ts';
import { noEnd, testContext, testOutgoing } from '../src/destinations/fixtures.ts';
import { PermanentDeliveryError, TemporaryDeliveryError } from '../src/domain/delivery-errors.ts';
import { createHttpClient } from '../src/support/http-client.ts';

const top = new URL('../', import.meta.url);

test('the destination of CONTRIBUTING.md works as it stands there', async (t) => {
  const ntfy = await loadWalkThrough(t.after.bind(t));
  const calls: { authorization: string | undefined; title: string | undefined; body: string }[] = [];
  let status = 200;
  const server = createServer(async (request, response) => {
    const { authorization, title } = request.headers;
    calls.push({ authorization, title: title?.toString(), body: await readText(request) });
    response.writeHead(status).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const http = createHttpClient({ connections: ntfy.concurrency });
  t.after(() => http.close());

  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/my-topic`;
  const destination = ntfy.open(
    ntfy.config.parse({ url, token: 'tk_example' }),
    testContext({ request: http.request }),
  );
  const outgoing = testOutgoing();
  assert.deepEqual(await destination.send(outgoing, noEnd), {});
  assert.deepEqual(calls, [{ authorization: 'Bearer tk_example', title: 'GitHub', body: outgoing.rendered }]);
  status = 503;
  await assert.rejects(destination.send(outgoing, noEnd), TemporaryDeliveryError);
  status = 403;
  await assert.rejects(destination.send(outgoing, noEnd), PermanentDeliveryError);
  await destination.close();
});

/** Puts the walk-through's file where its imports find ours, and loads it. */
async function loadWalkThrough(after: (end: () => Promise<void>) => void): Promise<DestinationKind> {
  const document = await readFile(new URL('CONTRIBUTING.md', top), 'utf8');
  const code = /```ts\n([\s\S]*?)\n```/.exec(document)?.[1] ?? '';
  const there = new URL('src/destinations/', top);
  const resolved = code.replaceAll(
    /from '([^']+)'/g,
    (_all, name: string) => `from '${name.startsWith('.') ? new URL(name, there).href : import.meta.resolve(name)}'`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'walk-through-'));
  after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'ntfy.ts');
  await writeFile(file, resolved);
  const { ntfy } = (await import(pathToFileURL(file).href)) as { ntfy: DestinationKind };
  return ntfy;
}
