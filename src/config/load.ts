import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { Configuration } from './configuration.ts';
import { createLocator, type Problem } from './problem.ts';
import { readFile, toConfiguration } from './read-file.ts';
import type { Kinds } from './schema.ts';

/** What a file says, or everything that is wrong with it. */
export type Loaded = { configuration: Configuration; problems: [] } | { configuration: null; problems: Problem[] };

/** No sensible file is larger. */
const longestFile = 1_000_000;

/**
 * Reads a configuration file. Adapter settings stay as they are written, so that defaults may change with a version and
 * references stay references; they have been checked against their schema but for the values that are references.
 */
export function readConfiguration(text: string, kinds: Kinds): Loaded {
  if (text.length > longestFile) {
    return failed([{ line: 1, column: 1, where: '', message: `expected a file of at most ${longestFile} characters` }]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  if (document.errors.length > 0) return failed(document.errors.map((error) => describeYamlError(error, lines)));
  const unresolved = unresolvedAliases(document);
  if (unresolved !== null)
    return failed([{ line: 1, column: 1, where: '', message: `this is not YAML: ${unresolved}` }]);
  const locate = createLocator(document, lines);
  const { file, findings } = readFile(document.toJS() ?? {}, kinds);
  if (file === null || findings.length > 0) return failed(findings.map(locate));
  return { configuration: toConfiguration(file), problems: [] };
}

function failed(problems: Problem[]): Loaded {
  return { configuration: null, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

function describeYamlError(error: YAMLError, lines: LineCounter): Problem {
  const { line, col } = lines.linePos(error.pos[0]);
  const message = `this is not YAML: ${error.message.split('\n', 1)[0]?.replace(/[.:]$/, '')}`;
  return { line, column: col, where: '', message };
}

/** An alias without an anchor, or more of them than any file needs. */
function unresolvedAliases(document: ReturnType<typeof parseDocument>): string | null {
  try {
    document.toJS();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
