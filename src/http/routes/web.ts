import type { TLSSocket } from 'node:tls';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { siteOf } from '../../access/site.ts';
import type { HubApi } from '../api.ts';
import { readWebFiles, type WebFile } from '../web-files.ts';

/**
 * Nothing but our own files, and no code that is not in them: what a sender writes can never run (CSP level 3). Pages
 * are put together without HTML in strings (`require-trusted-types-for`).
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types keypigeon',
].join('; ');

const permissions = 'camera=(), geolocation=(), microphone=(), payment=(), usb=()';

/** The first parts of the paths that the app has pages for; the app itself says what is behind them. */
const pageRoots = ['messages', 'wait', 'set-up', 'settings', 'sign-in', 'setup', 'board', 'api'];

const notBuilt = 'The web app is not built: run `npm run build`, and start the hub again.\n';

/** Serves the web app: its files, and its one document for each of its pages. */
export function webRoutes(server: FastifyInstance, hub: Pick<HubApi, 'configuration'>): void {
  const files = readWebFiles();
  const document = files.get('/index.html');
  const page = (request: FastifyRequest, reply: FastifyReply) =>
    document === undefined
      ? reply.code(503).type('text/plain; charset=utf-8').send(notBuilt)
      : send(request, reply.headers(isolation(request, hub.configuration().publicUrl)), document);
  server.get('/', page);
  for (const root of pageRoots) {
    server.get(`/${root}`, page);
    server.get(`/${root}/:rest`, page);
  }
  server.get('/settings/apps/:app', page);
  for (const [path, file] of files) server.get(path, (request, reply) => send(request, reply, file));
}

function send(request: FastifyRequest, reply: FastifyReply, file: WebFile): FastifyReply {
  reply.headers({
    'content-security-policy': policy,
    'permissions-policy': permissions,
    'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.etag,
    vary: 'accept-encoding',
  });
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
  const coding = codingFor(request.headers['accept-encoding'], file);
  if (coding !== 'identity') reply.header('content-encoding', coding);
  return reply.type(file.type).send(file.bodies[coding]);
}

/** Browsers take it in secure contexts only (HTML, "Cross-origin opener policies"), and complain of it elsewhere. */
function isolation({ headers, raw }: FastifyRequest, publicUrl: string | null): Record<string, string> {
  const encrypted = (raw.socket as Partial<TLSSocket>).encrypted === true;
  const site = siteOf({ host: headers.host ?? '', origin: undefined, publicUrl, encrypted });
  const isSecure = site !== null && (site.secure || site.rpId !== null);
  return isSecure ? { 'cross-origin-opener-policy': 'same-origin' } : {};
}

/** Brotli is taken over HTTPS only, but browsers say so themselves. */
function codingFor(accepted: string | string[] | undefined, { bodies }: WebFile): keyof WebFile['bodies'] {
  const known = String(accepted ?? '')
    .split(',')
    .map((one) => one.split(';', 1)[0]?.trim());
  if (bodies.br !== undefined && known.includes('br')) return 'br';
  return bodies.gzip !== undefined && known.includes('gzip') ? 'gzip' : 'identity';
}
