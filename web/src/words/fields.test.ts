import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeAdapters } from '../../../src/config/json-schema.ts';
import { destinationKinds } from '../../../src/destinations/index.ts';
import { providerKinds } from '../../../src/providers/index.ts';
import { sourceKinds } from '../../../src/sources/index.ts';
import { noteRequest, recent } from '../api/recent.ts';
import { type JsonSchema, readSettings, type Setting } from '../forms/setting.ts';
import { choiceIn } from '../forms/setting-words.ts';
import { fields as de } from './de/fields.ts';
import { inbox as deInbox } from './de/inbox.ts';
import { fields as en } from './en/fields.ts';
import { inbox as enInbox } from './en/inbox.ts';

const described = describeAdapters({ sources: sourceKinds, destinations: destinationKinds, providers: providerKinds });
const schemas: [string, JsonSchema][] = [
  ...described.sources.map(({ kind, schema }): [string, JsonSchema] => [`sources.${kind}`, schema]),
  ...described.destinations.map(({ kind, schema }): [string, JsonSchema] => [`destinations.${kind}`, schema]),
  ...described.providers.map(({ kind, schema }): [string, JsonSchema] => [`providers.${kind}`, schema]),
  ['lines', described.line],
  ['sources', described.source],
  ['destinations', described.destination],
  ['providers', described.provider],
  ['routes', described.route],
];
const settings = schemas.flatMap(([of, schema]) =>
  withGroups(readSettings(schema, ['id', 'kind'])).map((setting) => [`${of}.${setting.path}`, setting] as const),
);
const known = new Set<string>(settings.map(([place]) => place));

function withGroups(list: readonly Setting[]): Setting[] {
  return list.flatMap((one) => [one, ...(one.shape === 'group' ? withGroups(one.inside) : [])]);
}

/** What can be chosen at a setting. */
function choicesOf([place, setting]: readonly [string, Setting]): string[] {
  if (setting.shape === 'choice' || setting.shape === 'choices') return setting.choices.map((one) => `${place}.${one}`);
  if (setting.shape === 'maybe') return [`${place}.true`, `${place}.false`];
  if (setting.shape !== 'references' || !setting.mayBeNone) return [];
  return (setting.required ? ['these', 'none'] : ['usual', 'these', 'none']).map((one) => `${place}.${one}`);
}

for (const [name, words, { events }] of [
  ['en', en, enInbox],
  ['de', de, deInbox],
] as const)
  describe(`the words for settings (${name})`, () => {
    it('name every setting', () => {
      const unnamed = [...known].filter((place) => (words.settings[place]?.label ?? '') === '');
      assert.deepEqual(unnamed, []);
    });

    it('name no setting that does not exist', () => {
      assert.deepEqual(
        Object.keys(words.settings).filter((place) => !known.has(place)),
        [],
      );
    });

    it('name every kind, and no other', () => {
      const kinds = [
        ...described.sources.map(({ kind }) => `sources.${kind}`),
        ...described.destinations.map(({ kind }) => `destinations.${kind}`),
        ...described.providers.map(({ kind }) => `providers.${kind}`),
      ];
      assert.deepEqual(Object.keys(words.kinds).sort(), kinds.sort());
    });

    it('name all that can be chosen, and nothing else', () => {
      const choices = settings.flatMap(choicesOf);
      assert.deepEqual(
        choices.filter((place) => choiceIn(words, events, place) === undefined),
        [],
      );
      assert.deepEqual(
        Object.keys(words.choices).filter((place) => !choices.includes(place)),
        [],
      );
    });

    it('do not speak of the file', () => {
      const hints = settings.map(([place, { hint }]) => words.settings[place]?.hint ?? hint);
      assert.deepEqual(
        hints.filter((hint) => /`|\[\]|in quotes|defaults? (is|are)\b|left out/.test(hint)),
        [],
      );
    });
  });

it('German says of every setting what English says of it', () => {
  const silent = settings.filter(([place, { hint }]) => {
    const english = en.settings[place]?.hint ?? hint;
    return english !== '' && (de.settings[place]?.hint ?? '') === '';
  });
  assert.deepEqual(
    silent.map(([place]) => place),
    [],
  );
});

it('no secret of a setting stands in the lines for a terminal', () => {
  const secrets = settings.filter(([, { shape }]) => shape === 'secret').map(([, setting]) => setting.name);
  for (const name of secrets)
    noteRequest({ method: 'PUT', path: `/${name}`, body: { [name]: 'typed', list: [{ [name]: ['typed'] }] } });
  assert.doesNotMatch(JSON.stringify(recent.value), /typed/);
  assert(secrets.length > 8);
});
