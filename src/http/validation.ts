import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { KeypigeonError } from '../domain/errors.ts';

const partNames: Record<string, string> = { querystring: 'query', params: 'path', body: 'body', headers: 'header' };
/** Beyond these the caller has other worries. */
const toldProblems = 5;

/** Checks a part of a request by its zod schema. What came is told by its type only: a value may be a secret. */
export const compileValidator: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const part = partNames[httpPart ?? ''] ?? 'request';
  return (data: unknown) => {
    const result = schema.safeParse(data);
    return result.success ? { value: result.data } : { error: refusal(part, result.error.issues) };
  };
};

function refusal(part: string, issues: z.core.$ZodIssue[]): KeypigeonError {
  const isCursor = issues.every(({ path }) => part === 'query' && path.join('.') === 'before');
  const told = issues.slice(0, toldProblems).map((issue) => describe(part, issue));
  return new KeypigeonError(isCursor ? 'invalid-cursor' : 'invalid-request', `${told.join('; ')}.`);
}

function describe(part: string, { path, message }: z.core.$ZodIssue): string {
  const where = path.length === 0 ? part : `${part} ${path.join('.')}`;
  return `${where}: ${message.replace(/^Invalid (input|string|option): /, '')}`;
}
