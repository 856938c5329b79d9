import { splitArguments } from '../command-line.ts';
import { cme } from '../refusal.ts';
import type { Handler, Handlers } from './handler.ts';

const characterSets = ['IRA', 'UCS2', 'GSM'];

const fine: Handler = () => undefined;

const manufacturer: Handler = (_command, port) => void port.answer(port.modem.traits.manufacturer);
const model: Handler = (_command, port) => void port.answer(port.modem.traits.model);
const revision: Handler = (_command, port) => void port.answer(port.modem.traits.revision);
const imei: Handler = ({ kind }, port) => {
  if (kind !== 'test') port.answer(port.modem.traits.imei);
};

const echo: Handler = ({ argument }, port) => {
  port.echo = argument === '1';
};

const reset: Handler = (_command, port) => {
  port.reset();
};

const errorFormat: Handler = ({ kind, argument }, port) => {
  if (kind === 'test') port.answer('+CMEE: (0-2)');
  else if (kind === 'read') port.answer(`+CMEE: ${port.errorFormat}`);
  else if (!/^[012]$/.test(argument)) throw cme(50);
  else port.errorFormat = Number(argument);
};

const characterSet: Handler = ({ kind, argument }, port) => {
  const [wanted = ''] = splitArguments(argument);
  if (kind === 'test') port.answer(`+CSCS: (${characterSets.map((name) => `"${name}"`).join(',')})`);
  else if (kind === 'read') port.answer(`+CSCS: "${port.characterSet}"`);
  else if (!characterSets.includes(wanted)) throw cme(50);
  else port.characterSet = wanted;
};

const functionality: Handler = ({ kind, argument }, port) => {
  if (kind === 'read') port.answer('+CFUN: 1');
  else if (kind === 'test') port.answer('+CFUN: (0,1,4),(0,1)');
  else if (!/^[014](,[01])?$/.test(argument)) throw cme(50);
};

const noise: Handler = ({ kind, argument }, port) => {
  if (kind === 'set') port.modem.settings.isNoisy = argument === '1';
  else if (kind === 'read') port.answer(`^CURC: ${port.modem.settings.isNoisy ? 1 : 0}`);
};

const portMode: Handler = (_command, port) => {
  port.answer(
    port.modem.traits.ports === 2
      ? '^GETPORTMODE: TYPE: WCDMA: huawei,PCUI:0,MDM:1'
      : '^GETPORTMODE: TYPE: WCDMA: huawei,PCUI:0',
  );
};

/** Who it is and how it talks (ITU-T V.250; 3GPP TS 27.007 §5, §8.2, §9.1). */
export const general: Handlers = {
  E: echo,
  Z: reset,
  '&F': reset,
  V: fine,
  Q: fine,
  X: fine,
  S: fine,
  H: fine,
  '&C': fine,
  '&D': fine,
  '&K': fine,
  I: (_command, port) => {
    const { traits } = port.modem;
    port.answer(`Manufacturer: ${traits.manufacturer}`, `Model: ${traits.model}`, `Revision: ${traits.revision}`);
    return undefined;
  },
  '+CGMI': manufacturer,
  '+GMI': manufacturer,
  '+CGMM': model,
  '+GMM': model,
  '+CGMR': revision,
  '+GMR': revision,
  '+CGSN': imei,
  '+GSN': imei,
  '+CMEE': errorFormat,
  '+CSCS': characterSet,
  '+CFUN': functionality,
  '+IFC': fine,
  '+IPR': fine,
  '^CURC': noise,
  '^PORTSEL': fine,
  '^GETPORTMODE': portMode,
};
