import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';

const bin = fileURLToPath(new URL('../../bin/keypigeon.js', import.meta.url));
const certificate = fileURLToPath(new URL('../../test/fixtures/loopback.crt', import.meta.url));

/** A program under measurement. */
export interface Measured {
  pid: number;
  /** From its start until it answered. */
  startedInMs: number;
  /** User and system time so far, milliseconds. */
  cpuMs(): number;
  /** Resident set, MB. */
  rssMb(): number;
  stop(): Promise<void>;
}

/** Runs a script of Node until it answers on `url`. Linux only: it reads /proc. */
export async function startMeasured(
  script: string,
  args: string[],
  environment: Record<string, string>,
  url: string,
): Promise<Measured> {
  const began = performance.now();
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH ?? '', NODE_EXTRA_CA_CERTS: certificate, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const pid = child.pid ?? 0;
  await answers(child, url);
  return {
    pid,
    startedInMs: performance.now() - began,
    cpuMs: () => cpuMs(pid),
    rssMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    stop: () => stop(child),
  };
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  const until = performance.now() + 60_000;
  while (performance.now() < until && child.exitCode === null) {
    try {
      const { statusCode, body } = await request(url);
      await body.dump();
      if (statusCode < 500) return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  throw new Error(`nothing answered on ${url}`);
}

/** User and system time of a process so far, milliseconds. Linux only. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

export interface HubProcess extends Measured {
  url: string;
  folder: string;
}

/** Runs the whole program as a user does, over a folder that the caller may keep. */
export async function startHub(options: {
  yaml: string;
  port: number;
  environment?: Record<string, string>;
  folder?: string;
}): Promise<HubProcess> {
  const folder = options.folder ?? temporaryFolder();
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'keypigeon.yaml'), options.yaml);
  const url = `http://127.0.0.1:${options.port}`;
  const environment = {
    KEYPIGEON_DATA: folder,
    KEYPIGEON_LISTEN: `127.0.0.1:${options.port}`,
    KEYPIGEON_LOG_LEVEL: 'error',
    ...options.environment,
  };
  const measured = await startMeasured(bin, ['serve'], environment, `${url}/healthz`);
  return { ...measured, url, folder };
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'keypigeon-bench-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
