import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listen } from '../../src/http/listen.ts';
import { buildServer } from '../../src/http/server.ts';
import { type Hub, type HubTools, openHub } from '../../src/hub.ts';
import { silentLogger } from '../../src/support/logger.ts';
import { temporaryFolder } from './databases.ts';

export interface TestHub extends Hub {
  folder: string;
  /** Where its HTTP server listens. */
  url: string;
  /** Closes the hub and keeps its folder, as a stop of the program does. */
  stop(): Promise<void>;
}

export interface TestHubOptions {
  /** Provisioning file; null: what the store has. */
  yaml: string | null;
  environment?: Record<string, string>;
  /** Folder of an earlier run. */
  folder?: string;
  databaseUrl?: string;
  /** Default: one in the folder. */
  keyFile?: string;
  publicUrl?: string;
  tools?: Partial<HubTools>;
}

/** The whole program within this process, over a folder that goes when the test calls `close`. */
export async function openTestHub(options: TestHubOptions): Promise<TestHub> {
  const folder = options.folder === undefined ? temporaryFolder() : { path: options.folder, remove: () => undefined };
  const configFile = options.yaml === null ? null : join(folder.path, 'keypigeon.yaml');
  if (configFile !== null) writeFileSync(configFile, options.yaml ?? '');
  const hub = await openHub(
    {
      dataFolder: folder.path,
      databaseUrl: options.databaseUrl ?? null,
      keyFile: options.keyFile ?? join(folder.path, 'keypigeon.key'),
      environment: options.environment ?? {},
      configFile,
      publicUrl: options.publicUrl ?? null,
    },
    { log: silentLogger, ...options.tools },
  );
  const server = buildServer(hub.api, {
    listenHost: '127.0.0.1',
    publicUrl: options.publicUrl ?? null,
    serveHosts: [],
  });
  const listening = await listen(server, { host: '127.0.0.1', port: 0, socketPath: null });
  const stop = async () => {
    await listening.close();
    await hub.close();
  };
  return {
    ...hub,
    folder: folder.path,
    url: listening.url,
    stop,
    async close() {
      await stop();
      rmSync(folder.path, { recursive: true, force: true });
    },
  };
}
