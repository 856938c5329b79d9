import { parseRanges } from './answers.ts';
import type { AtChannel } from './channel.ts';
import { AtError, NeedsHelpError } from './errors.ts';

/** What is sent to every modem before the SIM card matters: it forgets most of it when it starts anew. */
export async function greet(channel: AtChannel): Promise<void> {
  await channel.wakeUp();
  await channel.ask('ATE0');
  await channel.ask('AT+CMEE=1');
  // Huawei: ends its periodic noise, and lets this port be the one that reports.
  await channel.ask('AT^CURC=0');
  await channel.ask('AT^PORTSEL=1');
  const [functionality] = (await channel.ask('AT+CFUN?', { prefix: '+CFUN:' })) ?? [];
  if (functionality !== undefined && !/^\+CFUN:\s*1\b/.test(functionality))
    await channel.ask('AT+CFUN=1', { timeoutMs: 15_000 });
}

/** PDUs instead of words, and names that are readable. */
export async function choosePduMode(channel: AtChannel): Promise<void> {
  try {
    await channel.command('AT+CMGF=0');
  } catch (error) {
    if (!(error instanceof AtError) || error.code !== null) throw error;
    throw new NeedsHelpError(
      'the modem offers no PDU mode (AT+CMGF=0), so its texts cannot be read: use another modem',
    );
  }
  if ((await channel.ask('AT+CSCS="GSM"')) === null) await channel.ask('AT+CSCS="IRA"');
}

/** Stored texts and reports are announced at once; the first that the modem takes (3GPP TS 27.005 §3.4.1). */
const announcements = [
  [2, 1, 0, 2, 0],
  [2, 1, 0, 1, 0],
  [1, 1, 0, 2, 0],
  [1, 1, 0, 1, 0],
  [2, 1, 0, 0, 0],
  [1, 1, 0, 0, 0],
  [3, 1, 0, 0, 0],
];

/** false: the modem announces nothing, and only lists show what came. */
export async function announceTexts(channel: AtChannel): Promise<boolean> {
  const [line] = (await channel.ask('AT+CNMI=?', { prefix: '+CNMI:' })) ?? [];
  const offered = line === undefined ? [] : parseRanges(line);
  const takes = (position: number, value: number) => offered[position]?.includes(value) ?? true;
  for (const wish of announcements) {
    // Cinterion takes only 1 for the last: what was held back is dropped, and a list finds it.
    const values = takes(4, 0) ? wish : [...wish.slice(0, 4), 1];
    if (!values.every((value, position) => takes(position, value))) continue;
    if ((await channel.ask(`AT+CNMI=${values.join(',')}`)) !== null) return true;
  }
  return (await channel.ask('AT+CNMI=2,1')) !== null;
}
