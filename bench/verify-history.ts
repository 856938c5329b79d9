import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, median, type Result } from './support/figures.ts';
import { removeFolder, temporaryFolder } from './support/process.ts';
import { fillHistory } from './verify/fill-history.ts';
import { fillHistoryOnPostgres } from './verify/fill-history-postgres.ts';
import { type HubTarget, startHubTarget } from './verify/hub-target.ts';
import { startBenchPostgres } from './verify/postgres.ts';
import { drive } from './verify/target.ts';

const past = Number(process.env.BENCH_PAST ?? 10_000_000);
const callers = 32;
const warmUpSeconds = 12;
const seconds = 5;
const rounds = 5;

/** CPU per pair of issue and check, over an empty store and over one with ten million past verifications, in turns. */
export async function benchVerifyHistory(): Promise<Result[]> {
  const only = process.argv.find((word) => /^--only=/.test(word))?.slice(7);
  const results: Result[] = [];
  if (only !== 'postgres') results.push(await onSqlite());
  if (only !== 'sqlite') results.push(await onPostgres());
  return results;
}

async function onSqlite(): Promise<Result> {
  // One that is named stays, and is filled at its first use only.
  const kept = process.env.BENCH_FOLDER;
  const folder = kept ?? temporaryFolder();
  const file = join(folder, 'keypigeon.db');
  try {
    const began = performance.now();
    if (!existsSync(file)) {
      const fresh = await startHubTarget({ name: 'full', callers, folder });
      await fresh.stop();
      fillHistory(file, past);
    }
    const filledInS = (performance.now() - began) / 1000;
    const sizeGb = statSync(file).size / 1e9;
    const empty = await startHubTarget({ name: 'empty', callers });
    const full = await startHubTarget({ name: 'full', callers, folder });
    const figures = await compare(empty, full);
    return resultOf('SQLite', [
      ...figures,
      { what: 'size of the full store', value: sizeGb, unit: 'GB', bar: null },
      { what: 'filling it', value: filledInS, unit: 's', bar: null },
    ]);
  } finally {
    if (kept === undefined) removeFolder(folder);
  }
}

async function onPostgres(): Promise<Result> {
  const postgres = await startBenchPostgres();
  const folder = temporaryFolder();
  try {
    const databaseUrl = await postgres.create();
    const fresh = await startHubTarget({ name: 'full', callers, databaseUrl, folder });
    await fresh.stop();
    const began = performance.now();
    await fillHistoryOnPostgres(databaseUrl, past);
    const filledInS = (performance.now() - began) / 1000;
    const empty = await startHubTarget({ name: 'empty', callers, postgres });
    const full = await startHubTarget({ name: 'full', callers, postgres, databaseUrl, folder });
    const figures = await compare(empty, full);
    return resultOf('PostgreSQL', [...figures, { what: 'filling it', value: filledInS, unit: 's', bar: null }]);
  } finally {
    removeFolder(folder);
    await postgres.stop();
  }
}

function resultOf(database: string, figures: Figure[]): Result {
  const many = past.toLocaleString('en');
  return { benchmark: `verify-history: ${callers} callers, ${many} past verifications, ${database}`, figures };
}

async function compare(empty: HubTarget, full: HubTarget): Promise<Figure[]> {
  const costs = new Map<HubTarget, number[]>([
    [empty, []],
    [full, []],
  ]);
  for (const target of costs.keys()) await drive(target, callers, warmUpSeconds);
  for (let round = 0; round < rounds; round += 1)
    for (const [target, measured] of costs) {
      const { cpuUs, databaseCpuUs } = await drive(target, callers, seconds);
      measured.push(cpuUs + databaseCpuUs);
    }
  await empty.stop();
  await full.stop();
  const [without, with_] = [...costs.values()].map(median) as [number, number];
  return [
    { what: 'CPU per pair, empty store', value: without, unit: 'µs', bar: null },
    { what: 'CPU per pair, full store', value: with_, unit: 'µs', bar: null },
    { what: 'ratio full / empty', value: with_ / without, unit: '×', bar: { most: 1.2 } },
  ];
}
