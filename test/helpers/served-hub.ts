import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HubApi } from '../../src/http/api.ts';
import { makeFirstToken } from '../../src/http/first-token.ts';
import { type Listening, listen } from '../../src/http/listen.ts';
import { buildServer } from '../../src/http/server.ts';
import { type Hub, type HubTools, openHub } from '../../src/hub.ts';
import type { Clock } from '../../src/support/clock.ts';
import { type Logger, silentLogger } from '../../src/support/logger.ts';

export interface ServedHub {
  hub: Hub;
  folder: string;
  url: string;
  port: number;
  socketPath: string;
  /** The administrator's token; the first start's. */
  token: string;
  /** Calls the API as the administrator. */
  api(path: string, init?: RequestInit): Promise<Response>;
  /** Ends the hub as a stop does and starts it again on the same folder and port; `meanwhile` happens while it is away. */
  restart(meanwhile?: () => unknown): Promise<void>;
  close(): Promise<void>;
}

export interface ServedHubOptions {
  /** Replaces parts of what the HTTP layer sees. */
  change?: (api: HubApi) => HubApi;
  serveHosts?: string[];
  publicUrl?: string;
  log?: Logger;
  clock?: Clock;
  machine?: HubTools['machine'];
  timeouts?: Parameters<typeof listen>[2];
}

/** Opens a hub on a temporary folder and serves it on loopback; null: without a file. */
export async function serveHub(yaml: string | null, options: ServedHubOptions = {}): Promise<ServedHub> {
  const folder = await mkdtemp(join(tmpdir(), 'kp-'));
  const configFile = yaml === null ? null : join(folder, 'keypigeon.yaml');
  if (configFile !== null) await writeFile(configFile, yaml ?? '');
  const socketPath = join(folder, 'hub.sock');
  const log = options.log ?? silentLogger;
  let port = 0;
  let hub: Hub;
  let listening: Listening;

  const start = async (): Promise<string | null> => {
    const settings = {
      dataFolder: folder,
      databaseUrl: null,
      keyFile: join(folder, 'key'),
      environment: {},
      configFile,
      publicUrl: options.publicUrl ?? null,
    };
    const { clock, machine } = options;
    hub = await openHub(settings, {
      log,
      ...(clock === undefined ? {} : { clock }),
      ...(machine === undefined ? {} : { machine }),
    });
    const api = (options.change ?? ((same: HubApi) => same))(hub.api);
    const names = {
      listenHost: '127.0.0.1',
      publicUrl: options.publicUrl ?? null,
      serveHosts: options.serveHosts ?? [],
    };
    const token = await makeFirstToken(api);
    listening = await listen(buildServer(api, names), { host: '127.0.0.1', port, socketPath }, options.timeouts);
    port = listening.port;
    return token;
  };
  const stop = async () => {
    await listening.close();
    await hub.close();
  };

  const token = (await start()) ?? '';
  return {
    get hub() {
      return hub;
    },
    folder,
    url: `http://127.0.0.1:${port}`,
    port,
    socketPath,
    token,
    api: (path, init = {}) =>
      fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...init.headers },
      }),
    async restart(meanwhile) {
      await stop();
      await meanwhile?.();
      await start();
    },
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A request as Node sends it: any method, any Host, over TCP or a unix socket. */
export function rawRequest(
  options: {
    port?: number;
    socketPath?: string;
    method?: string;
    path: string;
    headers?: Record<string, string>;
  },
  body?: string | Buffer,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', agent: false, ...options }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(pieces).toString('utf8'),
        }),
      );
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
