import type { OpenAPIV3_1 } from 'openapi-types';
import { errorTable } from '../domain/errors.ts';
import { twilioErrorTable } from './twilio/error-table.ts';

/** docs/errors.md: every stable code with its status, its meaning and what to do. */
export function renderErrorsPage(): string {
  const sections = Object.entries(errorTable).map(
    ([code, { status, title, help }]) => `## ${code}\n\n**${title}.** HTTP status ${status}.\n\n${help}\n`,
  );
  return `${errorsIntroduction}\n${sections.join('\n')}`;
}

const errorsIntroduction = `# Errors

The API answers errors as problem details (RFC 9457, \`application/problem+json\`); commands print \`detail\` as one line.
Decide by \`code\`: it never changes its meaning. \`detail\` is for people and may change.

\`\`\`json
{
  "type": "/docs/errors.md#forbidden",
  "title": "The token lacks the scope",
  "status": 403,
  "detail": "Expected a token with the scope admin.",
  "code": "forbidden"
}
\`\`\`
`;

/** docs/twilio-errors.md: every number that the Twilio-compatible API answers. */
export function renderTwilioErrorsPage(): string {
  const sections = Object.entries(twilioErrorTable).map(
    ([code, { status, message, help }]) => `## ${code}\n\n**${message}.** HTTP status ${status}.\n\n${help}\n`,
  );
  return `${twilioErrorsIntroduction}\n${sections.join('\n')}`;
}

const twilioErrorsIntroduction = `# Errors of the Twilio-compatible API

The paths of [the Twilio-compatible API](twilio-api.md) answer errors as Twilio does: \`{"code", "message", "more_info",
"status"}\`. The numbers are Twilio's own where it has one for the case, else 20000 and the HTTP status. Decide by \`code\`.
`;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Schema = OpenAPIV3_1.SchemaObject & { $ref?: string };
type Operation = OpenAPIV3_1.OperationObject;

/** docs/api.md from the OpenAPI document: each call with what it takes and answers, then the schemas. */
export function renderApiPage(document: OpenAPIV3_1.Document): string {
  const calls = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item?.[method];
      return operation === undefined ? [] : [renderCall(method, path, operation as Operation)];
    }),
  );
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) => `### ${name}\n\n${renderSchema(schema as Schema)}`,
  );
  return [apiIntroduction, '## Calls\n', ...calls, '## Schemas\n', ...schemas].join('\n');
}

const apiIntroduction = `# API

All calls are below \`/api/v1\` and take \`Authorization: Bearer kp_…\`. The first token, an administrator's, is printed at the
first start; \`POST /api/v1/tokens\` makes more. Over the unix socket in the data folder no token is needed. The same as
OpenAPI 3.1: \`/api/openapi.json\`. Errors: [errors.md](errors.md).

Beside the API there are \`/healthz\` (the process answers), \`/readyz\` (the store takes writes and no source fails, else 503)
and \`/metrics\` (Prometheus; from this machine free, else with a token that may read).
`;

function renderCall(method: string, path: string, operation: Operation): string {
  const { summary = '', description, requestBody, responses } = operation;
  return [
    `### ${method.toUpperCase()} ${path}\n`,
    `${summary}.${description === undefined ? '' : ` ${oneLine(description)}`}\n`,
    renderScope(operation),
    renderParameters(operation),
    ...renderContent('Takes', requestBody as OpenAPIV3_1.RequestBodyObject | undefined),
    ...Object.entries(responses ?? {})
      .filter(([status]) => /^2/.test(status))
      .flatMap(([status, response]) => renderAnswer(status, response as OpenAPIV3_1.ResponseObject)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function renderScope(operation: Operation): string {
  const scope = (operation as { 'x-scope'?: string })['x-scope'];
  return scope === undefined ? '' : `Scope: \`${scope}\`.\n`;
}

function renderParameters({ parameters = [] }: Operation): string {
  if (parameters.length === 0) return '';
  const rows = (parameters as OpenAPIV3_1.ParameterObject[]).map(
    ({ name, in: place, description, schema }) =>
      `| \`${name}\` | ${place} | ${typeOf(schema as Schema)} | ${cell(description ?? (schema as Schema).description)} |`,
  );
  return ['| Parameter | In | Type | |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function renderAnswer(status: string, response: OpenAPIV3_1.ResponseObject): string[] {
  const content = renderContent(`Answers ${status}`, response);
  return content.length > 0 ? content : [`Answers ${status} without a body.\n`];
}

function renderContent(
  verb: string,
  holder: { content?: Record<string, OpenAPIV3_1.MediaTypeObject> } | undefined,
): string[] {
  const [first] = Object.entries(holder?.content ?? {});
  if (first === undefined) return [];
  const schema = first[1].schema as Schema | undefined;
  const types = Object.keys(holder?.content ?? {}).map((type) => `\`${type}\``);
  if (schema === undefined || schema.type === 'null') return [];
  if (schema.properties === undefined) return [`${verb} ${types.join(' or ')}: ${typeOf(schema)}.\n`];
  return [`${verb} ${types.join(' or ')}:\n\n${renderSchema(schema)}`];
}

function renderSchema(schema: Schema): string {
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const optional = required.has(name) ? '' : ', optional';
    return `| \`${name}\` | ${typeOf(property as Schema)}${optional} | ${cell((property as Schema).description)} |`;
  });
  return ['| Field | Type | |', '|---|---|---|', ...rows, ''].join('\n');
}

function typeOf(schema: Schema | undefined): string {
  if (schema === undefined) return 'any';
  if (schema.$ref !== undefined) return refLink(schema.$ref);
  const alternatives = (schema.anyOf ?? schema.allOf ?? schema.oneOf) as Schema[] | undefined;
  if (alternatives !== undefined) return alternatives.map(typeOf).join(' or ');
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.type === 'array') return `list of ${typeOf((schema as { items?: Schema }).items)}`;
  if (schema.type === 'object' && schema.properties !== undefined)
    return `{ ${Object.keys(schema.properties).join(', ')} }`;
  const type = [schema.type ?? 'any'].flat().join(' or ');
  return schema.format === 'date-time' ? 'time' : type;
}

function refLink(ref: string): string {
  const name = ref.slice(ref.lastIndexOf('/') + 1);
  return `[${name}](#${name.toLowerCase()})`;
}

function cell(text: string | undefined): string {
  return oneLine(text ?? '').replaceAll('|', '\\|');
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}
