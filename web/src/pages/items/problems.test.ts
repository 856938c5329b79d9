import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type JsonSchema, readSettings } from '../../forms/setting.ts';
import { speak } from '../../words/words.ts';
import { placeProblems, problemsOf } from './problems.ts';

before(() => speak('en'));

const schema: JsonSchema = {
  type: 'object',
  required: ['to'],
  properties: {
    to: { type: 'array', items: { type: 'string' } },
    most: { type: 'integer', minimum: 1, maximum: 9 },
    when: {
      type: 'object',
      default: {},
      properties: { line: { type: 'string' }, time: { type: 'object', properties: { from: { type: 'string' } } } },
    },
  },
};
const settings = readSettings(schema);
const place = (path: string, hasId = false) =>
  placeProblems([{ path, message: 'expected it otherwise' }], settings, hasId);

test('a problem is said beside its setting, or the group around it', () => {
  for (const [path, where] of [
    ['to', 'to'],
    ['to[1]', 'to'],
    ['when.line', 'when.line'],
    ['when.time.from', 'when.time.from'],
    ['when.time.strange', 'when.time'],
    ['when.strange[3].far', 'when'],
  ] as const)
    assert.deepEqual(place(path), { placed: { [where]: 'Expected it otherwise.' }, others: [] }, path);
});

test('what is about no setting is said for the whole', () => {
  for (const path of ['', 'id', 'kind', 'routes.auth0.to[0]'])
    assert.deepEqual(place(path), { placed: {}, others: ['Expected it otherwise.'] }, path);
  assert.deepEqual(place('id', true).placed, { id: 'Expected it otherwise.' });
});

test('two problems of one setting are both said', () => {
  const two = ['first', 'second.'].map((message, at) => ({ path: `to[${at}]`, message }));
  assert.deepEqual(placeProblems(two, settings, false).placed, { to: 'First. Second.' });
});

test('the page sees by itself what is not there or out of bounds', () => {
  assert.deepEqual(problemsOf({ most: 12 }, settings), {
    to: 'Please fill this in.',
    most: 'From 1 to 9, please.',
  });
});
