import { networkInterfaces } from 'node:os';
import { addPerson, resetPerson } from '../access/people.ts';
import { type EnvironmentSettings, readEnvironment } from '../config/environment.ts';
import { type Role, roles } from '../domain/person.ts';
import { usableAddresses } from '../http/addresses.ts';
import { type LinkJson, type PersonJson, toLinkJson, toPersonJson } from '../http/routes/people.ts';
import type { Store } from '../store/open-store.ts';
import { listPeople } from '../store/people.ts';
import { systemClock } from '../support/clock.ts';
import { createIdMaker } from '../support/ids.ts';
import { systemRandom } from '../support/random.ts';
import { readArguments, refuse } from './arguments.ts';
import type { RunCommand } from './command.ts';
import { createHubClient, isRunning, localHub } from './hub-client.ts';
import { withStore } from './store-access.ts';
import { formatTable, formatTime, oneLine } from './terminal.ts';

const options = {
  id: { type: 'string' },
  role: { type: 'string' },
  until: { type: 'string' },
  json: { type: 'boolean' },
} as const;

interface Wish {
  id?: string;
  name: string;
  role: Role;
  endsAt: string | null;
}

/** `keypigeon person add NAME`, `person list` and `person reset ID`. */
export const run: RunCommand = async (args, { env, stdout }) => {
  const { values, positionals } = readArguments('person', args, options, 2);
  const [action, given] = positionals;
  const settings = readEnvironment(env);
  if (action !== 'add' && (values.id ?? values.role ?? values.until) !== undefined)
    throw refuse('person', '--id, --role and --until belong to add');
  if (action === 'add') {
    const wish = readWish(given, values);
    const { id, link } = await add(settings, wish);
    stdout.write(values.json ? `${JSON.stringify({ id, ...link })}\n` : formatLink(id, link));
  } else if (action === 'reset') {
    if (given === undefined)
      throw refuse('person', 'reset takes the id of a person, as keypigeon person list shows it');
    const link = await reset(settings, given);
    stdout.write(values.json ? `${JSON.stringify({ id: given, ...link })}\n` : formatLink(given, link));
  } else if (action === 'list') {
    if (given !== undefined) throw refuse('person', `${JSON.stringify(given)} is one argument too many`);
    const people = await list(settings);
    stdout.write(values.json ? people.map((one) => `${JSON.stringify(one)}\n`).join('') : formatPeople(people));
  } else {
    const trouble = action === undefined ? 'what to do is missing' : `there is no ${JSON.stringify(action)}`;
    throw refuse('person', `${trouble}; expected add, list or reset`);
  }
  return 0;
};

function readWish(given: string | undefined, values: { id?: string; role?: string; until?: string }): Wish {
  const name = given?.trim() ?? '';
  if (name === '' || name.length > 100) throw refuse('person', 'add takes a name of 1 to 100 characters');
  if (values.id !== undefined && !/^[a-z][a-z0-9_-]{0,62}$/.test(values.id))
    throw refuse('person', '--id is not usable: expected a short name of small letters, digits, - and _');
  const role = roles.find((one) => one === (values.role ?? 'member'));
  if (role === undefined) throw refuse('person', `--role is not usable: expected one of ${roles.join(', ')}`);
  const until = values.until === undefined ? null : Date.parse(values.until);
  if (Number.isNaN(until)) throw refuse('person', '--until is not usable: expected a time as 2026-12-24T18:00:00Z');
  const endsAt = until === null ? null : new Date(until).toISOString();
  return { ...(values.id === undefined ? {} : { id: values.id }), name, role, endsAt };
}

async function add(settings: EnvironmentSettings, wish: Wish): Promise<{ id: string; link: LinkJson }> {
  const address = localHub(settings.dataFolder);
  if (await isRunning(address)) return createHubClient(address).post('/api/v1/people', wish);
  return withStore(settings, async (store) => {
    const endsAt = wish.endsAt === null ? null : Date.parse(wish.endsAt);
    const { id, link } = await addPerson(partsOf(store), { ...wish, endsAt }, self);
    return { id, link: toLinkJson(link, settings.publicUrl, addressesOf(settings)) };
  });
}

async function reset(settings: EnvironmentSettings, id: string): Promise<LinkJson> {
  const address = localHub(settings.dataFolder);
  if (await isRunning(address)) return createHubClient(address).post(`/api/v1/people/${encodeURIComponent(id)}/reset`);
  return withStore(settings, async (store) =>
    toLinkJson(await resetPerson(partsOf(store), id, self), settings.publicUrl, addressesOf(settings)),
  );
}

async function list(settings: EnvironmentSettings): Promise<PersonJson[]> {
  const address = localHub(settings.dataFolder);
  if (!(await isRunning(address)))
    return withStore(settings, async ({ database }) => (await listPeople(database)).map(toPersonJson));
  return (await createHubClient(address).get<{ people: PersonJson[] }>('/api/v1/people')).people;
}

const self = { kind: 'local', personId: null, address: null } as const;

function partsOf({ database, keyring }: Store) {
  const ids = createIdMaker(systemClock, systemRandom);
  return { database, keyring, clock: systemClock, random: systemRandom, ids };
}

/** Where the hub will listen when it is started as this command was. */
function addressesOf({ listen, publicUrl, tls }: EnvironmentSettings): string[] {
  const machine = { names: [], interfaces: networkInterfaces() };
  return usableAddresses({ scheme: tls === null ? 'http' : 'https', ...listen, publicUrl }, machine);
}

function formatLink(id: string, { urls, endsAt }: LinkJson): string {
  const links = urls.map((url) => `  Set up: ${url}\n`).join('');
  return `${oneLine(id)} sets up how they sign in by this link, once, until ${formatTime(endsAt)}:\n\n${links}`;
}

function formatPeople(people: readonly PersonJson[]): string {
  if (people.length === 0) return 'There are no people yet; keypigeon person add NAME adds one.\n';
  const rows = people.map(({ id, name, role, endsAt, canSignIn }) => [
    id,
    oneLine(name),
    role,
    endsAt === null ? '' : `until ${formatTime(endsAt)}`,
    canSignIn ? 'signs in' : 'has not set up how to sign in',
  ]);
  return formatTable(['id', 'name', 'role', 'end', 'sign-in'], rows);
}
