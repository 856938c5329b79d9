import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { checkAdapters } from './architecture/adapters.ts';
import { checkConsole, checkEnvironment, checkLength, checkPurity, checkViewers } from './architecture/code-rules.ts';
import { checkCycles } from './architecture/cycles.ts';
import { checkDatabaseOnlyInStore, checkDirections, directions } from './architecture/directions.ts';
import { editorRules } from './architecture/editor-rules.ts';
import { importsOf } from './architecture/imports.ts';
import { blankOut, readSourceFiles, type SourceFile, sourceFile } from './architecture/source-file.ts';

const source = join(import.meta.dirname, '..', 'src');
const files = readSourceFiles(source);

type Sample = [path: string, text: string];

interface Rule {
  says: string;
  check(files: SourceFile[]): string[];
  /** Each must be refused, so that the rule is known to work. */
  bad: Sample[][];
  /** Each must pass. */
  good: Sample[][];
}

const rules: Rule[] = [
  {
    says: 'imports go in the direction of the way of a message',
    check: checkDirections,
    bad: [
      [['http/server.ts', "import { mqtt } from '../destinations/mqtt.ts';"]],
      [['http/server.ts', "import { sourceKinds } from '../sources/index.ts';"]],
      [['sources/twilio.ts', "import type { Database } from '../store/database.ts';"]],
      [['sources/hilink/hilink.ts', "import { match } from '../../routing/match.ts';"]],
      [['destinations/sms.ts', "export * from '../sources/twilio.ts';"]],
      [['destinations/sms.ts', "const { load } = await import('../config/load.ts');"]],
      [['domain/line.ts', "import { ids } from '../support/ids.ts';"]],
      [['support/ids.ts', "import '../domain/line.ts';"]],
      [['store/messages.ts', "import { dispatch } from '../delivery/dispatcher.ts';"]],
      [['newfolder/thing.ts', "import { ids } from '../support/ids.ts';"]],
      [['hub.ts', "import { watch } from './cli/watch.ts';"]],
    ],
    good: [
      [['http/server.ts', "import type { Health } from '../sources/source.ts';"]],
      [['sources/twilio.ts', "import { sleep } from '../support/clock.ts';\nimport { z } from 'zod';"]],
      [['cli/serve.ts', "import { startHub } from '../hub.ts';\nimport { build } from '../http/server.ts';"]],
      [['store/messages.ts', "// import { dispatch } from '../delivery/dispatcher.ts';"]],
    ],
  },
  {
    says: 'adapters do not know each other',
    check: checkAdapters,
    bad: [
      [
        ['destinations/mqtt.ts', 'export const mqtt = defineDestination({});'],
        ['destinations/slack.ts', "import { mqtt } from './mqtt.ts';\nexport const slack = defineDestination({});"],
      ],
      [
        ['destinations/mqtt.ts', 'export const mqtt = defineDestination({});'],
        ['destinations/mqtt-payload.ts', ''],
        ['destinations/slack.ts', "import './mqtt-payload.ts';\nexport const slack = defineDestination({});"],
      ],
      [
        ['sources/hilink/hilink.ts', 'export const hilink = defineSource({});'],
        ['sources/source-health.ts', "import './hilink/session.ts';"],
      ],
      [['sources/twilio.ts', "import { sourceKinds } from './index.ts';\nexport const twilio = defineSource({});"]],
    ],
    good: [
      [
        ['destinations/mqtt.ts', "import './mqtt-payload.ts';\nexport const mqtt = defineDestination({});"],
        ['destinations/mqtt-payload.ts', "import './message-json.ts';"],
        ['destinations/index.ts', "import { mqtt } from './mqtt.ts';"],
      ],
      [['sources/hilink/hilink.ts', "import '../source.ts';\nexport const hilink = defineSource({});"]],
    ],
  },
  {
    says: 'only the store knows a database',
    check: checkDatabaseOnlyInStore,
    bad: [
      [['delivery/outcome.ts', "import { sql } from 'kysely';"]],
      [['http/api.ts', "import type { Pool } from 'pg';"]],
      [['cli/doctor.ts', "const { default: Sqlite } = await import('better-sqlite3');"]],
    ],
    good: [[['store/sqlite.ts', "import { Kysely } from 'kysely';\nimport Sqlite from 'better-sqlite3';"]]],
  },
  {
    says: 'extraction, routing, domain, pdu and backoff are pure',
    check: checkPurity,
    bad: [
      [['routing/match.ts', 'export const now = () => Date.now();']],
      [['routing/match.ts', 'export const now = () => new Date().getTime();']],
      [['routing/match.ts', 'const date = new Date;']],
      [['extraction/extract.ts', 'const sure = Math.random();']],
      [['delivery/backoff.ts', 'setTimeout(() => {}, 5);']],
      [['pdu/encode.ts', 'const reference = Math.random();']],
      [['domain/code.ts', "import { randomInt } from 'node:crypto';"]],
      [['domain/code.ts', 'const answer = await fetch(`https://example.com/`);']],
      [['domain/code.ts', 'const where = `${process.cwd()}`;']],
    ],
    good: [
      [['delivery/dispatcher.ts', "import { randomInt } from 'node:crypto';\nDate.now();"]],
      [['routing/time-window.ts', 'const date = new Date(at); // not Date.now()']],
      [['domain/code.ts', "const word = 'process'; const step = steps.process;"]],
      [['domain/phone-number.ts', "import { createRequire } from 'node:module';"]],
    ],
  },
  {
    says: 'the environment is read by main, cli and config only',
    check: checkEnvironment,
    bad: [
      [['store/keyring.ts', 'const file = process.env.KEYPIGEON_KEY_FILE;']],
      [['hub.ts', 'const { env } = process;']],
    ],
    good: [
      [['config/environment.ts', 'const file = process.env.KEYPIGEON_KEY_FILE;']],
      [['hub.ts', 'const pid = process.pid;']],
    ],
  },
  {
    says: 'nothing but commands and the console destination prints',
    check: checkConsole,
    bad: [[['hub.ts', "console.log('up');"]], [['sources/twilio.ts', 'console.error(body);']]],
    good: [
      [['cli/watch.ts', "console.log('up');"]],
      [['hub.ts', "import { consoleLine } from './x.ts'; // console.log"]],
    ],
  },
  {
    says: 'every read of messages and deliveries takes a viewer',
    check: checkViewers,
    bad: [
      [['store/messages.ts', 'export async function everything(database: Database): Promise<Message[]> {}']],
      [['store/deliveries.ts', 'export function all(database: Database, who: Viewer): Promise<Delivery[]> {}']],
      [['store/deliveries.ts', 'export const all = async (database: Database) => [];']],
      [['http/routes/messages.ts', "import { toMessage } from '../../store/messages.ts';"]],
      [
        [
          'store/deliveries.ts',
          'export async function all(f: (x: number) => void) { const viewer: Viewer = administrator; }',
        ],
      ],
    ],
    good: [
      [
        [
          'store/messages.ts',
          'export async function mine(\n  database: Database,\n  viewer: Viewer,\n): Promise<Message[]> {}',
        ],
      ],
      [['store/messages.ts', 'export async function findByTransportKey(database: Database) {}\nfunction inner() {}']],
      [['store/outbox.ts', 'export async function claim(database: Database) {}']],
    ],
  },
  {
    says: 'a file is short enough to be read at one sitting',
    check: checkLength,
    bad: [[['hub.ts', 'x;\n'.repeat(301)]]],
    good: [[['hub.ts', 'x;\n'.repeat(300)]], [['extraction/languages/en.ts', 'x;\n'.repeat(900)]]],
  },
  {
    says: 'no files load each other in a circle',
    check: checkCycles,
    bad: [
      [
        ['store/a.ts', "import './b.ts';"],
        ['store/b.ts', "export { c } from './c.ts';"],
        ['store/c.ts', "import { a } from './a.ts';"],
      ],
    ],
    good: [
      [
        ['store/a.ts', "import './b.ts';"],
        ['store/b.ts', "import type { A } from './a.ts';\nexport const load = () => import('./a.ts');"],
      ],
    ],
  },
];

