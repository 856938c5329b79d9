import type { SimState } from '../../domain/line-status.ts';
import { type Clock, sleep } from '../../support/clock.ts';
import { unquoted } from './answers.ts';
import type { AtChannel } from './channel.ts';
import { AtError, NeedsHelpError } from './errors.ts';
import type { Memory } from './memory.ts';

const pinTimeoutMs = 15_000;
const busyWaitMs = 1_000;
const busyTries = 30;
/** Right after the PIN, a card may ask for it still. */
const stillAskingTries = 10;
/** Where not even the reason is given, the modem does not know the question. */
const unclearTries = 3;

export interface SimOptions {
  channel: AtChannel;
  clock: Clock;
  memory: Memory;
  pin: string | undefined;
  /** Names a PIN and the card to which it belongs. */
  keyOf(pin: string): string;
  onState(state: SimState): void;
  signal: AbortSignal;
}

/** Waits until the card is ready, and enters the PIN where it wants one. Throws NeedsHelpError for what a person must do. */
export async function makeSimReady(options: SimOptions): Promise<void> {
  const { onState, clock, signal } = options;
  let enteredAt = 0;
  for (let tries = 1; ; tries += 1) {
    const state = await readState(options.channel);
    const stillAsks = state === 'SIM PIN' && enteredAt > 0;
    if (stillAsks && tries > enteredAt + stillAskingTries)
      throw new NeedsHelpError('the SIM card took its PIN and still asks for it: take it out and put it in again');
    if (state === 'READY' || (state === 'unclear' && tries >= unclearTries)) return onState('ready');
    if (state === 'busy' || state === 'unclear' || stillAsks) {
      if (tries >= busyTries) {
        onState('failure');
        throw new NeedsHelpError('the SIM card stays busy: take it out and put it in again');
      }
      await sleep(clock, busyWaitMs, signal);
    } else if (state === 'SIM PIN') {
      await enterPin(options);
      enteredAt = tries;
    } else throw troubleOf(state, options);
  }
}

/** What `+CPIN?` says, in its own words (3GPP TS 27.007 §8.3); errors as such words. */
async function readState(channel: AtChannel): Promise<string> {
  try {
    const [line] = await channel.command('AT+CPIN?', { prefix: '+CPIN:', timeoutMs: 10_000 });
    return line === undefined ? 'READY' : unquoted(line.slice('+CPIN:'.length));
  } catch (error) {
    if (!(error instanceof AtError)) throw error;
    if (error.code === 10 || error.code === 310) return 'missing';
    if (error.code === 13 || error.code === 15 || error.code === 313) return 'failure';
    if (error.code === 12 || error.code === 316) return 'SIM PUK';
    if (error.code === 11 || error.code === 311) return 'SIM PIN';
    if (error.code === null) return 'unclear';
    if (error.code === 14 || error.code === 314 || error.code === 515) return 'busy';
    return 'failure';
  }
}

function troubleOf(state: string, { onState }: SimOptions): NeedsHelpError {
  if (state === 'missing') {
    onState('missing');
    return new NeedsHelpError('there is no SIM card in the modem: put one in');
  }
  if (state.includes('PUK')) {
    onState('puk');
    return new NeedsHelpError('the SIM card is locked: put it in a phone and enter the PUK there');
  }
  onState(state.includes('PIN') ? 'pin' : 'failure');
  if (state.startsWith('PH-')) return new NeedsHelpError('the modem is locked to another network: unlock it');
  if (state.includes('PIN')) return new NeedsHelpError('the SIM card asks for a second PIN: turn that off in a phone');
  return new NeedsHelpError('the SIM card cannot be read: take it out and put it in again, the right way round');
}

/** Three wrong ones lock the card, so each PIN is tried once for each card, and never when one try is left. */
async function enterPin({ channel, memory, pin, keyOf, onState }: SimOptions): Promise<void> {
  onState('pin');
  const left = await readAttempts(channel);
  const count = countOf(left);
  if (pin === undefined) throw new NeedsHelpError(`the SIM card asks for its PIN${count}: set \`pin\``);
  const key = keyOf(pin);
  const before = memory.pinState(key);
  if (before === 'wrong' || (before === 'tried' && left !== 3)) throw wrongPin(left);
  if (left !== null && left <= 1)
    throw new NeedsHelpError(
      'the SIM card takes one more PIN and is locked then: put it in a phone and enter it there',
    );
  if (before !== 'right') memory.setPin(key, 'tried');
  await memory.save();
  try {
    await channel.command(`AT+CPIN="${pin}"`, { timeoutMs: pinTimeoutMs });
    memory.setPin(key, 'right');
  } catch (error) {
    if (!(error instanceof AtError)) throw error;
    const wasBusy = error.code === 14 || error.code === 314;
    memory.setPin(key, wasBusy ? 'untried' : 'wrong');
    await memory.save();
    if (wasBusy) return;
    throw wrongPin(await readAttempts(channel));
  }
  await memory.save();
}

function wrongPin(left: number | null): NeedsHelpError {
  return new NeedsHelpError(
    `the SIM card did not take this \`pin\`${countOf(left)}: correct it; it is not tried again`,
  );
}

function countOf(left: number | null): string {
  return left === null ? '' : ` (${left} ${left === 1 ? 'try is' : 'tries are'} left)`;
}

/** `^CPIN: state,,puk times,pin times,…` or `+CPINR: SIM PIN,3`; null where neither is known. */
async function readAttempts(channel: AtChannel): Promise<number | null> {
  const [reported] = (await channel.ask('AT+CPINR="SIM PIN"', { prefix: '+CPINR:' })) ?? [];
  const left = /,\s*(\d+)/.exec(reported ?? '')?.[1];
  if (left !== undefined) return Number(left);
  const [huawei] = (await channel.ask('AT^CPIN?', { prefix: '^CPIN:' })) ?? [];
  // `^CPIN: SIM PIN,3,10,3,10,3`: tries of what is asked for, then PUK, PIN, PUK2, PIN2.
  const times = /^\^CPIN:\s*"?SIM PIN"?,\s*(\d*),\s*\d*,\s*(\d*)/.exec(huawei ?? '');
  const found = times?.[1] === '' ? times[2] : times?.[1];
  return found === undefined || found === '' ? null : Number(found);
}
