import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckResult, check } from './check.ts';
import { type Bench, expectSent, long, meanwhile, single, until, withModem } from './modem.ts';

const folders = ['incoming', 'outgoing', 'checked', 'sent', 'failed'];

/** The smsd of Debian's smstools takes texts off the simulated modem, joins parts, and sends. */
export async function crosscheckSmstools(): Promise<CheckResult[]> {
  return [await check('serial simulator: smstools receives, deletes and sends', () => withModem(serve))];
}

async function serve(bench: Bench): Promise<string> {
  const { simulator, folder } = bench;
  const config = await configure(bench);
  const text = 'A long text from smstools that goes on and on. '.repeat(5).trim();
  return await meanwhile('smsd', ['-t', '-c', config], folder, async () => {
    await until('both texts', async () => (await readTexts(folder)).length === 2);
    const received = await readTexts(folder);
    for (const wanted of [single, long]) {
      const isThere = received.some(
        (file) =>
          file.includes(`From: ${wanted.sender.replace('+', '')}\n`) && file.trimEnd().endsWith(`\n${wanted.text}`),
      );
      if (!isThere) throw new Error(`not received as sent: ${received.join(' ')}`);
    }
    await until('an empty memory', () => simulator.state().stored.length === 0);
    await writeFile(join(folder, 'letter'), `To: 15550100009\nAlphabet: UTF-8\n\n${text}`);
    await rename(join(folder, 'letter'), join(folder, 'outgoing', 'letter'));
    await until('what was to be sent', async () => (await readdir(join(folder, 'sent'))).length > 0);
    expectSent(simulator, '+15550100009', text);
    return `2 texts received and deleted, 1 sent in ${simulator.sent.length} parts`;
  });
}

/** Parts that wait for others are in a file there as well. */
async function readTexts(folder: string): Promise<string[]> {
  const incoming = join(folder, 'incoming');
  const files = (await readdir(incoming)).map((name) => readFile(join(incoming, name), 'utf8').catch(() => ''));
  return (await Promise.all(files)).filter((file) => file.startsWith('From:'));
}

async function configure({ folder, device }: Bench): Promise<string> {
  for (const name of folders) await mkdir(join(folder, name));
  const lines = [
    ...['devices = GSM1', 'delaytime = 1', 'autosplit = 3', 'internal_combine = yes', 'incoming_utf8 = yes'],
    ...['decode_unicode_text = yes', `logfile = ${join(folder, 'smsd.log')}`, `infofile = ${join(folder, 'info')}`],
    ...[`pidfile = ${join(folder, 'pid')}`, ...folders.map((name) => `${name} = ${join(folder, name)}`)],
    ...['[GSM1]', `device = ${device}`, 'incoming = yes', 'baudrate = 115200', 'memory_start = 0'],
  ];
  const file = join(folder, 'smsd.conf');
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}
