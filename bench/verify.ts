import { join } from 'node:path';
import {
  callVerify,
  checksAmongResends,
  overlongBursts,
  rightBesideRight,
  rightBesideWrong,
  type VerifyNode,
} from '../test/helpers/verify-races.ts';
import { type Figure, median, percentile, type Result } from './support/figures.ts';
import { type HubTarget, startHubTarget } from './verify/hub-target.ts';
import { startBare, startBetterAuth } from './verify/peers.ts';
import { startBenchPostgres } from './verify/postgres.ts';
import { drive, type Round, type VerifyTarget } from './verify/target.ts';

const callers = 32;
/** A hub runs for weeks: what is measured is code that V8 has compiled, which takes it that long. */
const warmUpSeconds = 15;
const seconds = 5;
const rounds = 3;
const races = 300;

/**
 * Issue and check over Twilio's forms, whole program, with auth, limits, trail, outbox and sending to the console; and
 * beside it, in turns on the same machine and databases, Fastify alone and better-auth. Then races.
 */
export async function benchVerify(): Promise<Result[]> {
  const postgres = await startBenchPostgres();
  const targets: VerifyTarget[] = [];
  const add = async <Target extends VerifyTarget>(starting: Promise<Target>): Promise<Target> => {
    const target = await starting;
    targets.push(target);
    return target;
  };
  try {
    const bare = await add(startBare(callers));
    const sqlite = await add(startHubTarget({ name: 'SQLite', callers }));
    const onPostgres = await add(startHubTarget({ name: 'PostgreSQL', callers, postgres }));
    const peers = process.argv.includes('--alone')
      ? []
      : [await startBetterAuth('SQLite', callers), await startBetterAuth('PostgreSQL', callers, postgres)];
    targets.push(...peers.flatMap(({ endpoints, calls }) => [endpoints, calls]));
    const measured = await inTurns(targets);
    const of = (target: VerifyTarget) => measured.get(target) ?? [];
    return [
      speed(sqlite, of(sqlite), { perSecond: 3_000, cpuUs: 350 }),
      speed(onPostgres, of(onPostgres), { cpuUs: 1_200 }),
      besideBare(of(bare), [of(sqlite), of(onPostgres)]),
      ...peers.flatMap(({ endpoints, calls }, index) => {
        const ours = of(index === 0 ? sqlite : onPostgres);
        return [besidePeer(endpoints.name, ours, of(endpoints), 10), besidePeer(calls.name, ours, of(calls), null)];
      }),
      await raced('SQLite', [sqlite.node]),
      await racedOnTwo(onPostgres),
    ];
  } finally {
    for (const target of targets) await target.stop();
    await postgres.stop();
  }
}

/** Each in each round, so that what else the machine does is the same for all. The first round warms up. */
async function inTurns(targets: readonly VerifyTarget[]): Promise<Map<VerifyTarget, Round[]>> {
  const measured = new Map<VerifyTarget, Round[]>(targets.map((target) => [target, []]));
  for (const target of targets) await drive(target, callers, warmUpSeconds);
  for (let round = 0; round < rounds; round += 1)
    for (const target of targets) measured.get(target)?.push(await drive(target, callers, seconds));
  return measured;
}

function speed(target: HubTarget, measured: Round[], bars: { perSecond?: number; cpuUs: number }): Result {
  const issueMs = measured.flatMap((round) => round.issueMs);
  const checkMs = measured.flatMap((round) => round.checkMs);
  const figures: Figure[] = [
    {
      what: 'pairs of issue and check',
      value: perSecond(measured),
      unit: '/s',
      bar: bars.perSecond === undefined ? null : { least: bars.perSecond },
    },
    { what: 'CPU per pair, hub and database', value: totalCpu(measured), unit: 'µs', bar: { most: bars.cpuUs } },
    { what: '… of the hub', value: median(measured.map((round) => round.cpuUs)), unit: 'µs', bar: null },
    { what: 'issue answered, p50', value: percentile(issueMs, 0.5), unit: 'ms', bar: null },
    { what: 'issue answered, p99', value: percentile(issueMs, 0.99), unit: 'ms', bar: { most: 50 } },
    { what: 'check answered, p99', value: percentile(checkMs, 0.99), unit: 'ms', bar: { most: 50 } },
    { what: 'RSS of the hub after it', value: target.hub.rssMb(), unit: 'MB', bar: null },
  ];
  return {
    benchmark: `verify: ${callers} callers that issue a code and check it, ${target.name}, durable, everything on`,
    figures,
  };
}

function besideBare(bare: Round[], ours: Round[][]): Result {
  const figures: Figure[] = [
    { what: 'CPU per pair', value: totalCpu(bare), unit: 'µs', bar: null },
    { what: 'pairs', value: perSecond(bare), unit: '/s', bar: null },
  ];
  for (const [index, database] of ['SQLite', 'PostgreSQL'].entries())
    figures.push({
      what: `CPU per pair of ours on ${database} / its own`,
      value: totalCpu(ours[index] ?? []) / totalCpu(bare),
      unit: '×',
      bar: null,
    });
  return { benchmark: 'verify: bare Fastify, which answers the same calls and does nothing, in the same run', figures };
}

function besidePeer(name: string, ours: Round[], peers: Round[], least: number | null): Result {
  const bar = least === null ? null : { least };
  const figures: Figure[] = [
    { what: 'CPU per pair', value: totalCpu(peers), unit: 'µs', bar: null },
    { what: 'pairs', value: perSecond(peers), unit: '/s', bar: null },
    { what: 'its CPU per pair / ours', value: totalCpu(peers) / totalCpu(ours), unit: '×', bar },
    { what: 'our pairs / its own', value: perSecond(ours) / perSecond(peers), unit: '×', bar },
  ];
  return { benchmark: `verify: beside ${name}, in the same run`, figures };
}

function perSecond(measured: Round[]): number {
  return median(measured.map((round) => round.pairsPerSecond));
}

function totalCpu(measured: Round[]): number {
  return median(measured.map(({ cpuUs, databaseCpuUs }) => cpuUs + databaseCpuUs));
}

async function racedOnTwo(first: HubTarget): Promise<Result> {
  const environment = { KEYPIGEON_KEY_FILE: join(first.hub.folder, 'keypigeon.key') };
  const second = await startHubTarget({ name: 'second', callers, environment, databaseUrl: first.databaseUrl ?? '' });
  const there = { ...first.node, url: first.node.url.replace(first.hub.url, second.hub.url) };
  try {
    return await raced('two nodes on PostgreSQL', [first.node, there]);
  } finally {
    await second.stop();
  }
}

async function raced(where: string, nodes: readonly VerifyNode[]): Promise<Result> {
  const called = nodes.map(callVerify);
  const exactly = (value: number) => ({ most: value, least: value });
  try {
    const right = await rightBesideRight(called, races);
    const refused = await rightBesideWrong(called, races);
    const overlong = await overlongBursts(called, races);
    const { evaluated } = await checksAmongResends(called, 20, () => undefined);
    const figures: Figure[] = [
      { what: `of ${races} pairs of right checks, with one winner`, value: right, unit: '', bar: { least: races } },
      { what: `of ${races} right checks beside a wrong one, refused`, value: refused, unit: '', bar: { most: 0 } },
      { what: `of ${races} bursts of 40, not exactly 5 evaluated`, value: overlong, unit: '', bar: { most: 0 } },
      { what: 'guesses evaluated among 20 wishes to send again', value: evaluated, unit: '', bar: exactly(5) },
    ];
    return { benchmark: `verify: checks that race, ${where}`, figures };
  } finally {
    for (const caller of called) await caller.close();
  }
}
