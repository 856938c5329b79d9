import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KeypigeonError } from '../../src/domain/errors.ts';
import type { HookReply, HookRequest } from '../../src/sources/source.ts';

export interface HookListener {
  url: string;
  /** Set before anything calls. */
  handle: (request: HookRequest) => Promise<HookReply>;
  close(): Promise<void>;
}

/** Listens on loopback as a hub does for the hooks of one adapter. */
export async function listenForHooks(): Promise<HookListener> {
  const server = createServer(async (incoming, outgoing) => {
    const target = incoming.url ?? '/';
    const request: HookRequest = {
      method: incoming.method === 'GET' ? 'GET' : 'POST',
      target,
      secretPath: undefined,
      query: new URL(target, 'http://hub').searchParams,
      headers: incoming.headers as Record<string, string | undefined>,
      rawBody: Buffer.concat(await incoming.toArray()),
    };
    const failed = (error: unknown): HookReply => ({ status: error instanceof KeypigeonError ? error.status : 503 });
    const { status, contentType = 'text/plain', body = '' } = await listener.handle(request).catch(failed);
    outgoing.writeHead(status, { 'content-type': contentType }).end(body);
  });
  const listener: HookListener = {
    url: '',
    handle: () => Promise.reject(new Error('nobody handles hooks yet')),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  listener.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return listener;
}
