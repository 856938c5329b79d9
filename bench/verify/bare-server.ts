// A pair of calls that do nothing, on the framework that the hub is built on: what HTTP alone costs.
import Fastify from 'fastify';

const server = Fastify();
server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
  done(null, new URLSearchParams(String(body))),
);
server.get('/healthz', async () => ({}));
server.post<{ Body: URLSearchParams }>('/issue', async ({ body }) => ({ status: 'pending', to: body.get('To') }));
server.post<{ Body: URLSearchParams }>('/check', async ({ body }) => ({ status: 'approved', to: body.get('To') }));
process.on('SIGTERM', () => process.exit(0));
await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
