import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

const folder = new URL('../../../docs/', import.meta.url);

/** Serves the documents that the pages point to, as they are: a hub at home may have no way into the internet. */
export function documentRoutes(server: FastifyInstance): void {
  const names = readdirSync(fileURLToPath(folder), { recursive: true, encoding: 'utf8' });
  for (const name of names.map((one) => one.replaceAll('\\', '/')).filter((one) => one.endsWith('.md'))) {
    const url = `/docs/${name}`;
    // Pages about errors are made anew from the tables of this very program.
    if (server.hasRoute({ method: 'GET', url })) continue;
    server.get(url, async (_request, reply) =>
      reply.header('content-type', 'text/plain; charset=utf-8').send(await readFile(new URL(name, folder), 'utf8')),
    );
  }
}
