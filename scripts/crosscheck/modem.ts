import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  type SerialSimulator,
  type SerialSimulatorOptions,
  startSerialSimulator,
} from '../../src/simulators/serial/simulator.ts';

/** A simulated modem, and a folder for the program that uses it. */
export interface Bench {
  simulator: SerialSimulator;
  folder: string;
  /** What the program opens. */
  device: string;
}

const run = promisify(execFile);
const deadlineMs = 40_000;
/** Texts and names of files must not depend on the machine. */
const environment = { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' };

/** What is in the inbox at first: a text in the usual alphabet, and one in another that takes three parts, out of order. */
export const single = { sender: '+15550100007', text: 'Your Example code is 123456' };
export const long = { sender: 'Example', text: `${'Příliš žluťoučký kůň. '.repeat(8)}987654`, order: [2, 3, 1] };

/** Hands a modem to `body` that is as slow as real ones, with two texts in it. */
export async function withModem(
  body: (bench: Bench) => Promise<string>,
  options: SerialSimulatorOptions = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keypigeon-crosscheck-'));
  const device = join(folder, 'modem');
  const simulator = await startSerialSimulator({ link: device, latencyMs: 10, messageMs: 5, ...options });
  try {
    simulator.deliver(single);
    simulator.deliver(long);
    return await body({ simulator, folder, device });
  } finally {
    simulator.close();
    await rm(folder, { recursive: true });
  }
}

/** Runs a program to its end; what it printed on both outputs. Rejects when it fails. */
export async function use(command: string, args: string[], folder: string): Promise<string> {
  const { stdout, stderr } = await run(command, args, {
    timeout: deadlineMs,
    env: { ...environment, HOME: folder },
    cwd: folder,
  });
  return stdout + stderr;
}

/** Runs a program while `body` does; it is ended afterwards. */
export async function meanwhile<T>(
  command: string,
  args: string[],
  folder: string,
  body: (printed: () => string) => Promise<T>,
): Promise<T> {
  const child = spawn(command, args, {
    env: { ...environment, HOME: folder },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      printed += bytes;
    });
  }
  try {
    return await Promise.race([body(() => printed), failed]);
  } finally {
    await end(child);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(impatience);
}

/** Waits until it is true; `what` is for the message when it never is. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + deadlineMs;
  while (!(await isTrue())) {
    if (Date.now() > giveUpAt) throw new Error(`not seen in ${deadlineMs / 1000} s: ${what}`);
    await pause(50);
  }
}

/** Throws unless all of it was printed. */
export function expectPrinted(printed: string, pieces: string[]): void {
  for (const piece of pieces) {
    if (!printed.includes(piece)) throw new Error(`${JSON.stringify(piece)} was not printed, but: ${printed.trim()}`);
  }
}

/** Throws unless the simulator sent exactly this text, whatever its parts. */
export function expectSent({ sent }: SerialSimulator, to: string, text: string): void {
  const parts = sent.filter((part) => part.to === to).sort((a, b) => a.part - b.part);
  const joined = parts.map((part) => part.text).join('');
  if (joined !== text)
    throw new Error(`sent was ${JSON.stringify(joined)} in ${parts.length} parts, expected ${JSON.stringify(text)}`);
}
