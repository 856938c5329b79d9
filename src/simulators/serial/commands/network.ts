import { splitArguments } from '../command-line.ts';
import { cme } from '../refusal.ts';
import type { Handler, Handlers } from './handler.ts';

const cell = '"1F41","000B2C3D"';

const registration: Handler = ({ name, kind, argument }, port) => {
  if (kind === 'test') return void port.answer(`${name}: (0-2)`);
  if (kind === 'set') {
    if (!/^[012]$/.test(argument)) throw cme(50);
    port.registrationReports[name] = Number(argument);
    return undefined;
  }
  const reports = port.registrationReports[name] ?? 0;
  const key = name.slice(1).toLowerCase() as 'creg' | 'cgreg' | 'cereg';
  port.answer(`${name}: ${reports},${describeState(port.modem.scenario.registration[key], reports)}`);
  return undefined;
};

/** State and, where it is asked for, the cell. */
export function describeState(state: number, reports: number): string {
  return reports === 2 && (state === 1 || state === 5) ? `${state},${cell},7` : String(state);
}

const signal: Handler = ({ kind }, port) => {
  port.answer(kind === 'test' ? '+CSQ: (0-31,99),(0-7,99)' : `+CSQ: ${port.modem.scenario.signal},99`);
};

const operators: Handler = ({ kind, argument }, port) => {
  const [mode, format] = splitArguments(argument);
  if (kind === 'test') return void port.answer('+COPS: (2,"Example","Ex","00101",7),,(0,1,2,3,4),(0,1,2)');
  if (kind === 'set') {
    if (mode === '3') port.operatorFormat = Number(format ?? 0);
    return undefined;
  }
  if (!port.modem.isRegistered) return void port.answer('+COPS: 0');
  const shown = port.operatorFormat === 2 ? '00101' : port.text('Example');
  return void port.answer(`+COPS: 0,${port.operatorFormat},"${shown}",7`);
};

const attached: Handler = ({ kind }, port) => {
  if (kind === 'read') port.answer(`+CGATT: ${port.modem.isRegistered ? 1 : 0}`);
};

/** The network (3GPP TS 27.007 §7.2, §7.3, §8.5, §10.1). */
export const network: Handlers = {
  '+CREG': registration,
  '+CGREG': registration,
  '+CEREG': registration,
  '+CSQ': signal,
  '+COPS': operators,
  '+CGATT': attached,
};
