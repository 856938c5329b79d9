import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckResult, check } from './check.ts';
import { type Bench, expectSent, long, meanwhile, single, until, use, withModem } from './modem.ts';

/** Debian's gammu-smsd takes texts off the simulated modem as they come, and sends. */
export async function crosscheckGammuSmsd(): Promise<CheckResult[]> {
  return [await check('serial simulator: gammu-smsd receives, deletes and sends', () => withModem(serve))];
}

async function serve(bench: Bench): Promise<string> {
  const { simulator, folder } = bench;
  const config = await configure(bench);
  return await meanwhile('gammu-smsd', ['-c', config], folder, async () => {
    const received = () => readFile(join(folder, 'received'), 'utf8').catch(() => '');
    await until('both texts', async () => (await received()).split('\n').length === 3);
    simulator.deliver({ sender: '+15550100008', text: 'Now 424242' });
    await until('the text that came later', async () => (await received()).includes('+15550100008|Now 424242\n'));
    for (const { sender, text } of [single, long]) {
      if (!(await received()).includes(`${sender}|${text}\n`))
        throw new Error(`not received as sent: ${await received()}`);
    }
    await until('an empty memory', () => simulator.state().stored.length === 0);
    await use('gammu-smsd-inject', ['-c', config, 'TEXT', '+15550100009', '-text', 'Hello from gammu-smsd'], folder);
    await until('what was to be sent', () => simulator.sent.length > 0);
    expectSent(simulator, '+15550100009', 'Hello from gammu-smsd');
    return '3 texts received and deleted, 1 sent';
  });
}

async function configure({ folder, device }: Bench): Promise<string> {
  for (const name of ['inbox', 'outbox', 'sent', 'error']) await mkdir(join(folder, name));
  const script = join(folder, 'on-receive');
  await writeFile(script, onReceive(join(folder, 'received')));
  await chmod(script, 0o700);
  const lines = [
    ...['[gammu]', `device=${device}`, 'connection=at115200'],
    ...['[smsd]', 'service=files', `logfile=${join(folder, 'smsd.log')}`, `runonreceive=${script}`],
    ...['commtimeout=1', 'receivefrequency=1', 'loopsleep=1', 'statusfrequency=0', 'checksecurity=0'],
    ...['inbox', 'outbox'].map((name) => `${name}path=${join(folder, name)}/`),
    ...['sent', 'error'].map((name) => `${name}smspath=${join(folder, name)}/`),
  ];
  const file = join(folder, 'smsdrc');
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

/** A line for each text, its parts joined; a part that it has not is empty. */
function onReceive(file: string): string {
  return `#!/bin/sh\nprintf '%s|%s\\n' "$SMS_1_NUMBER" "$SMS_1_TEXT$SMS_2_TEXT$SMS_3_TEXT" >> '${file}'\n`;
}
