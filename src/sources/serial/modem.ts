import { sleep } from '../../support/clock.ts';
import type { SourceContext } from '../source.ts';
import type { AtChannel } from './channel.ts';
import { AtError, NeedsHelpError } from './errors.ts';
import { type Identity, readIccid, readImsi, readOwnNumber } from './identity.ts';
import type { LineState } from './line-state.ts';
import { Memories } from './memories.ts';
import type { Memory } from './memory.ts';
import { Network } from './network.ts';
import { announceTexts, choosePduMode } from './set-up.ts';
import { makeSimReady } from './sim.ts';

/** After the PIN a card takes some seconds until its memory for texts can be read. */
const storageTries = 30;
const storageWaitMs = 1_000;

export interface ModemSettings {
  pin?: string | undefined;
  iccid?: string | undefined;
  smsc?: string | undefined;
  memories?: string[] | undefined;
}

/** A modem that is ready to read and send texts. */
export interface Modem {
  channel: AtChannel;
  memories: Memories;
  network: Network;
  iccid: string | null;
  /** It tells when a text came; else only lists show it. */
  announces: boolean;
}

export interface ReadyOptions {
  channel: AtChannel;
  identity: Identity;
  settings: ModemSettings;
  context: SourceContext;
  memory: Memory;
  state: LineState;
  signal: AbortSignal;
}

/** From a modem that answers to one that brings texts. Throws NeedsHelpError for what a person must do first. */
export async function makeReady(options: ReadyOptions): Promise<Modem> {
  const { channel, identity, settings, state, context } = options;
  const isOther = identity.iccid !== state.current().iccid;
  // What the card before said is not this one's.
  state.update({ imei: identity.imei, iccid: identity.iccid, ...(isOther ? { imsi: null, ownNumber: null } : {}) });
  const card = identity.iccid ?? identity.imei ?? '';
  await makeSimReady({
    ...options,
    clock: context.clock,
    pin: settings.pin,
    keyOf: (pin) => context.fingerprint(`serial pin ${card} ${pin}`).slice(0, 27),
    onState: (sim) => state.update({ sim }),
  });
  const iccid = identity.iccid ?? (await readIccid(channel));
  state.update({ iccid, imsi: await readImsi(channel) });
  checkCard(iccid, settings.iccid);
  await choosePduMode(channel);
  const memories = await openMemories(options);
  const announces = await announceTexts(channel);
  if (settings.smsc !== undefined) await channel.ask(`AT+CSCA="${settings.smsc}",145`);
  const network = new Network(channel, state);
  return { channel, memories, network, iccid, announces };
}

/** What no text waits for: one command in each step. */
export function firstSteps({ channel, network }: Modem, state: LineState): (() => Promise<void>)[] {
  return [
    ...network.firstSteps(),
    ...network.steps(),
    async () => state.update({ ownNumber: await readOwnNumber(channel) }),
  ];
}

/** The card that was there is there, and ready. */
export async function isSameCard({ channel, iccid }: Modem, state: LineState): Promise<boolean> {
  const [line] = (await channel.ask('AT+CPIN?', { prefix: '+CPIN:', timeoutMs: 10_000 })) ?? [];
  if (line !== undefined && !line.includes('READY')) return false;
  if (iccid !== null && (await readIccid(channel)) !== iccid) return false;
  const imsi = await readImsi(channel);
  return imsi === null || imsi === state.current().imsi;
}

function checkCard(iccid: string | null, wanted: string | undefined): void {
  if (wanted === undefined || iccid === null || sameCard(iccid, wanted)) return;
  throw new NeedsHelpError('another SIM card than `iccid` names is in the modem: put that one in, or change `iccid`');
}

/** With or without its check digit. */
export function sameCard(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

async function openMemories({ channel, settings, context, signal }: ReadyOptions): Promise<Memories> {
  for (let tries = 1; ; tries += 1) {
    const memories = new Memories(channel);
    try {
      await memories.setUp(settings.memories);
      return memories;
    } catch (error) {
      if (!(error instanceof AtError)) throw error;
      if (tries === storageTries)
        throw new NeedsHelpError(
          'the modem does not open its memory for texts: take the SIM card out and put it in again',
        );
      await sleep(context.clock, storageWaitMs, signal);
    }
  }
}
