import { z } from 'zod';
import { KeypigeonError } from '../../domain/errors.ts';
import { recordAudit } from '../../store/audit.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { flag } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

/** Thousands of lines; nobody writes more by hand. */
const bodyLimitBytes = 1024 * 1024;
/** RFC 9512 and what clients sent before it. */
const yamlTypes = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml', 'text/plain'];

const yaml = z.string().describe('A provisioning file, YAML');
const result = z.strictObject({
  applied: z.boolean().describe('false: with `dryRun`, or this very file was applied before'),
  problems: z.array(z.string()).describe('What keeps it from being applied; only with `dryRun`'),
  warnings: z.array(z.string()),
});

export function configurationRoutes(server: ApiServer, hub: HubApi): void {
  server.register(async (plain) => {
    const scope: ApiServer = plain;
    scope.addContentTypeParser(yamlTypes, { parseAs: 'string' }, (_request, body, done) => done(null, body));

    scope.get(
      '/configuration',
      {
        config: { scope: 'admin' },
        schema: {
          summary: 'Export the configuration',
          description: 'As a provisioning file. Secrets are not in it: references stay, the rest becomes `${NAME}`.',
          tags: ['configuration'],
          response: { 200: { content: { 'application/yaml': { schema: yaml } } }, ...problems },
        },
      },
      async (_request, reply) =>
        reply.header('content-type', 'application/yaml; charset=utf-8').send(hub.exportConfiguration()),
    );

    scope.put(
      '/configuration',
      {
        bodyLimit: bodyLimitBytes,
        config: { scope: 'admin' },
        schema: {
          summary: 'Apply a provisioning file',
          description: 'As one change, or not at all. `dryRun` only checks it.',
          tags: ['configuration'],
          consumes: yamlTypes,
          querystring: z.strictObject({ dryRun: flag.default(false) }),
          body: yaml,
          response: { 200: result, ...problems },
        },
      },
      async (request) => {
        const { dryRun } = request.query;
        const answer = await hub.applyProvisioning(request.body, 'configuration', dryRun);
        if (!dryRun && answer.problems.length > 0)
          throw new KeypigeonError('invalid-configuration', answer.problems.join('; '));
        if (answer.applied) {
          const { actor } = accessOf(request);
          const now = hub.clock.now();
          await hub.database.write(recordAudit, { actor, action: 'configuration.put', subject: null, now });
        }
        return answer;
      },
    );
  });
}
