import { type EnvironmentSettings, readEnvironment } from '../config/environment.ts';
import { addressForPeople } from '../http/listen.ts';
import { readArguments, refuse } from './arguments.ts';
import type { RunCommand } from './command.ts';
import { createHubClient, localHub } from './hub-client.ts';

interface PersonRow {
  id: string;
}

/** `keypigeon board add NAME`: makes a token for a screen on the wall and prints its address. */
export const run: RunCommand = async (args, { env, stdout }) => {
  const options = { person: { type: 'string' }, json: { type: 'boolean' } } as const;
  const { values, positionals } = readArguments('board', args, options, 2);
  const [action, name = ''] = positionals;
  if (action !== 'add') {
    const trouble = action === undefined ? 'what to do is missing' : `there is no ${JSON.stringify(action)}`;
    throw refuse('board', `${trouble}; expected add`);
  }
  if (!/^[a-z][a-z0-9_-]{0,62}$/.test(name))
    throw refuse('board', 'add takes a short name of small letters, digits, - and _');
  const settings = readEnvironment(env);
  const hub = createHubClient(localHub(settings.dataFolder));
  const person = values.person ?? (await onlyPerson(() => hub.get('/api/v1/people')));
  const wish = { name: `board ${name}`, scopes: ['board'], person };
  const { id, token } = await hub.post<{ id: string; token: string }>('/api/v1/tokens', wish);
  const url = `${addressOf(settings)}/board/${name}#${token}`;
  stdout.write(values.json ? `${JSON.stringify({ id, name, person, url })}\n` : `${url}\n`);
  return 0;
};

async function onlyPerson(list: () => Promise<{ people: PersonRow[] }>): Promise<string> {
  const { people } = await list();
  const [only] = people;
  if (only !== undefined && people.length === 1) return only.id;
  const names = people.length === 0 ? 'there is nobody yet' : `there are ${people.map(({ id }) => id).join(', ')}`;
  throw refuse('board', `--person is missing: whose codes does it show? ${names}`);
}

function addressOf({ publicUrl, listen }: EnvironmentSettings): string {
  return publicUrl === null ? addressForPeople(listen.host, listen.port) : new URL(publicUrl).origin;
}
