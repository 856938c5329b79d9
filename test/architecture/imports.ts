import { posix } from 'node:path';
import type { SourceFile } from './source-file.ts';

export interface Import {
  specifier: string;
  /** The file below src that it names; undefined for packages and for files outside src. */
  target: string | undefined;
  /** True where nothing is loaded: `import type`. */
  typeOnly: boolean;
  /** True for `import('…')`: loaded when it is needed. */
  late: boolean;
}

/** `import … from`, `export … from`, `import '…'`, `import('…')`, `require('…')`: up to the opening quote. */
const forms =
  /\b(?:(import|export)\b(?<clause>[\s\w$*{},]*?)\bfrom\s*(?=['"])|import\s*(?=['"])|(?<![.\w$])(?:import|require)\s*\(\s*(?=['"]))/g;
/** Everything that looks like one: each must be of the forms above, or it would go unseen. */
const hints = /(?<![.\w$])(?:import\b(?!\s*\.)|require\s*\()|\bexport\b[\s\w$*{},]*\bfrom\s*(?=['"])/g;

/**
 * What a file imports, types included.
 *
 * @throws Error where an import is of a form that cannot be read, such as `import(name)`
 */
export function importsOf({ path, text, code }: SourceFile): Import[] {
  const found = [...code.matchAll(forms)].map((match) => {
    const quote = match.index + match[0].length;
    const specifier = text.slice(quote + 1, code.indexOf(code[quote] ?? "'", quote + 1));
    // `typeof import('…')` is a type, whatever stands around it.
    const typeOnly = /^\s*type\b/.test(match.groups?.clause ?? '') || /\btypeof\s*$/.test(code.slice(0, match.index));
    return { specifier, target: targetOf(path, specifier), typeOnly, late: /\(\s*$/.test(match[0]) };
  });
  const hinted = [...code.matchAll(hints)].length;
  if (hinted !== found.length)
    throw new Error(`${path}: ${hinted - found.length} import(s) cannot be read: name the module in quotes`);
  return found;
}

function targetOf(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const target = posix.join(posix.dirname(path), specifier);
  return target.startsWith('../') ? undefined : target;
}
