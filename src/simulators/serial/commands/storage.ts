import { sleep } from '../../../support/clock.ts';
import { splitArguments } from '../command-line.ts';
import type { Memory, StoredPdu } from '../memory.ts';
import type { Modem } from '../modem.ts';
import type { Port } from '../port.ts';
import { cms, Refusal } from '../refusal.ts';
import type { MemoryName } from '../traits.ts';
import { requireCard } from './card.ts';
import type { Handler, Handlers } from './handler.ts';

const format: Handler = ({ kind, argument }, port) => {
  if (kind === 'test') port.answer('+CMGF: (0)');
  else if (kind === 'read') port.answer('+CMGF: 0');
  else if (argument !== '0') throw cms(303);
};

const memories: Handler = ({ kind, argument }, port) => {
  const { modem } = port;
  if (kind === 'test') {
    const lists = modem.traits.memories.map((names) => `(${names.map((name) => `"${name}"`).join(',')})`);
    return void port.answer(`+CPMS: ${lists.join(',')}`);
  }
  requireCard(modem, 'CMS');
  if (kind === 'set') {
    choose(modem, splitArguments(argument));
    return void port.answer(`+CPMS: ${modem.settings.memories.map((name) => usage(modem, name)).join(',')}`);
  }
  const described = modem.settings.memories.map((name) => `"${name}",${usage(modem, name)}`);
  return void port.answer(`+CPMS: ${described.join(',')}`);
};

function choose({ settings, traits }: Modem, wanted: string[]): void {
  if (traits.strictMemories && wanted.length !== 3) throw new Refusal('word', 'ERROR');
  if (wanted.length === 0 || wanted.length > 3) throw cms(302);
  const chosen = settings.memories.map((now, at) => {
    const name = wanted[at];
    if (name === undefined || name === '') return now;
    const known = traits.memories[at]?.find((one) => one === name);
    if (known === undefined) throw cms(302);
    return known;
  });
  const [read = traits.firstMemory, write = traits.firstMemory, receive = traits.firstMemory] = chosen;
  settings.memories = [read, write, receive];
}

function usage({ memories: all }: Modem, name: MemoryName): string {
  return `${all[name].used},${all[name].size}`;
}

const list: Handler = async ({ kind, argument }, port) => {
  if (kind === 'test') return void port.answer('+CMGL: (0-4)');
  const wanted = argument === '' ? 0 : Number(argument);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 4) throw cms(302);
  const memory = readMemory(port.modem);
  if (memory.used > port.modem.traits.listMost) throw cms(500);
  for (const stored of memory.all()) {
    if (wanted < 4 && wanted !== (stored.isRead ? 1 : 0)) continue;
    await takeTime(port.modem);
    port.answer(`+CMGL: ${stored.index},${fields(port, stored)}`, stored.pdu);
    stored.isRead = true;
  }
  return undefined;
};

const read: Handler = async ({ kind, argument }, port) => {
  if (kind === 'test') return;
  const memory = readMemory(port.modem);
  const index = toIndex(argument);
  if (!memory.has(index)) throw cms(321);
  const stored = memory.find(index);
  if (!stored) return answerEmpty(port);
  await takeTime(port.modem);
  port.answer(`+CMGR: ${fields(port, stored)}`, stored.pdu);
  stored.isRead = true;
};

function answerEmpty(port: Port): undefined {
  const { emptySlot } = port.modem.traits;
  if (emptySlot === 'error') throw cms(321);
  if (emptySlot === 'zero') port.answer('+CMGR: 0,,0', '');
  return undefined;
}

const erase: Handler = ({ kind, argument }, port) => {
  const { modem } = port;
  const memory = readMemory(modem);
  if (kind === 'test') {
    return void port.answer(`+CMGD: (${memory.all().map((stored) => stored.index)}),(0-4)`);
  }
  const [first = '', flag = '0'] = splitArguments(argument);
  const index = toIndex(first);
  if (flag === '0' && !memory.has(index)) throw cms(321);
  if (flag === '0') memory.delete(index);
  else if (flag === '4') memory.clear();
  else for (const stored of memory.all()) if (stored.isRead) memory.delete(stored.index);
  modem.onRelief();
  return undefined;
};

function readMemory(modem: Modem): Memory {
  requireCard(modem, 'CMS');
  return modem.memories[modem.settings.memories[0]];
}

function toIndex(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function fields({ modem }: Port, { isRead, length }: StoredPdu): string {
  const name = { empty: ',', quoted: '"",', missing: '' }[modem.traits.listFields];
  return `${isRead ? 1 : 0},${name}${length}`;
}

async function takeTime({ scenario, traits, clock }: Modem): Promise<void> {
  const ms = scenario.messageMs ?? traits.messageMs;
  if (ms > 0) await sleep(clock, ms);
}

/** What is kept (3GPP TS 27.005 §3.2, §4.1 to §4.3); PDU mode only. */
export const storage: Handlers = { '+CMGF': format, '+CPMS': memories, '+CMGL': list, '+CMGR': read, '+CMGD': erase };
