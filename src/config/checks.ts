import { checkTemplate } from '../destinations/present.ts';
import { isKnownRegion, toE164 } from '../domain/phone-number.ts';
import { compilePattern } from '../routing/pattern.ts';
import { compileTimeWindow } from '../routing/time-window.ts';
import { closest } from '../support/closest.ts';
import { readAllowedHosts } from '../support/private-address.ts';
import { readTrustedProxies } from '../support/trusted-proxies.ts';
import type { Finding } from './issue.ts';
import type { Path } from './problem.ts';
import type { ConfigurationFile } from './schema.ts';

/** What no schema can say: ids that are given once, names that exist, expressions that compile, numbers that are numbers. */
export function checkMeaning(file: ConfigurationFile): Finding[] {
  return [
    ...checkRegion(file),
    ...checkAllowedHosts(file),
    ...checkTrustedProxies(file),
    ...checkUnique(file),
    ...checkOwners(file),
    ...checkLines(file),
    ...checkSources(file),
    ...checkDestinations(file),
    ...checkProviders(file),
    ...checkRoutes(file),
    ...checkCommands(file),
    ...checkCanaries(file),
  ];
}

function checkRegion({ defaultRegion }: ConfigurationFile): Finding[] {
  if (defaultRegion === undefined || isKnownRegion(defaultRegion)) return [];
  return [{ path: ['defaultRegion'], message: regionExpected }];
}

function checkAllowedHosts({ network }: ConfigurationFile): Finding[] {
  return network.allowHosts.flatMap((entry, index) =>
    attempt(['network', 'allowHosts', index], () => readAllowedHosts([entry])),
  );
}

function checkTrustedProxies({ network }: ConfigurationFile): Finding[] {
  return network.trustedProxies.flatMap((entry, index) =>
    attempt(['network', 'trustedProxies', index], () => readTrustedProxies([entry])),
  );
}

function checkUnique(file: ConfigurationFile): Finding[] {
  const parts = ['people', 'lines', 'sources', 'destinations', 'providers'] as const;
  const ids = parts.flatMap((part) => repeated(file[part].map((one) => one.id)).map((index) => ({ part, index })));
  return [
    ...ids.map(({ part, index }) => ({
      path: [part, index, 'id'],
      message: `this id is taken by an earlier one of the ${part}`,
    })),
    ...repeated(file.routes.map((one) => one.id ?? slug(one.name))).map((index) => ({
      path: ['routes', index, 'name'],
      message: 'an earlier route has this name; expected one of its own, because a trace names routes',
    })),
  ];
}

function checkOwners(file: ConfigurationFile): Finding[] {
  const people = file.people.map((one) => one.id);
  const known = people.length === 0 ? [solePerson.id] : people;
  return (['lines', 'destinations'] as const).flatMap((part) =>
    file[part].flatMap(({ owner }, index) => {
      if (owner === undefined && known.length > 1)
        return [{ path: [part, index], message: 'owner is missing: there are several people' }];
      return owner === undefined ? [] : mustExist([part, index, 'owner'], owner, known, 'person');
    }),
  );
}

function checkLines(file: ConfigurationFile): Finding[] {
  const destinations = file.destinations.map((one) => one.id);
  const numbers: (string | undefined)[] = [];
  return file.lines.flatMap((line, index) => {
    const found = (line.unmatched ?? []).flatMap((id, at) =>
      mustExist(['lines', index, 'unmatched', at], id, destinations, 'destination'),
    );
    if (line.number === undefined) return found;
    const path = ['lines', index, 'number'];
    const wrong = attempt(path, () => {
      const number = toE164(line.number ?? '', regionOf(file));
      if (numbers.includes(number)) found.push({ path, message: 'an earlier line has this number' });
      numbers.push(number);
    });
    return [...found, ...wrong];
  });
}

function checkSources(file: ConfigurationFile): Finding[] {
  const lines = file.lines.map((one) => one.id);
  return file.sources.flatMap(({ line }, index) => {
    if (line !== undefined) return mustExist(['sources', index, 'line'], line, lines, 'line');
    const message =
      lines.length === 0
        ? 'there is no line yet: expected one under lines'
        : 'line is missing: there are several lines';
    return lines.length === 1 ? [] : [{ path: ['sources', index], message }];
  });
}

function checkDestinations(file: ConfigurationFile): Finding[] {
  const lines = file.lines.map((one) => one.id);
  return file.destinations.flatMap((destination, index) => {
    const wrong = destination.template === undefined ? null : checkTemplate(destination.template);
    const template = wrong === null ? [] : [{ path: ['destinations', index, 'template'], message: wrong }];
    const via = listOf(destination.via).flatMap((id) => mustExist(['destinations', index, 'via'], id, lines, 'line'));
    return [...template, ...via];
  });
}

