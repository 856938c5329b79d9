import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { pages } from '../scripts/docs/pages.ts';
import { commands } from '../src/cli/index.ts';
import { readConfiguration } from '../src/config/load.ts';
import { findWarnings } from '../src/config/warnings.ts';
import { destinationKinds } from '../src/destinations/index.ts';
import { providerKinds } from '../src/providers/index.ts';
import { sourceKinds } from '../src/sources/index.ts';

const top = join(import.meta.dirname, '..');
const documents = [...globSync('*.md', { cwd: top }), ...globSync('{docs,examples}/**/*.md', { cwd: top })]
  .sort()
  .map((path) => ({ path, text: readFileSync(join(top, path), 'utf8') }));
const packageFile = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

describe('pages that are made from the code', () => {
  for (const [path, make] of Object.entries(pages)) {
    test(path, async () => {
      const written = readFileSync(join(top, path), 'utf8').split('\n');
      const made = (await make()).split('\n');
      const line = made.findIndex((text, index) => text !== written[index]);
      assert.deepEqual([written.length, line], [made.length, -1], `${path} is not what the code says: npm run docs`);
    });
  }
});

test('examples of configurations are accepted', () => {
  const kinds = { sources: sourceKinds, destinations: destinationKinds, providers: providerKinds };
  const whole = documents.flatMap(({ path, text }) =>
    blocks(text, 'yaml')
      .filter((yaml) => /^(lines|people|publicUrl|sources|destinations|broker):/.test(yaml))
      .map((yaml) => ({ path, yaml })),
  );
  for (const { path, yaml } of whole) {
    // What a block leaves out is what it is not about.
    const missing = [/^lines:/m.test(yaml) ? '' : 'lines: [{ id: burner }]\n'];
    const { configuration, problems } = readConfiguration(missing.join('') + yaml, kinds);
    assert.deepEqual(problems, [], `${path}:\n${yaml}`);
    const warnings = configuration === null || path !== 'README.md' ? [] : findWarnings(configuration, kinds);
    assert.deepEqual(warnings, [], `${path}:\n${yaml}`);
  }
  assert.equal(whole.filter(({ path }) => path === 'README.md').length, 5);
});

test('links lead somewhere', () => {
  const broken = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^https?:/.test(target))
      .filter((target) => !leadsSomewhere(path, target))
      .map((target) => `${path}: ${target}`),
  );
  assert.deepEqual(broken, []);
});

test('commands and scripts that are named exist', () => {
  const names = commands.map(({ name }) => name);
  const unknown = documents.flatMap(({ path, text }) => [
    ...[...text.matchAll(/npm run (?:-s |--silent )?([\w:-]+)/g)]
      .filter(([, script = '']) => packageFile.scripts[script] === undefined)
      .map(([line]) => `${path}: ${line}`),
    ...[...text.matchAll(/(?:npm run -s keypigeon -- |`keypigeon )([a-z][\w-]*)/g)]
      .filter(([, command = '']) => !names.includes(command))
      .map(([line]) => `${path}: ${line}`),
  ]);
  assert.deepEqual(unknown, []);
});

test('architecture.md names every folder, and files that are there', () => {
  const { text = '' } = documents.find(({ path }) => path === 'docs/architecture.md') ?? {};
  const folders = globSync('src/*/', { cwd: top }).map((path) => `${path.split('/')[1]}/`);
  assert.deepEqual(
    folders.filter((folder) => !text.includes(`  ${folder}`)),
    [],
  );
  const files = [...text.matchAll(/`((?:[\w-]+\/)+[\w.-]+\.(?:ts|json)|hub\.ts)`/g)].map(([, file = '']) => file);
  assert.ok(files.length > 8);
  assert.deepEqual(
    files.filter((file) => !existsSync(join(top, 'src', file)) && !existsSync(join(top, file))),
    [],
  );
});

test('numbers in documents are reserved for fiction', () => {
  const real = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/\+\d[\d ]{8,}\d/g)]
      .map(([number]) => number.replaceAll(' ', ''))
      .filter((number) => !/^\+1555(010|5501)\d+$/.test(number) && !/^\+1[2-9]\d{2}55501\d\d$/.test(number))
      .filter((number) => !/^\+447700900\d{3}$/.test(number))
      .map((number) => `${path}: ${number}`),
  );
  assert.deepEqual(real, []);
});

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(/^( *)```(\w+)\n([\s\S]*?)\n\1```$/gm)]
    .filter(([, , found]) => found === language)
    .map(([, indent = '', , body = '']) => body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
}

function leadsSomewhere(path: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const found = file === '' ? path : relative(top, join(top, dirname(path), file));
  if (!existsSync(join(top, found))) return false;
  return anchor === undefined || headings(readFileSync(join(top, found), 'utf8')).includes(anchor);
}

/** As the usual renderers of Markdown name them. */
function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
