import { z } from 'zod';
import { editedParts } from '../../config/edit.ts';
import { isoTime } from './common.ts';

/** A route within `when`, `time` and `days` has four levels. */
const deepest = 8;

const jsonSchema = z
  .record(z.string(), z.unknown())
  .describe('JSON Schema, 2020-12; `x-secret`: never shown again; `x-ref`: names a `line`, `destination` or `person`');

const kind = z.strictObject({
  kind: z.string(),
  title: z.string(),
  description: z.string(),
  homepage: z.string(),
  example: z.record(z.string(), z.unknown()),
  schema: jsonSchema,
  connects: z
    .boolean()
    .optional()
    .describe('Of a source: `POST /configuration/sources/ID/connect` sets up the provider'),
  repeatable: z.boolean().optional().describe('Of a destination: a second try does no harm'),
  personal: z.boolean().optional().describe('Of a destination: members may add their own'),
});

export const adapters = z.strictObject({
  sources: z.array(kind),
  destinations: z.array(kind),
  providers: z.array(kind),
  line: jsonSchema,
  route: jsonSchema,
  source: jsonSchema.describe('What every source has besides the settings of its kind'),
  destination: jsonSchema.describe('What every destination has besides the settings of its kind'),
  provider: jsonSchema.describe('What every provider has besides the settings of its kind'),
});

/** As a file has it: what a kind describes itself is not repeated here. */
export const item = z
  .looseObject({
    id: z.string(),
    provisioned: z.boolean().describe('A configuration file names it: it is changed there only'),
    revision: z.string().describe('For `If-Match`; changes whenever the thing does'),
  })
  .meta({ id: 'ConfigurationItem' })
  .describe('As in the file; `{ "secret": true }` stands in place of a secret that is set');

export const general = z.strictObject({
  publicUrl: z.string().nullable(),
  publicUrlInUse: z.string().nullable().describe("The environment's, or with its reference resolved"),
  defaultRegion: z.string().nullable(),
  allowHosts: z.array(z.string()),
  serveHosts: z.array(z.string()),
  trustedProxies: z.array(z.string()),
  canaries: z
    .array(
      z.strictObject({
        id: z.string(),
        to: z.string().describe('Line that the text is to arrive at'),
        via: z.string().describe('Line or provider that sends it'),
        everyMinutes: z.int(),
        lostAfterSeconds: z.int(),
        enabled: z.boolean(),
        provisioned: z.boolean().describe('A configuration file names it: it is changed there only'),
      }),
    )
    .describe('Line tests'),
  provisioned: z
    .boolean()
    .describe(
      'A configuration file was applied: these are changed there only, but for line tests that it does not name',
    ),
  revision: z.string(),
});

export const items = z.strictObject({
  general,
  people: z.array(z.strictObject({ id: z.string(), name: z.string(), provisioned: z.boolean() })),
  lines: z.array(item),
  sources: z.array(item),
  destinations: z.array(item),
  providers: z.array(item).describe('In the order in which they are tried'),
  routes: z.array(item).describe('In the order in which they are asked'),
  file: z.string().nullable().describe('The configuration file that was applied last; null: none ever was'),
});

export const saved = z.strictObject({ item, warnings: z.array(z.string()) });

export const part = z.enum(editedParts);
export const itemParams = z.strictObject({ part, id: z.string().min(1).max(200) });

/** Checked later by the schema of a whole file. */
export const itemBody = z
  .record(z.string(), z.unknown())
  .refine(isPlain, `expected at most ${deepest} levels, and text without NUL`)
  .describe('As in the file, without `id`. A secret that is left out stays as it is; null ends a setting.');

/** `"…"` of an ETag (RFC 9110 §8.8.3), or `*`. */
const entityTag = /^(?:W\/)?"([^"]*)"$/;

export const conditionHeaders = z.looseObject({
  'if-match': z.string().optional().describe('`"revision"` of the thing as it was seen, else 412'),
  'if-none-match': z.literal('*').optional().describe('`*`: only where there is none with this id yet, else 412'),
});

export function readCondition(headers: z.output<typeof conditionHeaders>) {
  const { 'if-match': match, 'if-none-match': none } = headers;
  const revision = match === undefined ? undefined : (entityTag.exec(match)?.[1] ?? match);
  return { revision, isNew: none === '*' };
}

export const rehearsal = z.strictObject({
  judged: z.number(),
  couldNotJudge: z.number().describe('Their text is erased, or not for you, and a route asks for it'),
  changed: z.array(
    z.strictObject({
      message: z.strictObject({
        id: z.string(),
        receivedAt: isoTime,
        sender: z.string(),
        service: z.string().nullable(),
        line: z.string(),
      }),
      was: z.array(z.string()).describe('Destinations by the routes as they are'),
      would: z.array(z.string()).describe('Destinations by these routes'),
    }),
  ),
});

/** Without recursion: what comes in may be nested as deep as it is long. PostgreSQL holds no NUL in a text. */
function isPlain(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest || level.some((one) => typeof one === 'string' && one.includes('\0'))) return false;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return true;
}