for (const { says, check, bad, good } of rules) {
  describe(says, () => {
    test('in src', () => {
      assert.deepEqual(check(files), []);
    });
    test('and the rule can tell', () => {
      for (const sample of bad)
        assert.equal(check(toFiles(sample)).length > 0, true, `passed: ${JSON.stringify(sample)}`);
      for (const sample of good) assert.deepEqual(check(toFiles(sample)), [], JSON.stringify(sample));
    });
  });
}

function toFiles(sample: Sample[]): SourceFile[] {
  return sample.map(([path, text]) => sourceFile(path, text));
}

test('the directions name the folders that are there, and have no circle', () => {
  const present = readdirSync(source, { withFileTypes: true })
    .filter((entry) => entry.isFile() || readSourceFiles(join(source, entry.name)).length > 0)
    .map(({ name }) => name);
  assert.deepEqual(
    present.filter((name) => directions[name] === undefined),
    [],
  );
  for (const folder of Object.keys(directions))
    assert.equal(reaches(folder, folder), false, `${folder} reaches itself`);
});

test('biome.json shows the same directions in the editor', () => {
  const biome = JSON.parse(readFileSync(join(source, '..', 'biome.json'), 'utf8'));
  assert.deepEqual(biome.overrides, editorRules(), 'write what editorRules() gives into biome.json as `overrides`');
});

