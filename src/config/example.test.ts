import assert from 'node:assert/strict';
import { test } from 'node:test';
import { destinationKinds } from '../destinations/index.ts';
import { providerKinds } from '../providers/index.ts';
import { sourceKinds } from '../sources/index.ts';
import { documentAdapters, documentConfiguration } from './documentation.ts';
import { exampleConfiguration } from './example.ts';
import { readConfiguration } from './load.ts';
import { formatProblem } from './problem.ts';
import type { Kinds } from './schema.ts';
import { listSettings } from './setting-list.ts';
import { testKinds } from './test-kinds.ts';
import { findWarnings } from './warnings.ts';

const everyKind: Kinds = { sources: sourceKinds, destinations: destinationKinds, providers: providerKinds };

for (const [name, kinds] of [
  ['the kinds of these tests', testKinds],
  ['every kind', everyKind],
] as const) {
  test(`the example with ${name} can be read as it is`, () => {
    const example = exampleConfiguration(kinds);
    const { configuration, problems } = readConfiguration(example, kinds);
    assert.deepEqual(
      problems.map((problem) => formatProblem(problem, 'example')),
      [],
    );
    assert(configuration !== null);
    assert.equal(configuration.sources.length, kinds.sources.length);
    assert.equal(configuration.destinations.length, kinds.destinations.length);
    if (kinds === everyKind) assert.deepEqual(findWarnings(configuration, kinds), []);
  });

  test(`the example with ${name} shows every setting`, () => {
    const example = exampleConfiguration(kinds);
    const settings = [...kinds.sources, ...kinds.destinations].flatMap((kind) => listSettings(kind.config));
    for (const setting of settings) {
      for (const { name } of [setting, ...setting.inside]) assert.match(example, new RegExp(`^[ #-]*${name}:`, 'm'));
    }
  });

  test(`the docs of ${name} describe every setting`, () => {
    const docs = documentAdapters(kinds);
    for (const kind of [...kinds.sources, ...kinds.destinations]) {
      for (const { name, description } of listSettings(kind.config)) {
        assert(docs.includes(`\`${name}\``), name);
        assert.notEqual(description, '', `${kind.kind}.${name} lacks a description`);
      }
    }
  });
}

test('what stands in comments is YAML too, once its # is taken away', () => {
  const example = exampleConfiguration(testKinds);
  assert.match(example, /^ {4}# pollSeconds: 0\.5$/m);
  assert.match(example, /^ {4}# ears:\n {4}# {3}# The left one\.\n {4}# {3}left: true$/m);
});

test('the page of the configuration describes every part and variable', () => {
  const docs = documentConfiguration();
  for (const word of [
    '`publicUrl`',
    '`allowHosts`',
    '`unmatched`',
    '`show`',
    '`textMatches`',
    '`time.timeZone`',
    '`KEYPIGEON_DATA`',
  ]) {
    assert(docs.includes(word), word);
  }
  assert.doesNotMatch(docs, /undefined|\[object/);
  assert.doesNotMatch(documentAdapters(everyKind), /undefined|\[object/);
});
