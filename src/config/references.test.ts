import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { findUnresolved, type ReferenceTargets, resolveReferences, resolveSettings } from './references.ts';

const targets: ReferenceTargets = {
  environment: { TOKEN: 'hunter2', HOST: 'broker.example', EMPTY: '' },
  readFile(path) {
    if (path === '/run/secrets/key') return 'sesame\n';
    if (path === '/run/secrets/empty') return '\n';
    throw Object.assign(new Error('hunter2'), { code: path === '/closed' ? 'EACCES' : 'ENOENT' });
  },
};
const ref = (name: string) => `\${${name}}`;

test('references are resolved anywhere in the settings', () => {
  const settings = {
    token: ref('TOKEN'),
    url: `mqtt://${ref('HOST')}:1883`,
    keys: [ref('file:/run/secrets/key')],
    port: 1,
    deep: { on: true, off: null },
  };
  assert.deepEqual(resolveReferences(settings, targets), {
    token: 'hunter2',
    url: 'mqtt://broker.example:1883',
    keys: ['sesame'],
    port: 1,
    deep: { on: true, off: null },
  });
});

test('a doubled dollar stands for itself', () => {
  assert.equal(resolveReferences(`$${ref('TOKEN')} costs $5`, targets), `${ref('TOKEN')} costs $5`);
});

const failing: [value: unknown, line: string, code: string][] = [
  [
    { token: ref('NOPE') },
    'sources.s.token: the environment variable NOPE is not set; set it where Keypigeon is started',
    'missing-variable',
  ],
  [
    { keys: ['', ref('EMPTY')] },
    'sources.s.keys[1]: the environment variable EMPTY is empty; set it where Keypigeon is started',
    'missing-variable',
  ],
  [{ a: ref('file:/no') }, 'sources.s.a: the file /no does not exist; it should hold the value', 'missing-variable'],
  [
    { a: ref('file:/closed') },
    'sources.s.a: the file /closed cannot be read (EACCES); it should hold the value',
    'missing-variable',
  ],
  [
    { a: ref('file:/run/secrets/empty') },
    'sources.s.a: the file /run/secrets/empty is empty; it should hold the value',
    'missing-variable',
  ],
  [
    { a: ref('not a name') },
    `sources.s.a: this reference is not understood: expected ${ref('NAME')} with letters, digits and _, or ${ref('file:/path')}; write $\${ for a plain \${`,
    'invalid-configuration',
  ],
];

for (const [value, message, code] of failing) {
  test(`says in one line: ${message}`, () => {
    assert.throws(() => resolveReferences(value, targets, 'sources.s'), { message, code });
    assert.deepEqual(findUnresolved(value, targets, 'sources.s'), [message]);
  });
}

test('settings are checked once more when they are resolved, without telling the value', () => {
  const schema = z.strictObject({ url: z.url(), pollSeconds: z.number().default(2) });
  const fine = resolveSettings(schema, { settings: { url: `http://${ref('HOST')}` } }, targets, 'sources.s');
  assert.deepEqual(fine, { url: 'http://broker.example', pollSeconds: 2 });
  assert.throws(() => resolveSettings(schema, { settings: { url: ref('TOKEN') } }, targets, 'sources.s'), {
    code: 'invalid-configuration',
    message: 'sources.s.url: expected an address, as https://example.com; there is text of 7 characters',
  });
});

test('a resolved value that looks like a reference is not excused', () => {
  const schema = z.strictObject({ url: z.url() });
  const odd = { ...targets, environment: { ODD: ref('TOKEN') } };
  assert.throws(() => resolveSettings(schema, { settings: { url: ref('ODD') } }, odd, 'sources.s'), {
    code: 'invalid-configuration',
  });
});
