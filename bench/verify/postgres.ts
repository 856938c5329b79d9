import { readdirSync, readFileSync } from 'node:fs';
import { startPostgres } from '../../test/helpers/databases.ts';
import { cpuMs } from '../support/process.ts';

export interface BenchPostgres {
  create(): Promise<string>;
  /** Of the server with all its processes that run, milliseconds. */
  cpuMs(): number;
  stop(): Promise<void>;
}

/** A PostgreSQL as it comes (`fsync` and `synchronous_commit` on), whose CPU is counted. */
export async function startBenchPostgres(): Promise<BenchPostgres> {
  const server = await startPostgres();
  const own = server.pid();
  return {
    create: server.create,
    cpuMs: () => [own, ...childrenOf(own)].reduce((sum, pid) => sum + cpuMs(pid), 0),
    stop: server.stop,
  };
}

function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}
