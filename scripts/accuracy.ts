import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { type Judged, judge, type LabelledText } from './accuracy/judge.ts';
import { describe, total } from './accuracy/total.ts';

/**
 * Measures `extract()` on labelled texts: `npm run accuracy -- FILE... [--errors]`. Each file holds JSON lines
 * as docs/extraction.md tells, at least `{"text", "code": string | null}`. Exit code 2: a file cannot be read.
 */
function main(): void {
  const { values, positionals } = parseArgs({ options: { errors: { type: 'boolean' } }, allowPositionals: true });
  if (positionals.length === 0)
    throw new Error('accuracy: no file given; usage: npm run accuracy -- FILE... [--errors]');
  const all: Judged[] = [];
  for (const file of positionals) {
    const judged = readTexts(file).map(judge);
    console.log(describe(basename(file), total(judged)));
    if (values.errors === true) for (const one of judged) for (const line of one.errors) console.log(`    ${line}`);
    all.push(...judged);
  }
  const languages = [...new Set(all.map((one) => one.language))].sort();
  for (const language of languages) {
    console.log(describe(`  ${language}`, total(all.filter((one) => one.language === language))));
  }
  console.log(describe('all', total(all)));
}

/** Rows that are marked as contested are left out. */
function readTexts(file: string): LabelledText[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line, index) => ({ line, place: `${file}:${index + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => parse(line, place))
    .filter((row) => row.contested === undefined || row.contested === '' || row.contested === false);
}

function parse(line: string, place: string): LabelledText {
  try {
    const row = JSON.parse(line) as LabelledText;
    if (typeof row.text === 'string') return row;
  } catch {
    // Told below.
  }
  throw new Error(`accuracy: ${place}: expected a JSON line with "text" and "code"; mend or remove it`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
