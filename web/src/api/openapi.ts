export interface Operation {
  method: string;
  path: string;
  summary: string;
  description: string | null;
  tag: string;
  parameters: { name: string; where: string; required: boolean; description: string }[];
  /** A body as it could be; null: it takes none. */
  example: unknown;
}

interface OpenApi {
  paths: Record<string, Record<string, RawOperation>>;
  components?: { schemas?: Record<string, Schema> };
}

interface RawOperation {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
}

interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  anyOf?: Schema[];
}

/** All that the hub's API can do, as its OpenAPI document says. */
export async function readOperations(): Promise<Operation[]> {
  const response = await fetch('/api/openapi.json');
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const document = (await response.json()) as OpenApi;
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => toOperation(document, path, method, raw)),
  );
}

function toOperation(document: OpenApi, path: string, method: string, raw: RawOperation): Operation {
  const body = raw.requestBody?.content?.['application/json']?.schema;
  return {
    method: method.toUpperCase(),
    path,
    summary: raw.summary ?? path,
    description: raw.description ?? null,
    tag: raw.tags?.[0] ?? 'other',
    parameters: (raw.parameters ?? []).map(({ name, in: where, required = false, description, schema }) => ({
      name,
      where,
      required,
      description: description ?? schema?.description ?? '',
    })),
    example: body === undefined ? null : exampleOf(document, body, 0),
  };
}

/** A value of the shape that a schema asks for; what is optional is left out. */
export function exampleOf(document: Pick<OpenApi, 'components'>, schema: Schema, depth: number): unknown {
  if (schema.$ref !== undefined) {
    const named = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''];
    return named === undefined || depth > 5 ? {} : exampleOf(document, named, depth + 1);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf?.[0] !== undefined) return exampleOf(document, schema.anyOf[0], depth + 1);
  return exampleOfType(document, schema, depth);
}

function exampleOfType(document: Pick<OpenApi, 'components'>, schema: Schema, depth: number): unknown {
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, exampleOf(document, schema.properties?.[name] ?? {}, depth + 1)]),
      );
    case 'array':
      return schema.items === undefined ? [] : [exampleOf(document, schema.items, depth + 1)];
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    default:
      return '…';
  }
}
