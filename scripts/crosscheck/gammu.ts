import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckResult, check } from './check.ts';
import { type Bench, expectPrinted, expectSent, long, single, until, use, withModem } from './modem.ts';

/** Debian's gammu looks at the simulated modem, reads, sends and waits. */
export async function crosscheckGammu(): Promise<CheckResult[]> {
  return [
    await check('serial simulator: gammu identifies it', () => withModem(identify)),
    await check('serial simulator: gammu reads a text and joins the parts of another', () => withModem(read)),
    await check('serial simulator: gammu reads from a module that counts from 1', () =>
      withModem(read, { profile: 'quectel' }),
    ),
    await check('serial simulator: gammu sends in both alphabets and in parts', () => withModem(send)),
    await check('serial simulator: gammu sees a text arrive', () => withModem(monitor)),
  ];
}

async function identify(bench: Bench): Promise<string> {
  const printed = await gammu(bench, 'identify');
  expectPrinted(printed, ['E173', '11.126.15.00.311', '350000000000013', '001010000000001']);
  return 'maker, model, firmware, IMEI, IMSI';
}

async function read(bench: Bench): Promise<string> {
  const printed = await gammu(bench, 'geteachsms');
  expectPrinted(printed, [single.text, long.text, '4 SMS parts in 2 SMS sequences']);
  return '4 parts, 2 texts';
}

async function send(bench: Bench): Promise<string> {
  const texts = [
    'Hello from gammu {[€]}',
    'Zdravíme: žluťoučký kůň 🐦',
    'A long text that goes on and on. '.repeat(10).trim(),
  ];
  for (const [at, text] of texts.entries()) {
    const to = `+1555010001${at}`;
    const alphabet = at === 1 ? ['-unicode'] : [];
    await gammu(bench, 'sendsms', 'TEXT', to, '-text', text, '-len', '400', ...alphabet);
    expectSent(bench.simulator, to, text);
  }
  return `${bench.simulator.sent.length} parts of ${texts.length} texts`;
}

/** It takes the number in `+CMTI` for one of its own, which are one more, and so shows the text before it. */
async function monitor(bench: Bench): Promise<string> {
  const [printed] = await Promise.all([gammu(bench, 'monitor', '4'), deliverInTime(bench)]);
  expectPrinted(printed, ['SMS message received', 'SIM SMS status       : 5 used']);
  return 'told by +CMTI';
}

async function deliverInTime({ simulator }: Bench): Promise<void> {
  await until('gammu asks to be told of texts', () => simulator.state().indications[1] === 1);
  simulator.deliver({ sender: '+15550100008', text: 'Now 424242' });
}

async function gammu(bench: Bench, ...args: string[]): Promise<string> {
  return await use('gammu', ['-c', await configure(bench), ...args], bench.folder);
}

async function configure({ folder, device }: Bench): Promise<string> {
  const file = join(folder, 'gammurc');
  await writeFile(file, `[gammu]\ndevice=${device}\nconnection=at115200\n`);
  return file;
}
