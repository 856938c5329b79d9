import assert from 'node:assert/strict';
import { test } from 'node:test';
import { destinationKinds } from '../destinations/index.ts';
import { providerKinds } from '../providers/index.ts';
import { sourceKinds } from '../sources/index.ts';
import { secretNames } from '../support/secret.ts';
import { describeAdapters, type JsonSchema } from './json-schema.ts';

const kinds = { sources: sourceKinds, destinations: destinationKinds, providers: providerKinds };
const described = describeAdapters(kinds);
const all: [string, JsonSchema][] = [
  ...described.sources.map(({ kind, schema }): [string, JsonSchema] => [`sources ${kind}`, schema]),
  ...described.destinations.map(({ kind, schema }): [string, JsonSchema] => [`destinations ${kind}`, schema]),
  ...described.providers.map(({ kind, schema }): [string, JsonSchema] => [`providers ${kind}`, schema]),
  ...(['line', 'route', 'source', 'destination', 'provider'] as const).map((name): [string, JsonSchema] => [
    name,
    described[name],
  ]),
];

function settingsOf(schema: JsonSchema, path: string): [string, JsonSchema][] {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  return properties.flatMap(([name, one]) => [[`${path}.${name}`, one], ...settingsOf(one, `${path}.${name}`)]);
}

test('every setting has a description, a form and no bound of JavaScript', () => {
  for (const [path, setting] of all.flatMap(([name, schema]) => settingsOf(schema, name))) {
    assert.equal(typeof setting.description, 'string', path);
    assert('type' in setting || 'anyOf' in setting, path);
    assert.doesNotMatch(JSON.stringify(setting), /9007199254740991|starts_with/, path);
  }
});

test('every secret is marked, and nothing else', () => {
  for (const role of ['sources', 'destinations', 'providers'] as const)
    for (const kind of kinds[role]) {
      const schema = described[role].find((one) => one.kind === kind.kind)?.schema ?? {};
      const marked = settingsOf(schema, '').filter(([, setting]) => setting['x-secret'] === true);
      assert.deepEqual(
        marked.map(([path]) => path.slice(1)),
        secretNames(kind.config),
      );
    }
});

test('what names something else says what', () => {
  const references = all
    .flatMap(([name, schema]) => settingsOf(schema, name))
    .flatMap(([path, setting]) => ('x-ref' in setting ? [`${path}: ${setting['x-ref']}`] : []));
  assert.deepEqual(references, [
    'destinations sms.via: line',
    'line.owner: person',
    'line.unmatched: destination',
    'route.when.line: line',
    'route.to: destination',
    'source.line: line',
    'destination.owner: person',
    'provider.owner: person',
  ]);
});

test('the defaults, choices and bounds of a setting are there', () => {
  const sms = described.destinations.find(({ kind }) => kind === 'sms')?.schema.properties as Record<
    string,
    JsonSchema
  >;
  const { description: _, ...dailyCap } = sms.dailyCap ?? {};
  assert.deepEqual(dailyCap, { type: 'integer', minimum: 1, maximum: 10_000, default: 100 });
  assert.equal((sms.via?.anyOf as unknown[] | undefined)?.length, 2);
  const show = (described.destination.properties as Record<string, JsonSchema>).show;
  assert.deepEqual([show?.enum, show?.default], [['code', 'full', 'notice'], 'code']);
});

test('members may add what is no part of the hub', () => {
  const personal = described.destinations.filter((one) => one.personal === true).map(({ kind }) => kind);
  for (const kind of ['mqtt', 'console']) assert(!personal.includes(kind), kind);
  for (const kind of ['slack', 'sms', 'webhook']) assert(personal.includes(kind), kind);
});
