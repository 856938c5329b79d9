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
  const problems = settingsIn(value)
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
    canaries: withoutMarks(given('canaries', before.canaries, [])),
  };
  // Checked by the file's schema before anything is made of them.
  return { changes: changes as GeneralChanges, problems };
}

/** What of a wish is to be set. */
export function settingsIn(value: Record<string, unknown>): string[] {
  return Object.keys(value).filter((name) => !listed.includes(name));
}

/** Line tests as a listing has them. */
function withoutMarks(canaries: unknown): unknown {
  if (!Array.isArray(canaries)) return canaries;
  return canaries.map((one: unknown) => {
    if (typeof one !== 'object' || one === null) return one;
    const { provisioned: _, ...setting } = one as Record<string, unknown>;
    return setting;
  });
}
