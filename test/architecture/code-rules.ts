import { folderOf } from './directions.ts';
import { importsOf } from './imports.ts';
import type { SourceFile } from './source-file.ts';

/** Neither I/O nor clock nor randomness: the same input gives the same output. */
function isPure(path: string): boolean {
  return ['extraction', 'routing', 'domain', 'pdu'].includes(folderOf(path)) || path === 'delivery/backoff.ts';
}

/** What an impure function gets from. */
const impure =
  /(?<![.\w$])(?:Date\.now|performance|Math\.random|crypto|set(?:Timeout|Interval|Immediate)|fetch|process|console|globalThis)\b|\bnew\s+Date\s*(?:\(\s*\)|(?![\s(\w$]))/g;

/** What is loaded late is still pure; see domain/phone-number.ts. */
const nodeModulesOfPure: Record<string, string[]> = {
  'domain/phone-number.ts': ['node:module'],
  'extraction/vocabulary.ts': ['node:module'],
  'extraction/stored-vocabulary.ts': ['node:fs', 'node:v8', 'node:zlib'],
};

export function checkPurity(files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => isPure(path))
    .flatMap((file) => [
      ...importsOf(file)
        .filter(({ specifier }) => specifier.startsWith('node:'))
        .filter(({ specifier }) => !nodeModulesOfPure[file.path]?.includes(specifier))
        .map(({ specifier }) => `${file.path} is pure, but imports ${specifier}: hand in what it needs`),
      ...[...file.code.matchAll(impure)].map(
        ({ 0: found, index }) => `${place(file, index)} is pure, but uses ${found}: hand in what it needs`,
      ),
    ]);
}

/** The environment is read in one place, so that `config` can explain it. */
export function checkEnvironment(files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => !['main.ts', 'cli', 'config'].includes(folderOf(path)))
    .flatMap((file) =>
      [...file.code.matchAll(/\bprocess\s*(?:\?\.|\.|\[)\s*env\b|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/g)].map(
        ({ index }) => `${place(file, index)} reads the environment: only main.ts, cli and config do`,
      ),
    );
}

/** Diagnostics go to the logger, results of commands to a stream that was handed in. */
export function checkConsole(files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => folderOf(path) !== 'cli' && path !== 'destinations/console.ts')
    .flatMap((file) =>
      [...file.code.matchAll(/(?<![.\w$])console\s*\.\s*\w+/g)].map(
        ({ 0: found, index }) => `${place(file, index)} uses ${found}: use the logger`,
      ),
    );
}

/** Readable at one sitting. */
const longestFile = 300;
/** Word lists are data. */
const wordLists = /^extraction\/languages\//;

export function checkLength(files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => !wordLists.test(path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > longestFile)
    .map(({ path, lines }) => `${path} has ${lines} lines, more than ${longestFile}: it does more than one thing`);
}

/** Where messages, codes, deliveries and runs of line tests are read for somebody. */
const viewed = [
  'store/messages.ts',
  'store/deliveries.ts',
  'store/find-messages.ts',
  'store/facets.ts',
  'store/canary-runs.ts',
];
/** The hub's own, on nobody's behalf: they reach no answer and no screen. */
const forTheHub = ['findByTransportKey', 'openDeliveries', 'toMessage', 'toDelivery'];
/** What people see is made here. */
const shown = ['http', 'cli'];

export function checkViewers(files: SourceFile[]): string[] {
  return [...readsWithoutViewer(files), ...hubsOwnReadsShown(files)];
}

function hubsOwnReadsShown(files: SourceFile[]): string[] {
  const names = new RegExp(`\\b(?:${forTheHub.join('|')})\\b`, 'g');
  return files
    .filter(({ path }) => shown.includes(folderOf(path)))
    .flatMap((file) =>
      [...file.code.matchAll(names)].map(
        ({ 0: name, index }) => `${place(file, index)} uses ${name}, which asks for no viewer`,
      ),
    );
}

function readsWithoutViewer(files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => viewed.includes(path))
    .flatMap((file) =>
      [...file.code.matchAll(/\bexport\s+(?:default\s+)?(?:async\s+)?(?:function\s*\*?|const|let|class)\s*([\w$]+)/g)]
        .filter(([, name = '']) => !forTheHub.includes(name))
        .filter(({ index }) => !/\bviewer\s*:\s*Viewer\b/.test(signatureAt(file.code, index)))
        .map(({ 1: name, index }) => `${place(file, index)} exports ${name} without a viewer: whose eyes read it?`),
    );
}

/** From the name to the brace or arrow that ends the list of parameters. */
function signatureAt(code: string, start: number): string {
  const open = code.indexOf('(', start);
  let depth = 0;
  for (let at = open; at >= 0 && at < code.length; at += 1) {
    if (code[at] === '(') depth += 1;
    if (code[at] === ')') depth -= 1;
    if (depth === 0) return code.slice(open, at + 1);
  }
  return '';
}

function place({ path, code }: SourceFile, index: number): string {
  return `${path}:${code.slice(0, index).split('\n').length}`;
}
