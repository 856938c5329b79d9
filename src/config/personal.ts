import type { DestinationKind } from '../destinations/destination.ts';
import type { Show } from '../domain/delivery.ts';
import { readAllowedHosts } from '../support/private-address.ts';
import { secretNames } from '../support/secret.ts';
import type { Configuration, DestinationSetting } from './configuration.ts';
import type { ItemProblem } from './edit.ts';
import type { ItemValue } from './item-value.ts';
import { destinationCommonNames } from './schema.ts';
import { privateHostOf, webHostOf } from './warnings.ts';

/** From the least to the most. */
const openness: readonly Show[] = ['notice', 'code', 'full'];

/**
 * The configuration as far as it is one person's: what somebody who does not run the hub is checked against, so that no
 * message of a check tells them of anybody else's things. A line of somebody else by which the destination `id` sends
 * already was given to it by an owner.
 */
export function personalPart(configuration: Configuration, personId: string, id: string): Configuration {
  const given = configuration.destinations.find((one) => one.id === id && one.owner === personId)?.settings.via;
  return {
    ...configuration,
    broker: null,
    commands: { mqtt: null },
    people: configuration.people.filter(({ id }) => id === personId),
    lines: configuration.lines
      .filter((line) => line.owner === personId || [given].flat().includes(line.id))
      .map((line) => ({ ...line, unmatched: line.unmatched === null ? null : [] })),
    sources: [],
    destinations: configuration.destinations.filter(({ owner }) => owner === personId),
    routes: [],
  };
}

/** What keeps a person who does not run the hub from giving a destination of theirs these settings. */
export function personalProblems(
  value: ItemValue,
  before: { setting: DestinationSetting | undefined; show: Show | undefined; allowHosts: readonly string[] },
  personId: string,
  kinds: readonly DestinationKind[],
): ItemProblem[] {
  return [
    ...kindProblems(value, before.setting, kinds),
    ...ownerProblems(value, personId),
    ...showProblems(value, before.show),
    ...ownersProblems(value, before.setting),
    ...referenceProblems(value, before.setting),
    ...privateProblems(value, before.setting, before.allowHosts),
  ];
}

/** Of another kind, one that they have, such as a browser of theirs, stays as it is but for what all kinds have. */
function kindProblems(
  { kind, ...value }: ItemValue,
  before: DestinationSetting | undefined,
  kinds: readonly DestinationKind[],
): ItemProblem[] {
  const personal = kinds.filter((one) => one.personal === true).map((one) => one.kind);
  if (typeof kind !== 'string' || personal.includes(kind)) return [];
  if (before?.kind !== kind)
    return [{ path: 'kind', message: `only an owner may add this; expected one of ${personal.join(', ')}` }];
  const schema = kinds.find((one) => one.kind === kind)?.config;
  const secrets = schema === undefined ? [] : secretNames(schema);
  const names = new Set([...Object.keys(before.settings), ...Object.keys(value)]);
  return [...names]
    .filter((name) => !destinationCommonNames.includes(name))
    .filter((name) => !(secrets.includes(name) && !(name in value)) && !isSame(value[name], before.settings[name]))
    .map((path) => ({ path, message: 'only an owner may change this; expected it as it is' }));
}

function ownerProblems({ owner }: ItemValue, personId: string): ItemProblem[] {
  if (owner === undefined || owner === personId) return [];
  return [{ path: 'owner', message: 'expected yourself: only an owner may add this for somebody else' }];
}

/** Who runs the hub said how much of others' texts it shows, also of those that have gone there already. */
function showProblems({ show = 'code' }: ItemValue, before: Show | undefined): ItemProblem[] {
  if (before === undefined || openness.indexOf(show as Show) <= openness.indexOf(before)) return [];
  const message = `only an owner may let it show more than ${before}; add another one for what comes to your own lines`;
  return [{ path: 'show', message }];
}

/** Settings that reach beyond what is the person's: a line's source may send under the numbers of other lines too. */
const ownersOnly = ['from'];

function ownersProblems(value: ItemValue, before: DestinationSetting | undefined): ItemProblem[] {
  return ownersOnly
    .filter((name) => name in value && !isSame(value[name], before?.settings[name]))
    .map((name) => ({ path: name, message: 'only an owner may set this' }));
}

/** `network.allowHosts` opens the hub's own network to what an owner set up, not to every member. */
function privateProblems(
  value: ItemValue,
  before: DestinationSetting | undefined,
  allowHosts: readonly string[],
): ItemProblem[] {
  const named = readAllowedHosts(allowHosts, { onlyAsNamed: true });
  const isOwners = (one: unknown) => privateHostOf(one) !== null || named.allows(webHostOf(one) ?? '', '');
  return Object.entries(value)
    .filter(([name, one]) => isOwners(one) && !isSame(one, before?.settings[name]))
    .map(([name]) => ({ path: name, message: 'only an owner may name an address of a private network' }));
}

/**
 * A reference is read from the environment or a file of the hub's machine: it would send what it finds there to an address
 * of the person's choice. One that stands there already was put there by somebody who may.
 */
function referenceProblems(value: ItemValue, before: DestinationSetting | undefined): ItemProblem[] {
  const { template: _words, ...settings } = value;
  return Object.entries(settings)
    .filter(([name, one]) => holdsReference(one) && !isSame(one, before?.settings[name]))
    .map(([name]) => ({ path: name, message: 'only an owner may use ${…}: expected the value itself' }));
}

function holdsReference(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes('${');
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
