import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HubApi } from '../api.ts';
import { type AppRates, verifyRates } from '../app-access.ts';
import { createTwilioAuthenticate } from './authenticate.ts';
import { StatusCallbacks } from './callbacks.ts';
import { sendTwilioFailure, TwilioError } from './errors.ts';
import { apiVersion } from './message-resource.ts';
import { messageRoutes } from './messages.ts';
import { readForm, readJson } from './parameters.ts';
import { attemptRoutes } from './verify/attempts.ts';
import { serviceRoutes } from './verify/services.ts';
import { verificationRoutes } from './verify/verifications.ts';

/**
 * What programs that are made for Twilio call: `/2010-04-01/Accounts/{AC…}/Messages.json` and below, and Verify's
 * `/v2/Services` and `/v2/Attempts`. Errors have Twilio's form, sign-in is HTTP Basic by the credentials of an app.
 */
export function twilioRoutes(server: FastifyInstance, hub: HubApi, rates?: AppRates): void {
  const callbacks = new StatusCallbacks(hub);
  server.addHook('onReady', async () => callbacks.start());
  server.addHook('onClose', () => callbacks.close());
  group(server, hub, { prefix: `/${apiVersion}`, rates, methods: messageMethods }, (scope) =>
    messageRoutes(scope, hub),
  );
  group(server, hub, { prefix: '/v2', rates: rates ?? verifyRates, methods: verifyMethods }, (scope) => {
    serviceRoutes(scope, hub);
    verificationRoutes(scope, hub);
    attemptRoutes(scope, hub);
  });
}

/** Which methods a known path has; undefined: there is no such path. */
type MethodsOf = (path: string) => string | undefined;

function group(
  server: FastifyInstance,
  hub: HubApi,
  { prefix, rates, methods }: { prefix: string; rates: AppRates | undefined; methods: MethodsOf },
  addRoutes: (scope: FastifyInstance) => void,
): void {
  server.register(
    async (scope) => {
      const authenticate = createTwilioAuthenticate(hub, rates);
      scope.setErrorHandler((error, request, reply) =>
        sendTwilioFailure(error, request, reply, { log: hub.log, publicUrl: addressOf(hub, request) }),
      );
      scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
        parse(() => readForm(String(body)), done),
      );
      scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
        parse(() => readJson(String(body)), done),
      );
      scope.addHook('onRequest', async (request) => {
        request.app = await authenticate(request);
      });
      scope.setNotFoundHandler((request, reply) => answerUnknownPath(request, reply, methods));
      addRoutes(scope);
    },
    { prefix },
  );
}

function parse(read: () => URLSearchParams, done: (error: Error | null, body?: unknown) => void): void {
  try {
    done(null, read());
  } catch (error) {
    done(error as Error);
  }
}

const messagesPath = /^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}\/Messages(\/SM[0-9a-f]{32})?\.json$/;

function messageMethods(path: string): string | undefined {
  const known = messagesPath.exec(path);
  if (known === null) return undefined;
  return known[1] === undefined ? 'GET, POST' : 'DELETE, GET, POST';
}

const verifyPaths: readonly (readonly [RegExp, string])[] = [
  [/^\/v2\/Services$/, 'GET, POST'],
  [/^\/v2\/Services\/VA[0-9a-f]{32}$/, 'DELETE, GET, POST'],
  [/^\/v2\/Services\/VA[0-9a-f]{32}\/(?:Verifications|VerificationCheck)$/, 'POST'],
  [/^\/v2\/Services\/VA[0-9a-f]{32}\/Verifications\/[^/]+$/, 'GET, POST'],
  [/^\/v2\/Attempts(?:\/[^/]+)?$/, 'GET'],
];

function verifyMethods(path: string): string | undefined {
  return verifyPaths.find(([shape]) => shape.test(path))?.[1];
}

async function answerUnknownPath(request: FastifyRequest, reply: FastifyReply, methods: MethodsOf): Promise<never> {
  const allowed = methods(request.url.split(/[?#]/, 1)[0] ?? '');
  if (allowed === undefined) throw new TwilioError('20404');
  reply.header('allow', allowed);
  throw new TwilioError('20004');
}

/** Where the docs of errors are: the name in Host was looked at before. */
function addressOf(hub: HubApi, request: FastifyRequest): string | null {
  return hub.configuration().publicUrl ?? (request.app === null ? null : `http://${request.host}`);
}
