import { splitArguments } from '../command-line.ts';
import type { Modem } from '../modem.ts';
import { cme, cms } from '../refusal.ts';
import type { Handler, Handlers } from './handler.ts';

/** EF_ICCID, 2FE2 (3GPP TS 31.102 §4.1), as `AT+CRSM` wants it. */
const iccidFile = '12258';

const pin: Handler = ({ kind, argument }, port) => {
  const { modem } = port;
  const { scenario } = modem;
  if (kind === 'test') return undefined;
  if (scenario.takeSimBusy()) throw cme(14);
  if (scenario.sim === 'absent') throw cme(10);
  if (scenario.sim === 'failure') throw cme(13);
  if (kind === 'set') return void enterPin(modem, splitArguments(argument));
  port.answer(`+CPIN: ${lockOf(modem)}`);
  return undefined;
};

function lockOf({ scenario }: Modem): string {
  if (scenario.sim === 'pin') return 'SIM PIN';
  return scenario.sim === 'puk' ? 'SIM PUK' : 'READY';
}

function enterPin(modem: Modem, [entered = '', newPin]: string[]): void {
  const { scenario } = modem;
  if (scenario.sim === 'ready') throw cme(3);
  if (scenario.sim === 'pin') {
    if (entered !== modem.sim.pin) refusePin(scenario);
  } else {
    if (newPin === undefined) throw cme(12);
    if (entered !== modem.sim.puk) throw cme(16);
    modem.sim = { ...modem.sim, pin: newPin };
  }
  unlock(modem);
}

function refusePin(scenario: Modem['scenario']): never {
  scenario.pinAttempts -= 1;
  if (scenario.pinAttempts <= 0) scenario.sim = 'puk';
  throw cme(16);
}

function unlock(modem: Modem): void {
  modem.scenario.sim = 'ready';
  modem.scenario.pinAttempts = 3;
  modem.onRelief();
}

const attempts: Handler = (_command, port) => {
  const { scenario } = port.modem;
  if (scenario.sim === 'absent') throw cme(10);
  const left = scenario.sim === 'puk' ? 10 : scenario.pinAttempts;
  port.answer(`^CPIN: ${lockOf(port.modem)},${scenario.sim === 'ready' ? '' : left},10,${scenario.pinAttempts},10,3`);
};

const remaining: Handler = (_command, port) => {
  const { scenario } = port.modem;
  if (scenario.sim === 'absent') throw cme(10);
  port.answer(`+CPINR: SIM PIN,${scenario.pinAttempts},3`);
  port.answer('+CPINR: SIM PUK,10,10');
};

const imsi: Handler = ({ kind }, port) => {
  if (kind === 'test') return;
  requireCard(port.modem, 'CME');
  port.answer(port.modem.sim.imsi);
};

const ownNumber: Handler = ({ kind }, port) => {
  if (kind === 'test') return;
  requireCard(port.modem, 'CME');
  const { number } = port.modem.sim;
  if (number !== '') port.answer(`+CNUM: "","${number}",${number.startsWith('+') ? 145 : 129}`);
};

const readFile: Handler = ({ argument }, port) => {
  if (port.modem.scenario.sim === 'absent') throw cme(10);
  const [operation, file] = splitArguments(argument);
  if (operation !== '176' || file !== iccidFile) throw cme(4);
  port.answer(`+CRSM: 144,0,"${swapPairs(port.modem.sim.iccid)}"`);
};

/** The number of the card, by the command that this device has for it. */
export const iccidHandler: Handler = ({ name, kind }, port) => {
  if (kind === 'test') return;
  const { sim, scenario, traits } = port.modem;
  if (scenario.sim === 'absent') throw cme(10);
  port.answer(`${name}: ${traits.swappedIccid ? swapPairs(sim.iccid) : sim.iccid}`);
};

/** Digits as the card has them: filled up by F, in swapped pairs. */
function swapPairs(digits: string): string {
  return digits.padEnd(20, 'F').replace(/(.)(.)/g, '$2$1');
}

/** Refuses what needs a card that is there, open and not busy (3GPP TS 27.007 §9.2, TS 27.005 §3.2.5). */
export function requireCard({ scenario }: Modem, kind: 'CME' | 'CMS'): void {
  const refuse = kind === 'CME' ? cme : cms;
  const base = kind === 'CME' ? 0 : 300;
  if (scenario.takeSimBusy()) throw refuse(base + 14);
  if (scenario.sim === 'absent') throw refuse(base + 10);
  if (scenario.sim === 'pin') throw refuse(base + 11);
  if (scenario.sim === 'puk') throw refuse(kind === 'CME' ? 12 : 316);
  if (scenario.sim === 'failure') throw refuse(base + 13);
}

/** The SIM card (3GPP TS 27.007 §7.1, §8.3, §8.18). */
export const card: Handlers = {
  '+CPIN': pin,
  '^CPIN': attempts,
  '+CPINR': remaining,
  '+CIMI': imsi,
  '+CNUM': ownNumber,
  '+CRSM': readFile,
};
