import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml';

/** Where in a configuration something stands: keys and indexes from the top. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with a configuration file. No secret stands in `message`. */
export interface Problem {
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  /** `sources[2].url`; empty where the file as a whole is meant. */
  where: string;
  /** What was expected and what came. */
  message: string;
}

/** The problem as one line: `keypigeon.yaml:12:7: sources[2].url: expected …`. */
export function formatProblem(problem: Problem, file: string): string {
  const where = problem.where === '' ? '' : `${problem.where}: `;
  return `${file}:${problem.line}:${problem.column}: ${where}${problem.message}`;
}

/** `['sources', 2, 'url']` → `sources[2].url`. */
export function formatPath(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

/** Makes the function that places a problem: at the value of the path (or its key), else at the nearest thing around it that exists. */
export function createLocator(document: Document, lines: LineCounter) {
  return ({ path, message, atKey = false }: { path: Path; message: string; atKey?: boolean }): Problem => {
    const offset = findOffset(document, path, atKey);
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1), where: formatPath(path), message };
  };
}

function findOffset(document: Document, path: Path, atKey: boolean): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    const [keyOffset, child] = descend(resolve(node, document), step);
    if (child === undefined && keyOffset === undefined) return offset;
    const wantsKey = atKey && index === path.length - 1;
    offset = (wantsKey ? keyOffset : startOf(child)) ?? keyOffset ?? offset;
    node = child;
  }
  return offset;
}

function descend(node: unknown, step: string | number): [number | undefined, unknown] {
  if (isSeq(node) && typeof step === 'number') return [undefined, node.items[step]];
  if (!isMap(node)) return [undefined, undefined];
  const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : key) === String(step));
  return pair === undefined ? [undefined, undefined] : [startOf(pair.key), pair.value ?? undefined];
}

function resolve(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
