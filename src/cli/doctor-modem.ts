import {
  bestRegistration,
  fieldsOf,
  parseOperator,
  parseRegistration,
  parseSignal,
  unquoted,
} from '../sources/serial/answers.ts';
import { AtChannel } from '../sources/serial/channel.ts';
import { AtError, PortError } from '../sources/serial/errors.ts';
import { readIccid, readIdentity, readImsi, readOwnNumber } from '../sources/serial/identity.ts';
import { type OpenPort, openSerialPort, type Port } from '../sources/serial/port.ts';
import { type Clock, systemClock } from '../support/clock.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import { judgeNetwork } from './doctor-network.ts';
import { oneLine } from './terminal.ts';

const usualBaudRate = 115_200;
/** A network's clock may be some minutes off; a modem that never saw one begins in 1980 or 2004. */
const clockErrorMs = 10 * 60_000;
const firstPlausibleYear = 24;

interface ExamineOptions {
  open?: OpenPort | undefined;
  clock?: Clock;
  /** Whether the configuration has a PIN for it; that is the hub's to try, once. */
  hasPin?: boolean;
}

/** Asks the modem at a port who and how it is; changes only how it words its errors, and leaves its texts alone. Never rejects. */
export async function examineModem(
  path: string,
  { open = openSerialPort, clock = systemClock, hasPin = false }: ExamineOptions = {},
): Promise<DoctorFinding[]> {
  const area = `modem ${path}`;
  let port: Port | undefined;
  const channel = new AtChannel({ clock, write: (data) => port?.write(data), onReport: () => undefined });
  try {
    port = await open(path, usualBaudRate, {
      data: (bytes) => channel.receive(bytes),
      closed: () => channel.close(),
    });
    await channel.wakeUp();
    await channel.ask('AT+CMEE=1');
    return (await ask(channel, clock, hasPin)).map((finding) => ({ area, ...finding }));
  } catch (error) {
    if (error instanceof PortError) return [{ area, level: 'problem', text: error.message }];
    const text = 'does not answer AT: it is another port of the stick, or no modem';
    return [{ area, level: 'warning', text }];
  } finally {
    channel.close();
    await port?.close();
  }
}

type Found = Omit<DoctorFinding, 'area'>;

async function ask(channel: AtChannel, clock: Clock, hasPin: boolean): Promise<Found[]> {
  const { manufacturer, model } = await readIdentity(channel);
  const name = oneLine([manufacturer, model].filter((word) => word !== null).join(' '));
  const answers: Found = { level: 'ok', text: `answers AT: ${name === '' ? 'it does not say who it is' : name}` };
  const sim = await askSim(channel, hasPin);
  // Without its SIM a modem says of the rest what is not so.
  if (sim.level !== 'ok') return [answers, sim];
  return [
    answers,
    sim,
    await askNetwork(channel),
    await askStorage(channel),
    await askServiceCentre(channel),
    ...(await askClock(channel, clock.now())),
  ];
}

/** CME and CMS errors that stand for an answer of `AT+CPIN?` (3GPP TS 27.007 §9.2, 27.005 §3.2.5). */
const lockOf: Record<number, string> = { 11: 'SIM PIN', 311: 'SIM PIN', 12: 'SIM PUK', 316: 'SIM PUK' };

async function askSim(channel: AtChannel, hasPin: boolean): Promise<Found> {
  let state: string;
  try {
    const [line] = await channel.command('AT+CPIN?', { prefix: '+CPIN:', timeoutMs: 10_000 });
    state = line === undefined ? 'READY' : unquoted(line.slice('+CPIN:'.length));
  } catch (error) {
    if (!(error instanceof AtError)) throw error;
    if (error.code === 10 || error.code === 310) return { level: 'problem', text: 'it has no SIM card: put one in' };
    const locked = error.code === null ? undefined : lockOf[error.code];
    if (locked === undefined)
      return {
        level: 'problem',
        text: `its SIM card cannot be read (${error.message}): take it out and put it in again`,
      };
    state = locked;
  }
  if (state.includes('PUK'))
    return { level: 'problem', text: 'its SIM card is locked: put it in a phone and enter the PUK there' };
  if (state === 'SIM PIN' && hasPin)
    return { level: 'warning', text: 'its SIM card wants its PIN: the hub enters `pin` when it starts' };
  if (state !== 'READY')
    return {
      level: 'problem',
      text: `its SIM card wants ${state}: set \`pin\` in the source, or turn the PIN off in a phone`,
    };
  const known = [
    ['ICCID', await readIccid(channel)],
    ['IMSI', await readImsi(channel)],
  ].flatMap(([what, number]) => (number === null || number === undefined ? [] : [`${what} …${number.slice(-4)}`]));
  const own = await readOwnNumber(channel);
  const number = own === null ? 'it does not know its own number: write it into `lines`' : `own number ${own}`;
  return { level: 'ok', text: ['its SIM is ready', ...known, number].join(', ') };
}

