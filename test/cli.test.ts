import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { commands } from '../src/cli/index.ts';
import { runProgram, startProgram, temporaryFolder } from './helpers/command-line.ts';

const program = join(import.meta.dirname, '..', 'bin', 'keypigeon.js');

const configuration = `
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, number: "+15550100001", owner: ann }]
sources: [{ id: hook, kind: webhook, line: burner, pathSecret: "\${HOOK_PATH}" }]
destinations:
  - { id: out, kind: console, owner: ann }
  - { id: desk, kind: mqtt, owner: ann, url: "mqtt://127.0.0.1:1", topic: codes, password: "plain-secret", username: u }
`;

describe('help and wrong arguments', { concurrency: 3 }, () => {
  test('the overview names every command with what it is for', async (t) => {
    const { code, stdout, stderr } = await runProgram(t, []);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    for (const { name, summary } of commands) assert.match(stdout, new RegExp(`\\n  ${name} +${summary.slice(0, 20)}`));
  });

  test('a command tells how it is used, whatever else is on the line', async (t) => {
    for (const args of [
      ['messages', '--help'],
      ['help', 'messages'],
      ['messages', '--nonsense', '-h'],
    ]) {
      const { code, stdout } = await runProgram(t, args);
      assert.equal(code, 0);
      assert.match(stdout, /^usage: keypigeon messages/);
    }
    assert.match((await runProgram(t, ['simulate', 'hilink', '--help'])).stdout, /--profile NAME/);
  });

  test('what is misspelt gets exit code 2 and one line with what was meant', async (t) => {
    const cases: [string[], RegExp][] = [
      [['mesages'], /^keypigeon: there is no command "mesages"; did you mean messages\?\n$/],
      [['frobnicate'], /^keypigeon: there is no command "frobnicate"; keypigeon --help lists them\n$/],
      [['messages', '--limt', '3'], /^keypigeon: messages: there is no option --limt; did you mean --limit\?.*\n$/],
      [
        ['messages', '--limit', '0'],
        /^keypigeon: messages: --limit 0 is not possible, expected a number from 1 to 200.*\n$/,
      ],
      [['messages', '--limit'], /^keypigeon: messages: .*--limit.*\n$/],
      [
        ['deliveries', '--state', 'gone'],
        /^keypigeon: deliveries: --state gone is not known, expected one of pending.*\n$/,
      ],
      [['config', 'chekc'], /^keypigeon: config: there is no "chekc"; expected check.*\n$/],
      [
        ['explain', '42'],
        /^keypigeon: explain: "42" is no id of a message, expected one as keypigeon messages shows.*\n$/,
      ],
      [
        ['deliveries', 'retry', 'x'],
        /^keypigeon: deliveries: "x" is no id of a delivery.*keypigeon deliveries shows.*\n$/,
      ],
      [['doctor', '--url', 'stick'], /^keypigeon: doctor: --url stick is not usable, expected an address as http.*\n$/],
      [['simulate', 'hilink', '--nope'], /^keypigeon: simulate hilink: unknown option '--nope'; see keypigeon.*\n$/],
      [['explain'], /^keypigeon: explain: expected a message id, or --line and --text.*\n$/],
      [['simulate'], /^keypigeon: simulate: what to simulate is missing.*\n$/],
      [['serve', 'now'], /^keypigeon: serve: "now" is one argument too many.*\n$/],
    ];
    for (const [args, line] of cases) {
      const { code, stdout, stderr } = await runProgram(t, args);
      assert.equal(code, 2, args.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, line);
    }
  });

  test('where a hub is needed and none runs, one line says so', async (t) => {
    const folder = await temporaryFolder(t);
    const env = { KEYPIGEON_DATA: folder };
    for (const args of [
      ['send-test'],
      ['deliveries', 'retry', '01a2066b-5ee0-7182-9914-ef619311a1ee'],
      ['messages'],
      ['lines'],
      ['watch'],
      ['config', 'export'],
    ]) {
      const { code, stdout, stderr } = await runProgram(t, args, { env });
      assert.equal(code, 1, args.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, /^keypigeon: no hub is running on the data folder .*keypigeon serve.*\n$/);
    }
    assert.equal(existsSync(join(folder, 'keypigeon.db')), false, 'looking makes no store');
  });

  test('a misspelt variable is refused', async (t) => {
    const { code, stderr } = await runProgram(t, ['messages'], { env: { KEYPIGEON_LISTN: 'x' } });
    assert.equal(code, 1);
    assert.match(stderr, /^keypigeon: .*KEYPIGEON_LISTN is not known; did you mean KEYPIGEON_LISTEN\?\n$/);
  });
});