function checkProviders(file: ConfigurationFile): Finding[] {
  const people = file.people.length === 0 ? [solePerson.id] : file.people.map((one) => one.id);
  const sources = file.sources.map((one) => one.id);
  return file.providers.flatMap(({ id, owner, regions = [] }, index) => {
    const path = ['providers', index];
    return [
      ...(sources.includes(id)
        ? [{ path: [...path, 'id'], message: 'a source has this id; both are called at /hooks/<id>' }]
        : []),
      ...(id === ownLines
        ? [{ path: [...path, 'id'], message: `${ownLines} means the own lines; expected another id` }]
        : []),
      ...(owner === undefined ? [] : mustExist([...path, 'owner'], owner, people, 'person')),
      ...regions.flatMap((region, at) =>
        isKnownRegion(region) ? [] : [{ path: [...path, 'regions', at], message: regionExpected }],
      ),
    ];
  });
}

function checkRoutes(file: ConfigurationFile): Finding[] {
  const lines = file.lines.map((one) => one.id);
  const destinations = file.destinations.map((one) => one.id);
  return file.routes.flatMap((route, index) => {
    const when = ['routes', index, 'when'];
    const { line, senderMatches, textMatches, time } = route.when;
    return [
      ...route.to.flatMap((id, at) => mustExist(['routes', index, 'to', at], id, destinations, 'destination')),
      ...listOf(line).flatMap((id) => mustExist([...when, 'line'], id, lines, 'line')),
      ...(senderMatches === undefined ? [] : attempt([...when, 'senderMatches'], () => compilePattern(senderMatches))),
      ...(textMatches === undefined ? [] : attempt([...when, 'textMatches'], () => compilePattern(textMatches))),
      ...(time === undefined ? [] : attempt([...when, 'time'], () => compileTimeWindow(time))),
    ];
  });
}

function checkCommands(file: ConfigurationFile): Finding[] {
  const { mqtt } = file.commands;
  if (mqtt === undefined) return [];
  const path = ['commands', 'mqtt'];
  const lines = file.lines.map((one) => one.id);
  return [
    ...listOf(mqtt.line).flatMap((id) => mustExist([...path, 'line'], id, lines, 'line')),
    ...mqtt.allow.flatMap((number, at) => attempt([...path, 'allow', at], () => toE164(number, regionOf(file)))),
  ];
}

const regionExpected = 'expected a region by its ISO 3166 code in capitals, as US or GB';

/** What tries to send a code name the own lines by, in place of a provider. */
const ownLines = 'line';

function checkCanaries(file: ConfigurationFile): Finding[] {
  const lines = file.lines.map((one) => one.id);
  const senders = [...lines, ...file.providers.map((one) => one.id)];
  const taken = repeated(file.canaries.map((one) => one.id));
  return file.canaries.flatMap(({ to, via }, index) => {
    const path = ['canaries', index];
    const line = file.lines.find((one) => one.id === to);
    return [
      ...(taken.includes(index) ? [{ path: [...path, 'id'], message: 'this id is taken by an earlier one' }] : []),
      ...mustExist([...path, 'to'], to, lines, 'line'),
      ...(line !== undefined && line.number === undefined
        ? [{ path: [...path, 'to'], message: `line ${to} has no number: expected one, so that it can be texted` }]
        : []),
      ...mustExist([...path, 'via'], via, senders, 'line or provider'),
      ...(via === to ? [{ path: [...path, 'via'], message: 'expected another line than the one that it tests' }] : []),
    ];
  });
}

/** Owns everything where a file names nobody. */
export const solePerson = { id: 'owner', name: 'Owner' };

/** A name as an id: `Auth0 test` → `auth0-test`. */
export function slug(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '') || 'route';
}

/** The region, where it is one: a wrong one is a problem of its own and not one of every number. */
export function regionOf({ defaultRegion }: ConfigurationFile): string | undefined {
  return defaultRegion !== undefined && isKnownRegion(defaultRegion) ? defaultRegion : undefined;
}

function mustExist(path: Path, id: string, known: readonly string[], what: string): Finding[] {
  if (known.includes(id)) return [];
  const meant = closest(id, known);
  const hint =
    meant === undefined
      ? `expected ${known.length === 0 ? 'one that this file names' : `one of ${known.join(', ')}`}`
      : `did you mean ${meant}?`;
  return [{ path, message: `there is no ${what} ${JSON.stringify(id)}; ${hint}` }];
}

function attempt(path: Path, check: () => void): Finding[] {
  try {
    check();
    return [];
  } catch (error) {
    return [{ path, message: error instanceof Error ? error.message : String(error) }];
  }
}

function repeated(ids: readonly string[]): number[] {
  return ids.flatMap((id, index) => (ids.indexOf(id) < index ? [index] : []));
}

function listOf(value: unknown): string[] {
  return [value].flat().filter((one) => typeof one === 'string');
}
