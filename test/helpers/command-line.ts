import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

const bin = join(import.meta.dirname, '..', '..', 'bin', 'keypigeon.js');
const compileCache = join(tmpdir(), 'keypigeon-test-compile-cache');
/** Generous: the machine may be busy. */
const patienceMs = 30_000;

/** The real program as a process of its own. */
export interface Program {
  process: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves with the match once the output (both streams) has it; rejects when the program ends before, or after 30 s. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; stdout: string; stderr: string }>;
}

export interface ProgramOptions {
  env?: Record<string, string>;
  /** What the program reads from standard input; default is nothing. */
  input?: string | Buffer;
}

/** Starts `keypigeon ARGS`; it is killed when the test ends. */
export function startProgram(t: TestContext, args: string[], options: ProgramOptions = {}): Program {
  const child = spawn(process.execPath, [bin, ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      TZ: 'UTC',
      KEYPIGEON_LISTEN: '127.0.0.1:0',
      // Else each fresh data folder would compile the program anew.
      NODE_COMPILE_CACHE: compileCache,
      ...options.env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const lookers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const look of lookers) look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const look of lookers) look();
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input);
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  t.after(() => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    return ended;
  });
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const fail = (why: string) => {
        stop();
        reject(new Error(`${why}, but did not say ${pattern}; it said:\n${stdout}\n${stderr}`));
      };
      const look = () => {
        const match = pattern.exec(stdout) ?? pattern.exec(stderr);
        if (match === null) return;
        stop();
        resolve(match);
      };
      const timer = setTimeout(() => fail(`30 s passed`), patienceMs);
      const stop = () => {
        clearTimeout(timer);
        lookers.delete(look);
      };
      lookers.add(look);
      look();
      void ended.then(() => {
        look();
        if (lookers.has(look)) fail('the program ended');
      });
    });
  return {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    says,
    ended,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs `keypigeon ARGS` to its end. */
export function runProgram(t: TestContext, args: string[], options: ProgramOptions = {}) {
  return startProgram(t, args, options).ended;
}

/** A folder that is removed when the test ends. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kp-cli-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
