import { z } from 'zod';
import type { Health } from '../../sources/source.ts';
import { isoTime, toIso } from './common.ts';

export const healthSchema = z
  .strictObject({
    state: z.enum(['starting', 'ok', 'degraded', 'failing', 'off']),
    detail: z.string().describe('What is wrong and what to do'),
    since: isoTime,
  })
  .meta({ id: 'Health' });

export function toHealthJson({ state, detail, since }: Health): z.output<typeof healthSchema> {
  return { state, detail, since: toIso(since) };
}
