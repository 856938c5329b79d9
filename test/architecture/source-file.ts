import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A file below src as the rules look at it. */
export interface SourceFile {
  /** From src, with slashes: `store/messages.ts`. */
  path: string;
  text: string;
  /** The text with comments, regular expressions and the insides of strings blanked out; every place stays where it was. */
  code: string;
}

export function sourceFile(path: string, text: string): SourceFile {
  return { path, text, code: blankOut(text) };
}

/** Every TypeScript file of the program itself: tests are left out. */
export function readSourceFiles(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
    .sort()
    .map((file) => sourceFile(relative(folder, file).split(sep).join('/'), readFileSync(file, 'utf8')));
}

/** Tokens whose inside is no code, in the order in which they are tried. */
const tokens: Record<string, RegExp> = {
  comment: /\/\/[^\n]*|\/\*[\s\S]*?\*\//y,
  string: /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y,
  regex: /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y,
  word: /[\p{ID_Start}$_][\p{ID_Continue}$]*|\d[\w.]*/uy,
};

/** After these a slash begins a regular expression; after a value it divides. */
const beforeRegex = /(?:^|[([{,;:=!&|?+\-*%<>~^}]|\b(?:return|typeof|case|in|of|await|yield|void|do|else))$/;

/**
 * Blanks out what is not code. A template's `${…}` stays code.
 *
 * @throws Error where a string, template or comment does not end
 */
export function blankOut(text: string): string {
  const out: string[] = [];
  /** Open braces, by whether they are a template's. */
  const braces: ('code' | 'template')[] = [];
  let last = '';
  let at = 0;
  const take = (part: string, shown: string) => {
    out.push(shown);
    at += part.length;
  };
  while (at < text.length) {
    const comment = matchAt(tokens.comment, text, at);
    const string = matchAt(tokens.string, text, at);
    const regex = beforeRegex.test(last) ? matchAt(tokens.regex, text, at) : undefined;
    const word = matchAt(tokens.word, text, at);
    const character = text[at] ?? '';
    if (comment !== undefined) take(comment, blank(comment));
    else if (string !== undefined) {
      take(string, `${string[0]}${blank(string.slice(1, -1))}${string[0]}`);
      last = 'value';
    } else if (regex !== undefined) {
      take(regex, blank(regex));
      last = 'value';
    } else if (character === '`' || (character === '}' && braces.at(-1) === 'template')) {
      if (character === '}') braces.pop();
      const part = templatePart(text, at);
      take(part, `${character}${blank(part.slice(1))}`);
      if (part.endsWith('${')) braces.push('template');
      last = part.endsWith('${') ? '{' : 'value';
    } else if (word !== undefined) {
      take(word, word);
      last = word;
    } else {
      if (character === "'" || character === '"' || text.startsWith('/*', at))
        throw new Error(`line ${text.slice(0, at).split('\n').length}: this does not end`);
      if (character === '{') braces.push('code');
      if (character === '}') braces.pop();
      if (/\S/.test(character)) last = character;
      take(character, character);
    }
  }
  return out.join('');
}

function matchAt(pattern: RegExp | undefined, text: string, at: number): string | undefined {
  if (pattern === undefined) return undefined;
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** From a backtick, or the brace that ends an insertion, to the next `${` or the closing backtick. */
function templatePart(text: string, at: number): string {
  const pattern = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y;
  const part = matchAt(pattern, text, at + 1);
  if (part === undefined) throw new Error(`line ${text.slice(0, at).split('\n').length}: this template does not end`);
  return `${text[at]}${part}`;
}

function blank(part: string): string {
  return part.replace(/[^\n]/g, ' ');
}
