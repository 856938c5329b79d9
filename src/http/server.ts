import type { TLSSocket } from 'node:tls';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { KeypigeonError } from '../domain/errors.ts';
import type { HubApi } from './api.ts';
import { createAppAuthenticate } from './app-access.ts';
import { createAuthenticate } from './authenticate.ts';
import { answerErrors, sendError } from './errors.ts';
import { safeHeaders, strictHeaders } from './headers.ts';
import { createHostCheck, type OwnNames } from './hosts.ts';
import { hostName } from './local.ts';
import { answerUnknownPaths } from './methods.ts';
import { logRequests } from './request-log.ts';
import { apiRoutes } from './routes/api.ts';
import { documentRoutes } from './routes/documents.ts';
import { healthRoutes } from './routes/health.ts';
import { hookRoutes } from './routes/hooks.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { webRoutes } from './routes/web.ts';
import { twilioRoutes } from './twilio/routes.ts';
import { compileValidator } from './validation.ts';
import { verifyPageRoutes } from './verify-page/routes.ts';

/** Texts are small: a message of 255 parts (3GPP TS 23.040 §9.2.3.24.1) has 39 kB at most. */
const bodyLimitBytes = 64 * 1024;
/** Secret paths may be longer than the framework's 100 characters. */
const longestPathPart = 512;

/** Builds the server without listening; `listen` opens it to the world. */
export function buildServer(hub: HubApi, settings: OwnNames): FastifyInstance {
  const server = createFramework((error, request, reply) => {
    sendError(error, request, reply.headers(safeHeaders), hub.log);
  });
  const isForUs = createHostCheck(settings, hub.configuration);
  const authenticate = createAuthenticate(hub);
  const authenticateApp = createAppAuthenticate(hub);

  answerErrors(server, hub.log);
  answerUnknownPaths(server);
  logRequests(server, hub.log);
  server.decorateRequest('access', null);
  server.decorateRequest('app', null);
  // With `done` and not as a promise: this runs for each request.
  server.addHook('onRequest', (request, reply, done) => {
    const { encrypted = false } = request.raw.socket as Partial<TLSSocket>;
    reply.headers(safeHeaders);
    if (encrypted) reply.headers(strictHeaders(hostName(request.headers.host)));
    done(isForUs(request.raw) ? undefined : wrongHost());
  });

  hookRoutes(server, hub);
  healthRoutes(server, hub);
  metricsRoutes(server, hub, authenticate);
  openApiRoutes(server, hub.version);
  apiRoutes(server, hub, { authenticate, authenticateApp });
  twilioRoutes(server, hub);
  verifyPageRoutes(server, hub);
  documentRoutes(server);
  webRoutes(server, hub);
  return server;
}

/** Fastify without what a hub does not need: its request log (it has paths in it) and its own schema compilers (8 MB and 80 ms at start). */
export function createFramework(onUnroutable: OnUnroutable): FastifyInstance {
  const server = Fastify({
    bodyLimit: bodyLimitBytes,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    frameworkErrors: onUnroutable,
    routerOptions: { maxParamLength: longestPathPart },
    schemaController: {
      compilersFactory: {
        buildValidator: () => compileValidator as never,
        buildSerializer: () => () => JSON.stringify,
      },
    },
  });
  // Each group of routes says itself what it takes; a body to nowhere is not parsed.
  server.removeAllContentTypeParsers();
  return server;
}

/** For requests that no route can be found for: a broken path. No hook runs for them. */
type OnUnroutable = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void;

function wrongHost(): KeypigeonError {
  return new KeypigeonError(
    'wrong-host',
    'The name in the header Host is not one of this hub: use localhost, its listen address or publicUrl, or add the name to network.serveHosts.',
  );
}
