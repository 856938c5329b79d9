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
  minItems?: number | undefined;
  maxLength?: number | undefined;
  pattern?: string | undefined;
  format?: string | undefined;
  'x-secret'?: boolean | undefined;
  'x-ref'?: Reference | undefined;
}

/** What a setting may name. */
export type Reference = 'line' | 'destination' | 'person';

/** What past messages can suggest. */
export type Suggested = 'service' | 'sender';

export type SettingShape =
  | { shape: 'text' | 'address' | 'secret' | 'flag' | 'pairs' }
  /** Yes, no, or left open. */
  | { shape: 'maybe' }
  | { shape: 'number'; whole: boolean; least: number | undefined; most: number | undefined }
  | { shape: 'choice' | 'choices'; choices: string[] }
  | { shape: 'reference'; to: Reference }
  /** `mayBeNone`: an empty list says something else than none at all. */
  | { shape: 'references'; to: Reference; mayBeNone: boolean; ordered: boolean }
  | { shape: 'lines'; suggested: Suggested | null }
  /** Own words for messages; several lines as of a certificate; a time of the day; an IANA name. */
  | { shape: 'template' | 'long' | 'time' | 'timeZone' }
  /** `mayLack`: the group as a whole may be left out, and then its settings are not asked for. */
  | { shape: 'group'; inside: Setting[]; mayLack: boolean };

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
      const required = schema.required?.includes(name) === true && inner.default === undefined;
      return {
        ...shapeOf(inner, name, path, required),
        name,
        path,
        hint: inner.description ?? '',
        required,
        fallback: inner.default,
      };
    });
}

/** Those of groups in place of their group. */
export function leavesOf(settings: readonly Setting[]): Setting[] {
  return settings.flatMap((one) => (one.shape === 'group' ? leavesOf(one.inside) : [one]));
}

/** What no schema says, but the name does. */
const shapesByName: Record<string, SettingShape> = {
  template: { shape: 'template' },
  ca: { shape: 'long' },
  body: { shape: 'long' },
  timeZone: { shape: 'timeZone' },
};
const suggestedByName: Record<string, Suggested> = { service: 'service', sender: 'sender' };

function shapeOf(schema: JsonSchema, name: string, path: string, required: boolean): SettingShape {
  if (schema['x-secret'] === true) return { shape: 'secret' };
  const list = schema.type === 'array' ? schema : schema.anyOf?.find((one) => one.type === 'array');
  const to = schema['x-ref'];
  if (to !== undefined)
    return list === undefined ? { shape: 'reference', to } : referencesOf(schema, list, to, required);
  const choices = choicesOf(schema);
  if (choices !== undefined) return { shape: list === undefined ? 'choice' : 'choices', choices };
  if (list !== undefined) return { shape: 'lines', suggested: suggestedByName[name] ?? null };
  if (schema.type === 'boolean') return { shape: schema.default === undefined ? 'maybe' : 'flag' };
  if (schema.type === 'integer' || schema.type === 'number')
    return { shape: 'number', whole: schema.type === 'integer', least: schema.minimum, most: schema.maximum };
  if (schema.type === 'object' && schema.properties === undefined) return { shape: 'pairs' };
  if (schema.type === 'object') {
    const mayLack = !required && schema.default === undefined;
    return { shape: 'group', inside: readSettings(schema, [], `${path}.`), mayLack };
  }
  return shapesByName[name] ?? textOf(schema);
}

/** Where one or a list may stand, and one must, the list is tried in order. */
function referencesOf(schema: JsonSchema, list: JsonSchema, to: Reference, required: boolean): SettingShape {
  const mayBeNone = (list.minItems ?? 0) === 0;
  return { shape: 'references', to, mayBeNone, ordered: required && schema.anyOf !== undefined };
}

function textOf({ format, pattern }: JsonSchema): SettingShape {
  if (format === 'uri') return { shape: 'address' };
  const isTime = pattern !== undefined && new RegExp(pattern).test('23:59') && !new RegExp(pattern).test('25:00');
  return { shape: isTime ? 'time' : 'text' };
}

/** Those of the schema, of what its list holds, or of the alternatives. */
function choicesOf(schema: JsonSchema): string[] | undefined {
  const found = schema.enum ?? schema.items?.enum ?? schema.anyOf?.flatMap((one) => choicesOf(one) ?? []);
  return found === undefined || found.length === 0 ? undefined : [...new Set(found.map(String))];
}