async function askNetwork(channel: AtChannel): Promise<Found> {
  const states: (number | null)[] = [];
  for (const name of ['+CREG', '+CGREG', '+CEREG']) {
    const line = (await channel.ask(`AT${name}?`, { prefix: `${name}:` }))?.at(-1);
    states.push(line === undefined ? null : parseRegistration(line));
  }
  const registration = bestRegistration(states);
  const [csq] = (await channel.ask('AT+CSQ', { prefix: '+CSQ:' })) ?? [];
  const [cops] = (await channel.ask('AT+COPS?', { prefix: '+COPS:', timeoutMs: 20_000 })) ?? [];
  const signal = csq === undefined ? null : parseSignal(csq);
  const operator = cops === undefined ? null : parseOperator(cops);
  return judgeNetwork({ registration, signalDbm: signal, operator: operator === null ? null : oneLine(operator) });
}

async function askStorage(channel: AtChannel): Promise<Found> {
  const [line] = (await channel.ask('AT+CPMS?', { prefix: '+CPMS:' })) ?? [];
  const fields = line === undefined ? [] : fieldsOf(line);
  const memories = [0, 3, 6].flatMap((at) => {
    const [name, used, total] = fields.slice(at, at + 3);
    return name === undefined || total === undefined
      ? []
      : [{ name: unquoted(name), used: Number(used), total: Number(total) }];
  });
  const different = memories.filter(({ name }, at) => memories.findIndex((other) => other.name === name) === at);
  if (different.length === 0) return { level: 'warning', text: 'it does not say how many texts it holds (AT+CPMS?)' };
  const words = different.map(({ name, used, total }) => `${name} ${used} of ${total}`).join(', ');
  const full = different.filter(({ used, total }) => total > 0 && used >= total);
  if (full.length === 0) return { level: 'ok', text: `places for texts used: ${words}` };
  return {
    level: 'problem',
    text: `its memory is full (${words}), so the network holds back what comes: start the hub, which makes room, or delete texts`,
  };
}

async function askServiceCentre(channel: AtChannel): Promise<Found> {
  const [line] = (await channel.ask('AT+CSCA?', { prefix: '+CSCA:' })) ?? [];
  const number = line === undefined ? '' : unquoted(fieldsOf(line)[0]);
  if (number !== '') return { level: 'ok', text: `service centre for sending ${oneLine(number)}` };
  return {
    level: 'warning',
    text: 'it knows no service centre, so that sending fails: set `smsc` in the source to the number that the operator names',
  };
}

/** `+CCLK: "26/11/23,05:40:00+04"`, the zone in quarters of an hour (3GPP TS 27.007 §8.15). */
async function askClock(channel: AtChannel, now: number): Promise<Found[]> {
  const [line] = (await channel.ask('AT+CCLK?', { prefix: '+CCLK:' })) ?? [];
  const found = /"(\d\d)\/(\d\d)\/(\d\d),(\d\d):(\d\d):(\d\d)([+-]\d\d)?"/.exec(line ?? '');
  if (found === null) return [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  if (year < firstPlausibleYear || year > 79 || found[7] === undefined) return [];
  const network = Date.UTC(2000 + year, month - 1, day, hour, minute, second) - Number(found[7]) * 15 * 60_000;
  const minutes = Math.round((now - network) / 60_000);
  if (Math.abs(now - network) <= clockErrorMs) return [];
  return [
    {
      level: 'warning',
      text: `its clock and the one of this machine differ by ${Math.abs(minutes)} minutes: look which is wrong (timedatectl); by a wrong clock here codes would seem late or expired`,
    },
  ];
}