/** Does a folder import another one as a whole, over any number of steps? Single files are contracts and do not count. */
function reaches(from: string, to: string): boolean {
  const next = directions[from];
  if (next === undefined || next === 'everything') return false;
  return next.some((entry) => entry === to || reaches(entry, to));
}

describe('reading imports', () => {
  const read = (text: string) => importsOf(sourceFile('store/x.ts', text)).map(({ specifier }) => specifier);

  test('every form is seen, comments and strings are not', () => {
    const text = `
      import a, { type B, c as d } from './a.ts';
      import type { E } from "./e.ts";
      import * as f from './f.ts'; import './g.ts';
      export { h } from './h.ts'; export * from './i.ts'; export type { J } from './j.ts';
      import data from '../../package.json' with { type: 'json' };
      const k = await import('./k.ts'); const l = require('./l.ts');
      // import './no.ts';
      /* import './no.ts' */
      const s = "import './no.ts'"; const t = \`import './no.ts' \${await import('./m.ts')} import './no.ts'\`;
      const r = /import '.\\/no.ts'/; const u = import.meta.url; const v = { import: 1 }.import;
      export const from = 'x'; const w = 4 / 2 / 1; // '
    `.replace('{ import: 1 }.import', 'meta.import');
    const names = 'aefghijklm'.split('').map((name) => `./${name}.ts`);
    assert.deepEqual(read(text).sort(), ['../../package.json', ...names]);
  });

  test('an import that cannot be read is an error, not a hole', () => {
    assert.throws(() => read('const name = "./a.ts"; await import(name);'), /cannot be read/);
    assert.throws(() => read('const x = require(name);'), /cannot be read/);
    assert.throws(() => blankOut("const x = 'open\n;"), /does not end/);
    assert.throws(() => blankOut('const x = `open ${1}'), /does not end/);
  });

  test('types are told from what is loaded', () => {
    const [type, value, late] = importsOf(
      sourceFile(
        'a/x.ts',
        "import type { A } from './a.ts'; import { type B } from './b.ts'; let l: typeof import('./c.ts');",
      ),
    );
    assert.deepEqual([type?.typeOnly, value?.typeOnly, late?.typeOnly], [true, false, true]);
    assert.equal(value?.target, 'a/b.ts');
  });

  test('files of the program are read', () => {
    assert.ok(files.length > 100);
    assert.ok(files.every(({ path, text, code }) => text.length === code.length && !path.endsWith('.test.ts')));
  });
});
