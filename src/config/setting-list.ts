import { z } from 'zod';
import { secretNames } from '../support/secret.ts';

/** One setting of a schema, in words for docs and the example. */
export interface SettingDescription {
  name: string;
  /** `text`, `whole number, 1 to 100`, `one of a, b` … */
  type: string;
  required: boolean;
  /** undefined where there is none. */
  fallback: unknown;
  description: string;
  secret: boolean;
  /** Settings inside, where this is a map of them. */
  inside: SettingDescription[];
}

/** What JSON Schema (2020-12) says of a setting, as far as it is told. */
interface JsonSchema {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
}

/** The settings of an object schema, in its order. */
export function listSettings(schema: z.ZodObject): SettingDescription[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return describeProperties(json, secretNames(schema));
}

function describeProperties(json: JsonSchema, secrets: readonly string[]): SettingDescription[] {
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    type: typeInWords(property),
    required: json.required?.includes(name) ?? false,
    fallback: property.properties === undefined ? property.default : undefined,
    description: property.description ?? '',
    secret: secrets.includes(name),
    inside: describeProperties(property, []),
  }));
}

function typeInWords(json: JsonSchema): string {
  if (json.enum !== undefined) return `one of ${json.enum.join(', ')}`;
  if (json.anyOf !== undefined) return [...new Set(json.anyOf.map(typeInWords))].join(' or ');
  switch (json.type) {
    case 'string':
      return 'text';
    case 'boolean':
      return 'true or false';
    case 'number':
      return `number${range(json)}`;
    case 'integer':
      return `whole number${range(json)}`;
    case 'array':
      return json.items?.properties === undefined ? `list of: ${typeInWords(json.items ?? {})}` : 'list';
    default:
      return 'map';
  }
}

/** Without the bounds that only say that a number is exact in JavaScript. */
function range({ minimum, maximum }: JsonSchema): string {
  const from = minimum === undefined || Math.abs(minimum) === Number.MAX_SAFE_INTEGER ? null : minimum;
  const to = maximum === undefined || Math.abs(maximum) === Number.MAX_SAFE_INTEGER ? null : maximum;
  if (from !== null && to !== null) return `, ${from} to ${to}`;
  if (from !== null) return `, at least ${from}`;
  return to === null ? '' : `, at most ${to}`;
}
