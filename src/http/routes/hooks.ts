import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { KeypigeonError } from '../../domain/errors.ts';
import type { HookReply, HookRequest } from '../../sources/source.ts';
import { sameSecret } from '../../support/same-secret.ts';
import type { HubApi } from '../api.ts';
import { nothingHere, sendProblem } from '../errors.ts';
import { type Bucket, createBucket, type Rate } from '../rate-limit.ts';

export interface HookRates {
  /** For each source, what it takes. */
  accepted: Rate;
  /** Refused calls, all sources together. They never use up a source's own rate, so a stranger's noise holds up no text. */
  refused: Rate;
}

/** Far above any phone network, far below what would fill a disk unseen. */
const usualRates: HookRates = {
  accepted: { perSecond: 2_000, burst: 4_000 },
  refused: { perSecond: 10, burst: 50 },
};
/** Refusals that say: this caller is a stranger. */
const strangerCodes = new Set(['not-found', 'unauthorized', 'forbidden', 'invalid-signature', 'method-not-allowed']);
const emptyBody = new Uint8Array(0);

type HookRoute = { Params: { source: string; secret?: string } };

/**
 * `/hooks/<source>` and `/hooks/<source>/<secret>`: the raw request goes to the source. The hot path: no schema, no
 * parsing. A source that does not exist and a wrong secret path look the same.
 */
export function hookRoutes(server: FastifyInstance, hub: HubApi, rates: HookRates = usualRates): void {
  const accepted = new Map<string, Bucket>();
  const refused = createBucket(hub.clock, rates.refused);

  const answer = async (request: FastifyRequest<HookRoute>, reply: FastifyReply): Promise<FastifyReply> => {
    const { source, secret } = request.params;
    const handle = hub.hookHandler(source);
    if (handle === undefined) {
      // The work that a wrong secret costs.
      sameSecret(secret ?? '', source);
      return refuse(reply, nothingHere);
    }
    const bucket = bucketOf(source);
    if (!bucket.take()) return sendProblem(reply, tooMany(bucket));
    try {
      return sendReply(reply, await handle(toHookRequest(request)));
    } catch (error) {
      if (!(error instanceof KeypigeonError) || error.status === 500) return fail(source, error, reply);
      if (!strangerCodes.has(error.code)) return sendProblem(reply, error);
      bucket.giveBack();
      return refuse(reply, error.code === 'not-found' ? nothingHere : error);
    }
  };

  const bucketOf = (source: string): Bucket => {
    const known = accepted.get(source);
    if (known !== undefined) return known;
    const bucket = createBucket(hub.clock, rates.accepted);
    accepted.set(source, bucket);
    return bucket;
  };

  const refuse = (reply: FastifyReply, error: KeypigeonError): FastifyReply =>
    sendProblem(reply, refused.take() ? error : tooMany(refused));

  /** Never a 4xx for a fault of ours: the other side would not come again. */
  const fail = (source: string, error: unknown, reply: FastifyReply): FastifyReply => {
    hub.log.error({ source, err: error }, 'a hook failed');
    return sendProblem(reply, new KeypigeonError('store-unavailable', 'The hub cannot take this now; come again.'));
  };

  server.register(async (scope) => {
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.route<HookRoute>({ method: ['GET', 'POST'], url: '/hooks/:source', handler: answer });
    scope.route<HookRoute>({ method: ['GET', 'POST'], url: '/hooks/:source/:secret', handler: answer });
  });
}

function toHookRequest(request: FastifyRequest<HookRoute>): HookRequest {
  const target = request.raw.url ?? '';
  const queryAt = target.indexOf('?');
  return {
    method: request.method as 'GET' | 'POST',
    target,
    secretPath: request.params.secret === '' ? undefined : request.params.secret,
    query: new URLSearchParams(queryAt === -1 ? '' : target.slice(queryAt + 1)),
    // Node joins repeated headers by a comma; the one that it keeps as a list, set-cookie, is none of a request.
    headers: request.headers as Record<string, string | undefined>,
    rawBody: (request.body as Buffer | undefined) ?? emptyBody,
  };
}

function sendReply(reply: FastifyReply, { status, contentType, body }: HookReply): FastifyReply {
  if (contentType !== undefined) reply.header('content-type', contentType);
  return reply.code(status).send(body ?? '');
}

function tooMany(bucket: Bucket): KeypigeonError {
  return new KeypigeonError('rate-limited', 'Too many calls at once; come again after the time in Retry-After.', {
    retryAfterSeconds: bucket.waitSeconds(),
  });
}
