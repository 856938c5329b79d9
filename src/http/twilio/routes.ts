import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HubApi } from '../api.ts';
import { createAppAuthenticate, type TwilioRates } from './authenticate.ts';
import { StatusCallbacks } from './callbacks.ts';
import { sendTwilioFailure, TwilioError } from './errors.ts';
import { apiVersion } from './message-resource.ts';
import { messageRoutes } from './messages.ts';
import { readForm, readJson } from './parameters.ts';

/**
 * What programs that are made for Twilio call: `/2010-04-01/Accounts/{AC…}/Messages.json` and below. Errors have
 * Twilio's form, sign-in is HTTP Basic by the credentials of an app.
 */
export function twilioRoutes(server: FastifyInstance, hub: HubApi, rates?: TwilioRates): void {
  const callbacks = new StatusCallbacks(hub);
  server.addHook('onReady', async () => callbacks.start());
  server.addHook('onClose', () => callbacks.close());
  server.decorateRequest('app', null);
  server.register(
    async (scope) => {
      const authenticate = createAppAuthenticate(hub, rates);
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
      scope.setNotFoundHandler(answerUnknownPath);
      messageRoutes(scope, hub);
    },
    { prefix: `/${apiVersion}` },
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

async function answerUnknownPath(request: FastifyRequest, reply: FastifyReply): Promise<never> {
  const known = messagesPath.exec(request.url.split(/[?#]/, 1)[0] ?? '');
  if (known === null) throw new TwilioError('20404');
  reply.header('allow', known[1] === undefined ? 'GET, POST' : 'DELETE, GET, POST');
  throw new TwilioError('20004');
}

/** Where the docs of errors are: the name in Host was looked at before. */
function addressOf(hub: HubApi, request: FastifyRequest): string | null {
  return hub.configuration().publicUrl ?? (request.app === null ? null : `http://${request.host}`);
}
