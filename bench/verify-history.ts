import { statSync } from 'node:fs';
import { join } from 'node:path';
import { median, type Result } from './support/figures.ts';
import { removeFolder, temporaryFolder } from './support/process.ts';
import { fillHistory } from './verify/fill-history.ts';
import { startHubTarget } from './verify/hub-target.ts';
import { drive } from './verify/target.ts';

const past = Number(process.env.BENCH_PAST ?? 10_000_000);
const callers = 32;
const seconds = 5;
const rounds = 5;

/** CPU per pair of issue and check, over an empty store and over one with ten million past verifications, in turns. */
export async function benchVerifyHistory(): Promise<Result[]> {
  const folder = temporaryFolder();
  const file = join(folder, 'keypigeon.db');
  try {
    const fresh = await startHubTarget({ name: 'full', callers, folder });
    await fresh.stop();
    const began = performance.now();
    fillHistory(file, past);
    const filledInS = (performance.now() - began) / 1000;
    const sizeGb = statSync(file).size / 1e9;
    const costs = await compare(folder);
    return [
      {
        benchmark: `verify-history: ${callers} callers, ${past.toLocaleString('en')} past verifications, SQLite`,
        figures: [
          { what: 'CPU per pair, empty store', value: median(costs.empty), unit: 'µs', bar: null },
          { what: 'CPU per pair, full store', value: median(costs.full), unit: 'µs', bar: null },
          {
            what: 'ratio full / empty',
            value: median(costs.full) / median(costs.empty),
            unit: '×',
            bar: { most: 1.2 },
          },
          { what: 'size of the full store', value: sizeGb, unit: 'GB', bar: null },
          { what: 'filling it', value: filledInS, unit: 's', bar: null },
        ],
      },
    ];
  } finally {
    removeFolder(folder);
  }
}

async function compare(folder: string): Promise<{ empty: number[]; full: number[] }> {
  const empty = await startHubTarget({ name: 'empty', callers });
  const full = await startHubTarget({ name: 'full', callers, folder });
  const costs = { empty: [] as number[], full: [] as number[] };
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, target] of [
      ['empty', empty],
      ['full', full],
    ] as const) {
      const { cpuUs } = await drive(target, callers, seconds);
      // The first round warms both up.
      if (round > 0) costs[name].push(cpuUs);
    }
  await empty.stop();
  await full.stop();
  return costs;
}
