import { z } from 'zod';

/** Schemas of secret settings: such values are encrypted in the store and never printed. */
export const secretSettings = z.registry<{ secret: true }>();

/** A string setting that is a secret. */
export function secretString(): z.ZodString {
  return z.string().min(1).register(secretSettings, { secret: true });
}

/** Names of the settings of an object schema that are secrets (looks through optional and default). */
export function secretNames(schema: z.ZodObject): string[] {
  return Object.entries(schema.shape)
    .filter(([, field]) => isSecret(field as z.ZodType))
    .map(([name]) => name);
}

function isSecret(field: z.ZodType): boolean {
  // `get` and not `has`: it also knows the copies that `.describe()` and `.refine()` make of a registered schema.
  if (secretSettings.get(field) !== undefined) return true;
  const inner = (field as unknown as { _zod: { def: { innerType?: z.ZodType } } })._zod.def.innerType;
  return inner === undefined ? false : isSecret(inner);
}
