import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { extract } from '../src/extraction/extract.ts';
import { hostilePieces, hostileText, hostileWords } from '../src/extraction/hostile-texts.ts';
import { type Figure, percentile, type Result } from './support/figures.ts';

const rounds = 40;
const folder = new URL('../src/extraction/corpus/', import.meta.url);
const program = fileURLToPath(new URL('../bin/keypigeon.js', import.meta.url));
/** What `keypigeon extract` is given at once. */
const linesOfProcess = 50_000;

/** What one text costs, in every language of the corpus, warm and at the first one; what the worst texts cost; the command. */
export function benchExtraction(): Promise<Result[]> {
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { text: string }[])
    .map((row) => row.text);
  const first = microseconds('Your code is 481920') / 1000;
  for (let round = 0; round < rounds; round += 1) for (const text of texts) extract(text);
  const each = Array.from({ length: rounds }, () => texts.map(microseconds)).flat();
  const mean = each.reduce((sum, one) => sum + one, 0) / each.length;
  const families = [...hostilePieces, ...hostileWords];
  return Promise.resolve([
    {
      benchmark: `extraction: ${texts.length} texts of all languages, ${rounds} times`,
      figures: [
        { what: 'the first text, which loads the phrases', value: first, unit: 'ms', bar: { most: 40 } },
        { what: 'a text, mean', value: mean, unit: 'µs', bar: { most: 20 } },
        { what: 'a text, p99', value: percentile(each, 0.99), unit: 'µs', bar: { most: 100 } },
      ],
    },
    {
      benchmark: `extraction: ${families.length} families of hostile texts, each with two ends`,
      figures: [worst(families, 1_530, 5), worst(families, 20_000, 50)],
    },
    {
      benchmark: `keypigeon extract, ${linesOfProcess} lines, from its start to its end`,
      figures: [wholeProcess(texts)],
    },
  ]);
}

/** Each family once; the dearest again, as what else the machine did may have been the reason. */
function worst(families: readonly string[], length: number, most: number): Figure {
  const cost = (piece: string, end: string) => microseconds(hostileText(piece, length, end)) / 1000;
  const once = families
    .flatMap((piece) => ['', '@'].map((end) => ({ piece, end, cost: cost(piece, end) })))
    .sort((a, b) => b.cost - a.cost);
  const [dearest] = once
    .slice(0, 40)
    .map(({ piece, end }) => ({ piece, cost: Math.min(...Array.from({ length: 5 }, () => cost(piece, end))) }))
    .sort((a, b) => b.cost - a.cost);
  const what = `the worst text of ${length.toLocaleString('en')} characters: ${JSON.stringify(dearest?.piece)}`;
  return { what, value: dearest?.cost ?? Number.NaN, unit: 'ms', bar: { most } };
}

function wholeProcess(texts: readonly string[]): Figure {
  const lines = Array.from({ length: linesOfProcess }, (_, index) =>
    JSON.stringify({ text: texts[index % texts.length] }),
  );
  const start = performance.now();
  const { status } = spawnSync(process.execPath, [program, 'extract'], {
    input: `${lines.join('\n')}\n`,
    maxBuffer: 100 * 1024 * 1024,
  });
  const seconds = (performance.now() - start) / 1000;
  const value = status === 0 ? linesOfProcess / seconds : Number.NaN;
  return { what: 'texts in a second', value, unit: '1/s', bar: { least: 10_000 } };
}

function microseconds(text: string): number {
  const start = performance.now();
  extract(text);
  return (performance.now() - start) * 1000;
}
