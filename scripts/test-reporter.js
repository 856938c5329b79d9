// Reporter for `node --test`: one line per file, each failure in full at the end, then node's own summary.
// What a file printed is shown only if that file fails. A test that is skipped without a reason fails the run.
import { relative, resolve } from 'node:path';
import process from 'node:process';
import { inspect } from 'node:util';

// `npm test | head`: who reads has gone, and there is nobody left to tell.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(1);
  throw error;
});

/** @param {AsyncIterable<{ type: string, data: any }>} source what the test runner says */
export default async function* report(source) {
  const run = { failures: [], skipped: [], printed: new Map(), summary: [], path: [] };
  for await (const { type, data } of source) {
    const line = take(run, type, data);
    if (line !== undefined) yield line;
  }
  yield ending(run);
}

function take(run, type, data) {
  if (type === 'test:stdout' || type === 'test:stderr') return keepPrinted(run, data);
  if (type === 'test:start') return enter(run, data);
  if (type === 'test:pass' || type === 'test:fail') return settle(run, type, data);
  if (type === 'test:diagnostic' && data.nesting === 0 && isTotal(data.message)) run.summary.push(data.message);
  else if (type === 'test:diagnostic' && data.file !== undefined) return keepDiagnostic(run, data);
  if (type === 'test:summary' && data.file !== undefined) return fileLine(data);
  return undefined;
}

/** Output comes with the path as it was given, results with the whole one. */
function keepPrinted(run, { file, message }) {
  const path = resolve(file);
  run.printed.set(path, (run.printed.get(path) ?? '') + message);
}

/** An error that no test awaited is told only here; the file's own failure says no more than "test failed". */
function keepDiagnostic(run, { file, message }) {
  keepPrinted(run, { file, message: `${message}\n` });
}

/** Remembers the names that lead to a test: the events say only how deep it is. */
function enter(run, { nesting, name }) {
  run.path.length = nesting;
  run.path[nesting] = name;
}

function settle(run, type, data) {
  const where = [...run.path.slice(0, data.nesting), data.name].join(' › ');
  const test = { file: data.file ?? '', line: data.line, where };
  if (data.skip !== undefined || data.todo !== undefined) run.skipped.push({ ...test, why: reasonOf(data) });
  if (type === 'test:fail' && data.todo === undefined && !isEcho(data)) run.failures.push({ ...test, data });
}

function reasonOf({ skip, todo }) {
  const said = skip ?? todo;
  return typeof said === 'string' && said.trim() !== '' ? said : null;
}

/** A suite or file fails along with a test in it: that says nothing new. */
function isEcho({ details }) {
  return details?.error?.failureType === 'subtestsFailed';
}

function isTotal(message) {
  return /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/.test(message);
}

function fileLine({ file, success, counts, duration_ms: duration }) {
  const count = `${counts.tests} ${counts.tests === 1 ? 'test' : 'tests'}`;
  return `${success ? '✔' : '✖'} ${short(file)} (${count}, ${Math.round(duration)} ms)\n`;
}

function short(file) {
  return file === '' ? '' : relative(process.cwd(), file);
}

function ending(run) {
  const silent = run.skipped.filter(({ why }) => why === null);
  const nothing = run.summary.includes('tests 0');
  // The runner sets its own code for failures only.
  if (silent.length > 0 || nothing) process.exitCode = 1;
  const parts = [
    ...run.skipped.map((test) => `﹣ ${short(test.file)}: ${test.where}: ${test.why ?? 'skipped without a reason'}\n`),
    ...run.failures.map((failure) => failureText(failure)),
    ...printedByFailed(run),
    ...(silent.length > 0 ? [`✖ ${silent.length} skipped without a reason: a skipped test must say why\n`] : []),
    ...(nothing ? ['✖ no test was found: name a folder, a file or a glob in quotes\n'] : []),
    '\n',
    ...run.summary.map((message) => `ℹ ${message}\n`),
  ];
  return parts.join('');
}

function failureText({ file, line, where, data }) {
  const error = data.details?.error;
  const reason = inspect(error?.cause ?? error, { depth: 8, maxStringLength: 4000, maxArrayLength: 200 });
  const own = reason.replace(/^ +at .*\bnode:internal\/.*\n?/gm, '');
  return `\n✖ ${where}\n  ${short(file)}:${line ?? 1}\n${own.trimEnd().replace(/^/gm, '    ')}\n`;
}

function printedByFailed({ failures, printed }) {
  const files = new Set(failures.map(({ file }) => file));
  return [...files]
    .filter((file) => printed.has(file))
    .map((file) => `\n${short(file)} printed:\n${printed.get(file).trimEnd().replace(/^/gm, '    ')}\n`);
}
