import { unquoted } from './answers.ts';
import type { AtChannel } from './channel.ts';

/** Who a modem is, and which SIM card is in it; null where it does not tell. */
export interface Identity {
  manufacturer: string | null;
  model: string | null;
  imei: string | null;
  iccid: string | null;
}

export async function readIdentity(channel: AtChannel): Promise<Identity> {
  const manufacturer = await readPlain(channel, 'AT+CGMI', '+CGMI:');
  const model = await readPlain(channel, 'AT+CGMM', '+CGMM:');
  const imei = /\d{14,16}/.exec((await readPlain(channel, 'AT+CGSN', '+CGSN:')) ?? '')?.[0] ?? null;
  return { manufacturer, model, imei, iccid: await readIccid(channel) };
}

/** A plain line as a rule; some firmware puts the name of the command or quotes around it. */
async function readPlain(channel: AtChannel, command: string, prefix: string): Promise<string | null> {
  const [line] = (await channel.ask(command)) ?? [];
  if (line !== undefined && line !== '') return unquoted(line);
  const [named] = (await channel.ask(command, { prefix })) ?? [];
  return named === undefined ? null : unquoted(named.slice(prefix.length));
}

/** How makers let one read the number of the card: Quectel, SIMCom and Telit; Huawei; ZTE. */
const iccidCommands: [string, string][] = [
  ['AT+CCID', '+CCID:'],
  ['AT^ICCID?', '^ICCID:'],
  ['AT+QCCID', '+QCCID:'],
  ['AT+ICCID', '+ICCID:'],
  ['AT+ZGETICCID', '+ZGETICCID:'],
];

export async function readIccid(channel: AtChannel): Promise<string | null> {
  for (const [command, prefix] of iccidCommands) {
    const [line] = (await channel.ask(command, { prefix })) ?? [];
    const iccid = line === undefined ? null : iccidOf(line.slice(prefix.length));
    if (iccid !== null) return iccid;
  }
  // EF_ICCID read as a file (3GPP TS 27.007 §8.18, TS 51.011 §10.1.1).
  const [answer] = (await channel.ask('AT+CRSM=176,12258,0,0,10', { prefix: '+CRSM:' })) ?? [];
  const digits = /"?([0-9A-Fa-f]{20})"?/.exec(answer ?? '')?.[1];
  return digits === undefined ? null : iccidOf(swapped(digits));
}

/** 89 is what every ICCID begins with (ITU-T E.118); older Huawei firmware gives the digits of each pair swapped. */
function iccidOf(raw: string): string | null {
  const digits = /[0-9A-Fa-f]{18,20}/.exec(unquoted(raw))?.[0];
  if (digits === undefined) return null;
  const straight = digits.startsWith('98') ? swapped(digits) : digits;
  return straight.replace(/[Ff]+$/, '');
}

function swapped(digits: string): string {
  return digits.replace(/(.)(.)/g, '$2$1');
}

export async function readImsi(channel: AtChannel): Promise<string | null> {
  return /\d{14,15}/.exec((await channel.ask('AT+CIMI', { timeoutMs: 10_000 }))?.[0] ?? '')?.[0] ?? null;
}

/** The card rarely knows its own number (+CNUM: "","+420777123456",145). */
export async function readOwnNumber(channel: AtChannel): Promise<string | null> {
  const lines = (await channel.ask('AT+CNUM', { prefix: '+CNUM:', timeoutMs: 10_000 })) ?? [];
  return /"(\+\d{6,15})"/.exec(lines.join(' '))?.[1] ?? null;
}
