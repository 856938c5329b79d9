import type { FastifyInstance } from 'fastify';

/** `/api/openapi.json`, and the page that the `type` of every error points to. Made when first asked for. */
export function openApiRoutes(server: FastifyInstance, version: string): void {
  let openApi: Promise<string> | undefined;
  let errors: Promise<string> | undefined;
  server.get('/api/openapi.json', async (_request, reply) => {
    openApi ??= import('../openapi-document.ts').then(async ({ describeApi }) =>
      JSON.stringify(await describeApi(version)),
    );
    return reply.header('content-type', 'application/json; charset=utf-8').send(await openApi);
  });
  server.get('/docs/errors.md', async (_request, reply) => {
    errors ??= import('../documentation.ts').then(({ renderErrorsPage }) => renderErrorsPage());
    return reply.header('content-type', 'text/markdown; charset=utf-8').send(await errors);
  });
}
