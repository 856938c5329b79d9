import { z } from 'zod';
import { addPerson, checkEnd, resetPerson } from '../../access/people.ts';
import { type SetupLink, setupPath } from '../../access/setup.ts';
import { KeypigeonError } from '../../domain/errors.ts';
import { roles } from '../../domain/person.ts';
import { listAudit, recordAudit } from '../../store/audit.ts';
import { type Account, findPerson, listPeople, retirePerson, updatePerson } from '../../store/people.ts';
import { accessOf } from '../access.ts';
import type { HubApi } from '../api.ts';
import { isoTime, isoTimeOrNull, nameParams, toIso, toIsoOrNull } from '../schemas/common.ts';
import { problems } from '../schemas/problem.ts';
import type { ApiServer } from './api.ts';

const fields = {
  name: z.string().trim().min(1).max(100),
  role: z.enum(roles).describe('`owner` runs the hub, `member` uses their part of it, `guest` looks on until an end'),
  endsAt: z.iso.datetime({ offset: true }).nullable().describe('From here on they may do nothing; a guest has an end'),
};
const wish = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,62}$/, 'expected a short name of small letters, digits, - and _')
    .optional()
    .describe('Default is made from the name'),
  name: fields.name,
  role: fields.role.default('member'),
  endsAt: fields.endsAt.default(null),
});
const changes = z.strictObject({
  name: fields.name.optional(),
  role: fields.role.optional(),
  endsAt: fields.endsAt.optional(),
});
const person = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    role: z.enum(roles),
    endsAt: isoTimeOrNull,
    provisioned: z.boolean().describe('The configuration file names them: only there can they be removed'),
    canSignIn: z.boolean().describe('They have set up how'),
  })
  .meta({ id: 'Person' });
const link = z.strictObject({
  path: z.string().describe('To be opened at the address of the hub; good once, and shown this once'),
  url: z.string().nullable().describe('The same below `publicUrl`; null where that is not set'),
  urls: z.array(z.string()).describe('The same at each address of this hub that a browser may reach, the best first'),
  endsAt: isoTime,
});
const entry = z.strictObject({
  id: z.number(),
  at: isoTime,
  actor: z.enum(['person', 'token', 'local', 'nobody']),
  person: z.string().nullable(),
  action: z.string(),
  subject: z.string().nullable(),
  address: z.string().nullable(),
});
const admin = { scope: 'admin' } as const;

export type PersonJson = z.output<typeof person>;
export type LinkJson = z.output<typeof link>;

export function peopleRoutes(server: ApiServer, hub: HubApi): void {
  server.get(
    '/people',
    {
      config: admin,
      schema: {
        summary: 'List people',
        tags: ['people'],
        response: { 200: z.strictObject({ people: z.array(person) }), ...problems },
      },
    },
    async () => ({ people: (await listPeople(hub.database)).map(toPersonJson) }),
  );

  server.post(
    '/people',
    {
      config: admin,
      schema: {
        summary: 'Add a person',
        description: 'The link leads them to where they set up how they sign in.',
        tags: ['people'],
        body: wish,
        response: { 201: z.strictObject({ id: z.string(), link }), ...problems },
      },
    },
    async (request, reply) => {
      const added = await addPerson(
        hub,
        { ...request.body, endsAt: toTime(request.body.endsAt) },
        accessOf(request).actor,
      );
      return reply
        .code(201)
        .send({ id: added.id, link: toLinkJson(added.link, hub.configuration().publicUrl, hub.addresses()) });
    },
  );

  server.patch(
    '/people/:id',
    {
      config: admin,
      schema: {
        summary: 'Change a person',
        tags: ['people'],
        params: nameParams,
        body: changes,
        response: { 200: person, ...problems },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { endsAt, role, name } = request.body;
      const now = hub.clock.now();
      const before = await findPerson(hub.database, id);
      if (before === undefined) throw new KeypigeonError('not-found', 'There is no person with this id.');
      const end = endsAt === undefined ? before.endsAt : toTime(endsAt);
      if (role !== undefined || endsAt !== undefined) checkEnd(role ?? before.role, end, now);
      await hub.database.write(updatePerson, {
        id,
        now,
        ...(name === undefined ? {} : { name }),
        ...(role === undefined ? {} : { role }),
        ...(endsAt === undefined ? {} : { endsAt: end }),
      });
      await hub.database.write(recordAudit, {
        actor: accessOf(request).actor,
        action: 'person.changed',
        subject: id,
        now,
      });
      // Destinations of those who run the hub may reach more.
      if (role !== undefined) await hub.applyConfiguration();
      return toPersonJson((await findPerson(hub.database, id)) ?? before);
    },
  );

  server.post(
    '/people/:id/reset',
    {
      config: admin,
      schema: {
        summary: 'Let a person set up anew how they sign in',
        description:
          'All that they signed in by, their sessions, trusted browsers and notifications in browsers end now.',
        tags: ['people'],
        params: nameParams,
        response: { 200: link, ...problems },
      },
    },
    async (request) => {
      const made = await resetPerson(hub, request.params.id, accessOf(request).actor);
      await hub.applyConfiguration();
      return toLinkJson(made, hub.configuration().publicUrl, hub.addresses());
    },
  );

  server.delete(
    '/people/:id',
    {
      config: admin,
      schema: {
        summary: 'Remove a person',
        description: 'What is theirs stays; all that they signed in by and notifications in their browsers end.',
        tags: ['people'],
        params: nameParams,
        response: { 204: z.null().describe('They are removed'), ...problems },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const now = hub.clock.now();
      await hub.database.write(retirePerson, { id, now });
      await hub.database.write(recordAudit, {
        actor: accessOf(request).actor,
        action: 'person.removed',
        subject: id,
        now,
      });
      await hub.applyConfiguration();
      return reply.code(204).send(null);
    },
  );

  server.get(
    '/audit',
    {
      config: admin,
      schema: {
        summary: 'Who did what',
        description: 'Sign-ins, also failed ones, who was shown and who took which code, and changes. Kept 400 days.',
        tags: ['people'],
        querystring: z.strictObject({
          before: z.coerce.number().int().min(1).optional().describe('Only entries before this id'),
          person: z.string().max(63).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: { 200: z.strictObject({ entries: z.array(entry).describe('Newest first') }), ...problems },
      },
    },
    async (request) => {
      const { before, person: personId, limit } = request.query;
      const entries = await listAudit(hub.database, { before, personId, limit });
      return {
        entries: entries.map(({ personId: by, at, actor, ...rest }) => ({
          ...rest,
          at: toIso(at),
          actor: actor as z.output<typeof entry>['actor'],
          person: by,
        })),
      };
    },
  );
}

export function toPersonJson({ id, name, role, endsAt, provisioned, password, passkeys }: Account): PersonJson {
  const canSignIn = password !== null || passkeys > 0;
  return { id, name, role, endsAt: toIsoOrNull(endsAt), provisioned, canSignIn };
}

export function toLinkJson(made: SetupLink, publicUrl: string | null, addresses: readonly string[]): LinkJson {
  const path = setupPath(made);
  return {
    path,
    urls: addresses.map((address) => `${address}${path}`),
    url: publicUrl === null ? null : `${publicUrl.replace(/\/+$/, '')}${path}`,
    endsAt: toIso(made.endsAt),
  };
}

function toTime(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}
