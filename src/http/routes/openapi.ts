import type { FastifyInstance } from 'fastify';
import { twilioErrorDocs } from '../twilio/error-table.ts';

/** `/api/openapi.json`, and the pages that errors point to. Made when first asked for. */
export function openApiRoutes(server: FastifyInstance, version: string): void {
  let openApi: Promise<string> | undefined;
  let errors: Promise<string> | undefined;
  let twilioErrors: Promise<string> | undefined;
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
  server.get(`/${twilioErrorDocs}`, async (_request, reply) => {
    twilioErrors ??= import('../documentation.ts').then(({ renderTwilioErrorsPage }) => renderTwilioErrorsPage());
    return reply.header('content-type', 'text/markdown; charset=utf-8').send(await twilioErrors);
  });
}
