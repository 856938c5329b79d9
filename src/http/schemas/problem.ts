import { z } from 'zod';
import { type ErrorCode, errorTable } from '../../domain/errors.ts';

export const problemSchema = z
  .strictObject({
    type: z.string().describe('Address of the page that explains the code'),
    title: z.string(),
    status: z.number(),
    detail: z.string().describe('What, where, what was expected, what to do'),
    code: z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]).describe('Stable; decide by this'),
    problems: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .describe('Of a thing of the configuration: what is wrong at which setting, as `when.sender` or `to[0]`'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

/** What every call may answer instead. */
export const problems = { '4xx': problem('What was sent is refused'), '5xx': problem('The hub cannot now') };

function problem(description: string) {
  return { description, content: { 'application/problem+json': { schema: problemSchema } } };
}