describe('extract', () => {
  test('answers 12,000 lines in their order, bad ones too', async (t) => {
    const lines = Array.from({ length: 12_000 }, (_, index) =>
      JSON.stringify({ text: `Your Example code is ${100_000 + index}.`, sender: '+15550100007' }),
    );
    lines[4_000] = 'not json';
    lines[8_000] = '{"txt":"x"}';
    const { code, stdout, stderr } = await runProgram(t, ['extract'], { input: `${lines.join('\n')}\n` });
    assert.equal(code, 1);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { code: string | null });
    assert.equal(answers.length, lines.length);
    answers.forEach((answer, index) => {
      assert.equal(answer.code, index === 4_000 || index === 8_000 ? null : String(100_000 + index));
    });
    assert.match(
      stderr,
      /^keypigeon: extract: line 4001: this is not JSON.*\nkeypigeon: extract: line 8001: expected a text.*\n$/,
    );
    assert.doesNotMatch(stderr, /not json|txt":"x/, 'no text is repeated');
  });

  test('each answer has exactly the fields that are promised, in order', async (t) => {
    const input = '{"text":"123456 is your code.\\n\\n@example.com #123456","sender":null}';
    const { code, stdout } = await runProgram(t, ['extract'], { input });
    assert.equal(code, 0);
    const answer = JSON.parse(stdout) as Record<string, unknown>;
    const fields = ['code', 'kind', 'service', 'domain', 'embeddedDomain', 'expiresInSeconds', 'confidence'];
    assert.deepEqual(Object.keys(answer), fields);
    assert.equal(answer.code, '123456');
    assert.equal(answer.domain, 'example.com');
  });

  test('nothing in, nothing out', async (t) => {
    assert.deepEqual(await runProgram(t, ['extract']), { code: 0, stdout: '', stderr: '' });
  });

  test('of many bad lines the first are named, the rest are counted', async (t) => {
    const { code, stdout, stderr } = await runProgram(t, ['extract'], { input: 'bad\n\n'.repeat(5_000) });
    assert.equal(code, 1);
    assert.equal(stdout.split('\n').length, 5_001);
    const told = stderr.trimEnd().split('\n');
    assert.equal(told.length, 21);
    assert.match(told[19] ?? '', /line 39: this is not JSON/);
    assert.equal(told[20], 'keypigeon: extract: 5000 lines could not be read; the first 20 are named');
  });

  test('a folder and UTF-16 are refused in one line', async (t) => {
    const utf16 = await runProgram(t, ['extract'], { input: Buffer.from('\ufeff{"text":"hello"}\n', 'utf16le') });
    assert.deepEqual([utf16.code, utf16.stdout], [1, '']);
    assert.match(utf16.stderr, /^keypigeon: extract: standard input cannot be read: it is UTF-16; .*\n$/);
    const folder = runOn({ stdin: import.meta.dirname }, 'extract');
    assert.deepEqual([folder.status, folder.stdout], [1, '']);
    assert.match(folder.stderr, /^keypigeon: extract: standard input cannot be read: it is a folder; .*\n$/);
  });
});

