import type { GeneralChanges } from '../config/configuration.ts';
import type { FieldProblem } from '../domain/errors.ts';
import { usualProxies } from '../support/trusted-proxies.ts';

const known = ['publicUrl', 'defaultRegion', 'allowHosts', 'serveHosts', 'trustedProxies', 'canaries'];
/** What a listing adds, and what may come back with it. */
const listed = ['publicUrlInUse', 'provisioned', 'revision'];

/** What is not given stays; null ends it. What the settings hold is checked later, as that of a file is. */
export function readGeneralWish(
  before: GeneralChanges,
  value: Record<string, unknown>,
): { changes: GeneralChanges; problems: FieldProblem[] } {
  const names = Object.keys(value).filter((name) => !listed.includes(name));
  const problems = names
    .filter((name) => !known.includes(name))
    .map((name) => ({ path: name, message: `this setting is not known; expected one of ${known.join(', ')}` }));
  const given = (name: string, old: unknown, none: unknown) => (name in value ? (value[name] ?? none) : old);
  const changes = {
    publicUrl: given('publicUrl', before.publicUrl, null),
    defaultRegion: given('defaultRegion', before.defaultRegion, null),
    network: {
      allowHosts: given('allowHosts', before.network.allowHosts, []),
      serveHosts: given('serveHosts', before.network.serveHosts, []),
      trustedProxies: given('trustedProxies', before.network.trustedProxies, [...usualProxies]),
    },
    canaries: given('canaries', before.canaries, []),
  };
  // Checked by the file's schema before anything is made of them.
  return { changes: changes as GeneralChanges, problems };
}
