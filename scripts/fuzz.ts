import { randomInt } from 'node:crypto';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runRounds } from './fuzz/rounds.ts';
import { targets } from './fuzz/targets.ts';

const usage = `npm run fuzz -- [--target ${Object.keys(targets).join('|')}] [--count ROUNDS] [--seed NUMBER]`;

/**
 * Tries what comes from outside with what nobody sends: every target, or the one that is named. What fails is printed
 * with the seed that repeats it. Exit code 1: a target failed; 2: wrong arguments.
 */
async function main(): Promise<void> {
  const { names, count, seed } = readArguments();
  for (const name of names) {
    console.log(`${name}: ${count} rounds from seed ${seed}`);
    const start = performance.now();
    await runRounds(name, { seed, count });
    console.log(`${name}: all passed, ${Math.round((performance.now() - start) / 100) / 10} s`);
  }
}

function readArguments(): { names: string[]; count: number; seed: number } {
  try {
    const { values } = parseArgs({
      options: { target: { type: 'string' }, count: { type: 'string' }, seed: { type: 'string' } },
    });
    const names = values.target === undefined ? Object.keys(targets) : [values.target];
    if (names.some((name) => targets[name] === undefined)) throw new Error(`There is no target ${values.target}`);
    return { names, count: wholeNumber(values.count, 100_000), seed: wholeNumber(values.seed, randomInt(2 ** 32)) };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}; usage: ${usage}`);
    process.exit(2);
  }
}

function wholeNumber(given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  if (!/^\d{1,10}$/.test(given)) throw new Error('A whole number of 10 digits at most was expected');
  return Number(given);
}

try {
  await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
