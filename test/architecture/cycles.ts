import { importsOf } from './imports.ts';
import type { SourceFile } from './source-file.ts';

/** Files that load each other in a circle; types load nothing, and what is loaded late finds the others ready. One line for each circle that is met first. */
export function checkCycles(files: SourceFile[]): string[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      importsOf(file).flatMap(({ target, typeOnly, late }) =>
        target === undefined || typeOnly || late ? [] : [target],
      ),
    ]),
  );
  const done = new Set<string>();
  return [...edges.keys()].flatMap((start) => circlesFrom(start, edges, [], done));
}

function circlesFrom(path: string, edges: Map<string, string[]>, way: string[], done: Set<string>): string[] {
  const met = way.indexOf(path);
  if (met >= 0) return [`These load each other: ${[...way.slice(met), path].join(' → ')}`];
  if (done.has(path)) return [];
  const circles = (edges.get(path) ?? []).flatMap((next) => circlesFrom(next, edges, [...way, path], done));
  done.add(path);
  return circles;
}
