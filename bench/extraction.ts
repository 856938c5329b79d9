import { readdirSync, readFileSync } from 'node:fs';
import { extract } from '../src/extraction/extract.ts';
import { percentile, type Result } from './support/figures.ts';

const rounds = 40;
const folder = new URL('../src/extraction/corpus/', import.meta.url);

/** What one text costs, in every language of the corpus, warm and at the first one; and what the worst texts cost. */
export function benchExtraction(): Promise<Result[]> {
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { text: string }[])
    .map((row) => row.text);
  const first = microseconds('Your code is 481920') / 1000;
  for (let round = 0; round < rounds; round += 1) for (const text of texts) extract(text);
  const each = Array.from({ length: rounds }, () => texts.map(microseconds)).flat();
  const mean = each.reduce((sum, one) => sum + one, 0) / each.length;
  return Promise.resolve([
    {
      benchmark: `extraction: ${texts.length} texts of all languages, ${rounds} times`,
      figures: [
        { what: 'the first text, which loads the phrases', value: first, unit: 'ms', bar: { most: 40 } },
        { what: 'a text, mean', value: mean, unit: 'µs', bar: { most: 20 } },
        { what: 'a text, p99', value: percentile(each, 0.99), unit: 'µs', bar: { most: 100 } },
        { what: 'the worst text of 1,530 characters', value: worst(1_530), unit: 'ms', bar: { most: 5 } },
        { what: 'the worst text of 20,000 characters', value: worst(20_000), unit: 'ms', bar: { most: 50 } },
      ],
    },
  ]);
}

const hostile = [
  'code ',
  '1 ',
  '1-',
  'A ',
  'a.',
  '123456 ',
  'otp 123456 ',
  'http://a',
  '验证码',
  'your code for ',
  'code is (',
  'a1b2 ',
];

function worst(length: number): number {
  const costs = hostile.map((piece) => {
    const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
    return Math.min(microseconds(text), microseconds(text), microseconds(text)) / 1000;
  });
  return Math.max(...costs);
}

function microseconds(text: string): number {
  const start = performance.now();
  extract(text);
  return (performance.now() - start) * 1000;
}
