import { splitArguments } from '../command-line.ts';
import { cms } from '../refusal.ts';
import type { Handler, Handlers } from './handler.ts';

const indications: Handler = ({ kind, argument }, port) => {
  const { settings, traits, onRelief } = port.modem;
  if (kind === 'test') {
    return void port.answer(`+CNMI: ${traits.indications.map((values) => `(${values.join(',')})`).join(',')}`);
  }
  if (kind === 'read') return void port.answer(`+CNMI: ${settings.indications.join(',')}`);
  const wanted = splitArguments(argument);
  const chosen = settings.indications.map((now, at) => toValue(wanted[at], now, traits.indications[at] ?? []));
  const [mode = 0, texts = 0, broadcasts = 0, reports = 0, buffer = 0] = chosen;
  settings.indications = [mode, texts, broadcasts, reports, buffer];
  onRelief();
  return undefined;
};

function toValue(wanted: string | undefined, now: number, allowed: readonly number[]): number {
  if (wanted === undefined || wanted === '') return now;
  const value = Number(wanted);
  if (!allowed.includes(value)) throw cms(302);
  return value;
}

const service: Handler = ({ kind, argument }, port) => {
  const { settings } = port.modem;
  if (kind === 'test') return void port.answer('+CSMS: (0,1)');
  if (kind === 'read') return void port.answer(`+CSMS: ${settings.messageService},1,1,1`);
  if (!/^[01]$/.test(argument)) throw cms(302);
  settings.messageService = Number(argument);
  return void port.answer('+CSMS: 1,1,1');
};

const acknowledge: Handler = ({ kind }, port) => {
  const { settings, onAcknowledged } = port.modem;
  if (kind === 'test') return;
  if (settings.messageService === 0) throw cms(340);
  onAcknowledged();
};

/** How arrivals are told (3GPP TS 27.005 §3.2.1, §3.4). */
export const indication: Handlers = { '+CNMI': indications, '+CSMS': service, '+CNMA': acknowledge };
