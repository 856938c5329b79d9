import type { z } from 'zod';
import type { Health } from '../sources/source.ts';
import { redactUrls } from '../support/redact.ts';

export function failingHealth(detail: string, since: number): Health {
  return { state: 'failing', detail: redactUrls(detail), since };
}

/** Settings as an adapter takes them, defaults filled in; throws in one line that names the setting, never its value. */
export function settle(schema: z.ZodObject, settings: Record<string, unknown>): unknown {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`setting ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not what was expected'}`);
}