/** The program with a file or folder, opened for reading, as its stdin or stdout. */
function runOn(paths: { stdin?: string; stdout?: string }, command: string) {
  const open = (path: string | undefined) => (path === undefined ? ('pipe' as const) : openSync(path, 'r'));
  const [stdin, stdout] = [open(paths.stdin), open(paths.stdout)];
  const ended = spawnSync(process.execPath, [program, command], { stdio: [stdin, stdout, 'pipe'], encoding: 'utf8' });
  for (const descriptor of [stdin, stdout]) if (typeof descriptor === 'number') closeSync(descriptor);
  return ended;
}

describe('the end of who reads', () => {
  test('results that cannot be written are told in one line', () => {
    // A file opened for reading only refuses them as a full disk does.
    const { status, stderr } = runOn({ stdout: import.meta.filename }, '--help');
    assert.equal(status, 1);
    assert.match(stderr, /^keypigeon: standard output cannot be written \(E[A-Z]+\); what it holds is not complete\n$/);
  });

  test('a command whose complaints nobody reads goes on, and its exit code tells', async (t) => {
    const { process: child, ended } = startProgram(t, ['extract'], { input: 'bad\n{"text":"Your code is 123456"}\n' });
    child.stderr?.destroy();
    const { code, stdout } = await ended;
    assert.equal(code, 1);
    assert.match(stdout, /"code":"123456"/);
  });
});

describe('config without a hub', { concurrency: 2 }, () => {
  test('check says what is wrong, and where', async (t) => {
    const input = configuration.replace('topic: codes', 'topics: codes').replace('kind: console', 'kind: consol');
    const { code, stdout } = await runProgram(t, ['config', 'check', '-'], { input });
    assert.equal(code, 1);
    assert.match(stdout, /^standard input:6:\d+: destinations\[0\]\.kind: .*did you mean console\?$/m);
    assert.match(stdout, /^standard input:7:\d+: destinations\[1\]\.topics: .*did you mean topic\?$/m);
    assert.doesNotMatch(stdout, /plain-secret/);
  });

  test('check warns, with the place, and takes the file', async (t) => {
    const { code, stdout } = await runProgram(t, ['config', 'check', '-', '--json'], { input: configuration });
    assert.equal(code, 0);
    const { problems, warnings } = JSON.parse(stdout) as { problems: string[]; warnings: string[] };
    assert.deepEqual(problems, []);
    assert.ok(
      warnings.some((line) => /^standard input:4:\d+: sources\.hook\.pathSecret: .*HOOK_PATH is not set/.test(line)),
    );
    assert.ok(warnings.some((line) => /^standard input:7:\d+: destinations\.desk\.password: is a secret/.test(line)));
  });

  test('a file that is not there is one line', async (t) => {
    const { code, stderr } = await runProgram(t, ['config', 'check', '/nonexistent/x.yaml']);
    assert.equal(code, 1);
    assert.match(stderr, /^keypigeon: there is no file \/nonexistent\/x\.yaml; check the path\n$/);
  });

  test('the example can be applied, and what is exported can be applied again without secrets', async (t) => {
    const folder = await temporaryFolder(t);
    const env = { KEYPIGEON_DATA: folder };
    const example = await runProgram(t, ['config', 'example']);
    assert.equal((await runProgram(t, ['config', 'check', '-'], { input: example.stdout })).code, 0);
    const applied = await runProgram(t, ['config', 'apply', '-'], { env, input: configuration });
    assert.match(applied.stdout, /^standard input: applied\n$/);
    const again = await runProgram(t, ['config', 'apply', '-'], { env, input: configuration });
    assert.match(again.stdout, /unchanged/);
    const exported = await runProgram(t, ['config', 'export'], { env });
    assert.doesNotMatch(exported.stdout, /plain-secret/);
    assert.match(exported.stdout, /DESK_PASSWORD/);
    assert.equal((await runProgram(t, ['config', 'check', '-'], { input: exported.stdout })).code, 0);
    const lines = await runProgram(t, ['lines', '--json'], { env });
    assert.deepEqual(JSON.parse(lines.stdout), {
      id: 'burner',
      number: '+15550100001',
      owner: 'ann',
      status: null,
      troubles: [],
      sources: [{ id: 'hook', kind: 'webhook', health: null, status: null }],
    });
  });
});
