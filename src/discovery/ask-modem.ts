import { unquoted } from '../sources/serial/answers.ts';
import { AtChannel } from '../sources/serial/channel.ts';
import { AtError } from '../sources/serial/errors.ts';
import { type OpenPort, openSerialPort, type Port } from '../sources/serial/port.ts';
import type { Clock } from '../support/clock.ts';

export interface ModemAnswer {
  /** Maker and model; null: it does not tell. */
  name: string | null;
  sim: 'ready' | 'missing' | 'pin' | 'puk' | 'unreadable' | 'unknown';
}

interface AskOptions {
  open?: OpenPort | undefined;
  clock: Clock;
  signal: AbortSignal;
}

const usualBaudRate = 115_200;

/** Who answers AT at a port; null: nobody, or not before the signal. Enters no PIN and leaves texts alone. Never rejects. */
export async function askModem(
  path: string,
  { open = openSerialPort, clock, signal }: AskOptions,
): Promise<ModemAnswer | null> {
  let port: Port | undefined;
  const channel = new AtChannel({ clock, write: (data) => port?.write(data), onReport: () => undefined });
  const end = () => channel.close();
  signal.addEventListener('abort', end, { once: true });
  try {
    port = await open(path, usualBaudRate, { data: (bytes) => channel.receive(bytes), closed: end });
    await channel.wakeUp();
    await channel.ask('AT+CMEE=1');
    const name = [await readLine(channel, 'AT+CGMI'), await readLine(channel, 'AT+CGMM')].filter((word) => word !== '');
    return { name: name.length === 0 ? null : name.join(' '), sim: await readSim(channel) };
  } catch {
    return null;
  } finally {
    signal.removeEventListener('abort', end);
    channel.close();
    await port?.close();
  }
}

async function readLine(channel: AtChannel, command: string): Promise<string> {
  const [line = ''] = (await channel.ask(command, { timeoutMs: 1_000 })) ?? [];
  return unquoted(line).trim().slice(0, 60);
}

/** CME and CMS errors that stand for an answer of `AT+CPIN?` (3GPP TS 27.007 §9.2, 27.005 §3.2.5). */
const simErrors: Record<number, ModemAnswer['sim']> = {
  ...{ 10: 'missing', 310: 'missing', 11: 'pin', 311: 'pin', 12: 'puk', 316: 'puk' },
};

async function readSim(channel: AtChannel): Promise<ModemAnswer['sim']> {
  try {
    const [line] = await channel.command('AT+CPIN?', { prefix: '+CPIN:', timeoutMs: 2_000 });
    const state = line === undefined ? 'READY' : unquoted(line.slice('+CPIN:'.length));
    if (state === 'READY') return 'ready';
    return state.includes('PUK') ? 'puk' : state === 'SIM PIN' ? 'pin' : 'unreadable';
  } catch (error) {
    if (error instanceof AtError) return (error.code === null ? undefined : simErrors[error.code]) ?? 'unreadable';
    return 'unknown';
  }
}
