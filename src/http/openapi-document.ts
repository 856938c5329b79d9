import swagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { OpenAPIV3_1 } from 'openapi-types';
import { KeypigeonError } from '../domain/errors.ts';
import type { HubApi } from './api.ts';
import { apiRoutes } from './routes/api.ts';
import { createFramework } from './server.ts';

const description = `Everything that the hub does is reached from here. Send \`Authorization: Bearer kp_…\`, or the cookie of a session; over the socket in the data
folder no token is needed. Errors are problem details (RFC 9457) with a stable \`code\`. Times are ISO 8601 in UTC.`;

/** The OpenAPI document of `/api/v1`, from the schemas of its routes. */
export async function describeApi(version: string): Promise<OpenAPIV3_1.Document> {
  const server = createFramework(() => {});
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Keypigeon', version, description },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: withScope(jsonSchemaTransform) as never,
    transformObject: withoutInputs as never,
  });
  const never = () => Promise.reject(neverCalled());
  apiRoutes(server, onlyDescribed(), { authenticate: never, authenticateApp: never });
  await server.ready();
  const document = server.swagger() as OpenAPIV3_1.Document;
  await server.close();
  return document;
}

interface Described {
  route: { config?: { scope?: string } };
}

/** The scope that a call needs, as an extension: OpenAPI has scopes for OAuth only. */
function withScope<Result extends { schema?: object | undefined }>(transform: (route: never) => Result) {
  return (described: Described): Result => {
    const result = transform(described as never);
    return { ...result, schema: { ...result.schema, 'x-scope': described.route.config?.scope ?? 'admin' } };
  };
}

/** Named schemas are answers only; the framework lists each a second time as an input. */
function withoutInputs(described: Parameters<typeof jsonSchemaTransformObject>[0]): object {
  const document = jsonSchemaTransformObject(described) as OpenAPIV3_1.Document;
  const schemas = Object.entries(document.components?.schemas ?? {}).filter(([name]) => !name.endsWith('Input'));
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } };
}

/** Routes are registered here to be described; a handler that ran would have no hub to ask. */
function onlyDescribed(): HubApi {
  return new Proxy({} as HubApi, {
    get() {
      throw neverCalled();
    },
  });
}

function neverCalled(): KeypigeonError {
  return new KeypigeonError('internal', 'the description of the API takes no requests');
}
