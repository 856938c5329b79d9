/** The part of JSON Schema (draft 2020-12) that the hub describes settings by. */
export interface JsonSchema {
  type?: string | undefined;
  description?: string | undefined;
  default?: unknown;
  enum?: unknown[] | undefined;
  properties?: Record<string, JsonSchema> | undefined;
  required?: string[] | undefined;
  items?: JsonSchema | undefined;
  anyOf?: JsonSchema[] | undefined;
  additionalProperties?: boolean | JsonSchema | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  maxLength?: number | undefined;
  format?: string | undefined;
  'x-secret'?: boolean | undefined;
  'x-ref'?: Reference | undefined;
}

/** What a setting may name. */
export type Reference = 'line' | 'destination' | 'person';

export type SettingShape =
  | { shape: 'text' | 'address' | 'secret' | 'flag' | 'lines' }
  | { shape: 'number'; whole: boolean; least: number | undefined; most: number | undefined }
  | { shape: 'choice' | 'choices'; choices: string[] }
  | { shape: 'reference' | 'references'; to: Reference }
  | { shape: 'pairs' }
  | { shape: 'group'; inside: Setting[] };

/** One setting, as a form asks for it. */
export type Setting = SettingShape & {
  name: string;
  /** Names from the outermost on, joined by dots: as problems name it. */
  path: string;
  hint: string;
  required: boolean;
  fallback: unknown;
};

/** The settings that a schema describes, in its order, without those named. */
export function readSettings(schema: JsonSchema, without: readonly string[] = [], above = ''): Setting[] {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !without.includes(name))
    .map(([name, inner]) => {
      const path = `${above}${name}`;
      return {
        ...shapeOf(inner, path),
        name,
        path,
        hint: inner.description ?? '',
        required: schema.required?.includes(name) === true && inner.default === undefined,
        fallback: inner.default,
      };
    });
}

function shapeOf(schema: JsonSchema, path: string): SettingShape {
  if (schema['x-secret'] === true) return { shape: 'secret' };
  const many = schema.type === 'array' || schema.anyOf?.some((one) => one.type === 'array') === true;
  const to = schema['x-ref'];
  if (to !== undefined) return { shape: many ? 'references' : 'reference', to };
  const choices = choicesOf(schema);
  if (choices !== undefined) return { shape: many ? 'choices' : 'choice', choices };
  if (many) return { shape: 'lines' };
  if (schema.type === 'boolean') return { shape: 'flag' };
  if (schema.type === 'integer' || schema.type === 'number')
    return { shape: 'number', whole: schema.type === 'integer', least: schema.minimum, most: schema.maximum };
  if (schema.type === 'object' && schema.properties === undefined) return { shape: 'pairs' };
  if (schema.type === 'object') return { shape: 'group', inside: readSettings(schema, [], `${path}.`) };
  return { shape: schema.format === 'uri' ? 'address' : 'text' };
}

/** Those of the schema, of what its list holds, or of the alternatives. */
function choicesOf(schema: JsonSchema): string[] | undefined {
  const found = schema.enum ?? schema.items?.enum ?? schema.anyOf?.flatMap((one) => choicesOf(one) ?? []);
  return found === undefined || found.length === 0 ? undefined : [...new Set(found.map(String))];
}
