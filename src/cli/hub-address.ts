import { readEnvironment } from '../config/environment.ts';
import { refuse } from './arguments.ts';
import type { Surroundings } from './command.ts';
import { type HubAddress, localHub, remoteHub } from './hub-client.ts';

/** The hub that `--url` and `--token` (or `KEYPIGEON_TOKEN`) name; without them the one on the data folder. */
export function hubAddress(
  command: string,
  given: { url?: string; token?: string },
  { env }: Pick<Surroundings, 'env'>,
): HubAddress {
  const token = given.token ?? env.KEYPIGEON_TOKEN ?? null;
  if (given.url !== undefined) return remoteHub(given.url, token);
  if (given.token !== undefined) throw refuse(command, '--token goes with --url: the hub on this machine needs none');
  return localHub(readEnvironment(env).dataFolder);
}
