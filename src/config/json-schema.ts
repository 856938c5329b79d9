import { z } from 'zod';
import { secretNames } from '../support/secret.ts';
import { fileParts, type Kinds } from './schema.ts';

/** JSON Schema, draft 2020-12. */
export type JsonSchema = Record<string, unknown>;

/** A kind of source, destination or provider, with all that a form needs to know of it. */
export interface DescribedKind {
  kind: string;
  title: string;
  description: string;
  homepage: string;
  example: Record<string, unknown>;
  /** Of its own settings; those that all of its role have stand in `source`, `destination` and `provider`. */
  schema: JsonSchema;
  /** Of sources: the hub can set up the provider to call it. */
  connects?: boolean;
  /** Of destinations: a second try does no harm. */
  repeatable?: boolean;
  /** Of destinations: members may add their own. */
  personal?: boolean;
}

/** What a configuration may hold, as JSON Schemas. */
export interface DescribedAdapters {
  sources: DescribedKind[];
  destinations: DescribedKind[];
  providers: DescribedKind[];
  line: JsonSchema;
  route: JsonSchema;
  /** What every source has besides the settings of its kind. */
  source: JsonSchema;
  destination: JsonSchema;
  provider: JsonSchema;
}

/** `x-secret` marks what is never shown again, `x-ref` what names a line, a destination or a person. */
export function describeAdapters(kinds: Kinds): DescribedAdapters {
  return {
    sources: kinds.sources.map((kind) => ({ ...describeKind(kind), connects: kind.connect !== undefined })),
    destinations: kinds.destinations.map((kind) => ({
      ...describeKind(kind),
      repeatable: kind.repeatable,
      personal: kind.personal === true,
    })),
    providers: kinds.providers.map(describeKind),
    line: jsonSchema(fileParts.lines),
    route: jsonSchema(fileParts.routes),
    source: jsonSchema(fileParts.sources),
    destination: jsonSchema(fileParts.destinations),
    provider: jsonSchema(fileParts.providers),
  };
}

interface Describable extends Omit<DescribedKind, 'schema'> {
  config: z.ZodObject;
}

function describeKind({ kind, title, description, homepage, example, config }: Describable): DescribedKind {
  return { kind, title, description, homepage, example, schema: jsonSchema(config) };
}

/** Of what one writes, not of what is read from it: a setting with a default may be left out. */
export function jsonSchema(schema: z.ZodObject): JsonSchema {
  const json = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema: one }) => dropInternals(one),
  }) as JsonSchema;
  const properties = json.properties as Record<string, JsonSchema>;
  for (const name of secretNames(schema)) properties[name] = { ...properties[name], 'x-secret': true };
  return json;
}

/** Bounds that only say that a whole number is exact in JavaScript, and a format that no standard knows: its pattern stays. */
function dropInternals(json: z.core.JSONSchema.BaseSchema): void {
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  if (json.format === 'starts_with') delete json.format;
}
