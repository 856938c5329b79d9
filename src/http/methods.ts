import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { KeypigeonError } from '../domain/errors.ts';
import { nothingHere, sendProblem } from './errors.ts';

interface KnownPath {
  segments: string[];
  methods: Set<string>;
}

/** Answers what no route takes: 405 with `Allow` where the path has other methods (RFC 9110 §15.5.6), else 404. */
export function answerUnknownPaths(server: FastifyInstance): void {
  const paths = new Map<string, KnownPath>();
  server.addHook('onRoute', ({ url, method }) => {
    const known = paths.get(url) ?? { segments: url.split('/'), methods: new Set() };
    for (const one of [method].flat()) known.methods.add(one);
    paths.set(url, known);
  });
  server.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const allowed = methodsAt([...paths.values()], request.url.split(/[?#]/, 1)[0] ?? '');
    if (allowed.length === 0) return sendProblem(reply, nothingHere);
    const allow = allowed.join(', ');
    return sendProblem(reply.header('allow', allow), new KeypigeonError('method-not-allowed', `Expected ${allow}.`));
  });
}

function methodsAt(paths: KnownPath[], path: string): string[] {
  const given = path.split('/');
  const fits = ({ segments }: KnownPath) =>
    segments.length === given.length &&
    segments.every((segment, index) => segment === given[index] || (segment.startsWith(':') && given[index] !== ''));
  return [...new Set(paths.filter(fits).flatMap(({ methods }) => [...methods]))].sort();
}
