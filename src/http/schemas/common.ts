import { z } from 'zod';

export const isoTime = z.string().meta({ format: 'date-time', description: 'ISO 8601 in UTC' });
export const isoTimeOrNull = isoTime.nullable();

export function toIso(time: number): string {
  return new Date(time).toISOString();
}

export function toIsoOrNull(time: number | null): string | null {
  return time === null ? null : toIso(time);
}

/** Ids of messages, deliveries and tokens are UUIDs (RFC 9562). */
export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'expected an id as the hub gives it, a UUID in lower case');

export const uuidParams = z.strictObject({ id: uuid });

/** Ids that the configuration gives. */
export const nameParams = z.strictObject({ id: z.string().min(1).max(63) });

export const pageQuery = {
  before: uuid.optional().describe('`next` of the page before; without it the newest are listed'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many, 1 to 200'),
};

export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

export const show = z
  .enum(['full', 'code', 'notice'])
  .default('full')
  .describe('How much of a message: `full`, `code` (no text) or `notice` (neither text nor code)');

/** The id of the last of a full page; null where the page is the last one. */
export function nextCursor(items: readonly { id: string }[], limit: number): string | null {
  return items.length < limit ? null : (items[items.length - 1]?.id ?? null);
}
