import type { FastifyInstance } from 'fastify';
import type { HubApi } from '../api.ts';

/** Asked by anybody, so the store is not written more often than this. */
const storeCheckedEveryMs = 1_000;

/** `/healthz`: the process answers. `/readyz`: the store takes writes and no source fails; 503 says which. */
export function healthRoutes(server: FastifyInstance, hub: HubApi): void {
  const storeState = createStoreCheck(hub);
  server.get('/healthz', { exposeHeadRoute: true }, async () => ({ status: 'ok', version: hub.version }));
  server.get('/readyz', { exposeHeadRoute: true }, async (_request, reply) => {
    const store = await storeState();
    const sources = hub.sources().map(({ id, health }) => ({ id, state: health.state }));
    const failing = sources.filter(({ state }) => state === 'failing').map(({ id }) => id);
    const ready = store === 'ok' && failing.length === 0;
    if (!ready) reply.code(503).header('retry-after', '5');
    return { status: ready ? 'ok' : 'not ready', store, failing, sources };
  });
}

function createStoreCheck(hub: HubApi): () => Promise<'ok' | 'failing'> {
  let checkedAt = Number.NEGATIVE_INFINITY;
  let state: Promise<'ok' | 'failing'> = Promise.resolve('ok');
  return () => {
    const now = hub.clock.now();
    if (Math.abs(now - checkedAt) < storeCheckedEveryMs) return state;
    checkedAt = now;
    state = hub.ping().then(
      () => 'ok',
      (error: unknown) => {
        hub.log.warn({ err: error }, 'the store cannot be written');
        return 'failing';
      },
    );
    return state;
  };
}
