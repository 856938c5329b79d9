import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckResult, check } from './check.ts';
import { type Bench, expectPrinted, expectSent, long, single, use, withModem } from './modem.ts';

/** Debian's gnokii looks at the simulated modem, reads and sends. */
export async function crosscheckGnokii(): Promise<CheckResult[]> {
  return [
    await check('serial simulator: gnokii identifies it, reads and sends', () => withModem(useAll, { indexBase: 1 })),
  ];
}

async function useAll(bench: Bench): Promise<string> {
  const config = ['--config', await configure(bench)];
  expectPrinted(await use('gnokii', [...config, '--identify'], bench.folder), ['E173', '350000000000013']);
  const printed = await use('gnokii', [...config, '--getsms', 'SM', '1', '4'], bench.folder);
  const end = long.text.slice(-30);
  expectPrinted(printed, [single.text, `Sender: ${single.sender}`, 'Linked (1/3)', 'Linked (3/3)', end]);
  await feed('gnokii', [...config, '--sendsms', '+15550100009'], 'Hello from gnokii', bench.folder);
  expectSent(bench.simulator, '+15550100009', 'Hello from gnokii');
  return '4 parts read, 1 text sent';
}

/** It reads the text from its input, without an end of line. */
function feed(command: string, args: string[], text: string, cwd: string): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ['pipe', 'ignore', 'ignore'], timeout: 40_000 });
  child.stdin.end(text);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
  });
}

/** It opens no path that is longer than 31 characters. */
async function configure({ folder, simulator }: Bench): Promise<string> {
  const file = join(folder, 'gnokiirc');
  const lines = ['[global]', `port = ${simulator.paths[0]}`, 'model = AT', 'connection = serial', 'use_locking = no'];
  await writeFile(file, `${lines.join('\n')}\nserial_baudrate = 115200\n`);
  return file;
}
