// Runs the tests: all of them, or those that are named.
//
//   npm test                                  every *.test.ts below src, test and examples
//   npm test -- src/store                     those of a folder
//   npm test -- src/support/xml.test.ts       one file (globs work too)
//   npm test -- --test-name-pattern=stop      what `node --test` takes is handed on
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const folders = ['src', 'test', 'examples', 'web'];
/** A test that takes longer than this hangs. */
const timeoutMs = 240_000;

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(`The tests need Node 24, but this is Node ${process.versions.node}: run them by \`npm test\`\n`);
  process.exit(2);
}

const given = process.argv.slice(2);
const options = given.filter((argument) => argument.startsWith('-'));
const named = given.filter((argument) => !argument.startsWith('-'));
const missing = named.filter((path) => !isPattern(path) && !existsSync(path));
if (missing.length > 0) {
  process.stderr.write(`There is no ${missing.join(', ')} here: name a folder, a file or a glob in quotes\n`);
  process.exit(2);
}

// The tests in a browser see the app as it is built.
const { webIsBuilt } = await import('./web-is-built.ts');
if (!webIsBuilt()) {
  const builder = fileURLToPath(new URL('build-web.js', import.meta.url));
  const { status } = spawnSync(process.execPath, [builder], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(1);
}

const patterns = (named.length > 0 ? named : folders.filter((folder) => existsSync(folder))).map(toPattern);
const child = spawn(
  process.execPath,
  [
    '--test',
    `--test-concurrency=${Math.min(4, Math.max(2, availableParallelism()))}`,
    `--test-timeout=${timeoutMs}`,
    `--test-reporter=${new URL('test-reporter.js', import.meta.url).href}`,
    '--test-reporter-destination=stdout',
    ...options,
    ...patterns,
  ],
  { stdio: ['ignore', 'inherit', 'inherit'], env: plainEnvironment() },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});

function isPattern(path) {
  return /[*?[{]/.test(path);
}

function toPattern(path) {
  if (isPattern(path) || !statSync(path).isDirectory()) return path;
  return `${path.replace(/[\\/]+$/, '')}/**/*.test.ts`;
}

/** What a machine's owner has set for the real hub, and its proxies, must not reach a test. */
function plainEnvironment() {
  const settings = /^(KEYPIGEON_(?!CHROMIUM$)|TWILIO_|PG|NODE_TEST_CONTEXT$)|^MFA_SLACK_WEBHOOK$|_proxy$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.test(name)));
}
