import { decodePdu } from '../../../pdu/decode.ts';
import type { Submit } from '../../../pdu/pdu.ts';
import { sleep } from '../../../support/clock.ts';
import { splitArguments } from '../command-line.ts';
import type { Modem, SentPart } from '../modem.ts';
import { cms } from '../refusal.ts';
import { requireCard } from './card.ts';
import type { Handler, Handlers } from './handler.ts';

const send: Handler = async ({ kind, argument }, port) => {
  const { modem } = port;
  if (kind === 'test') return undefined;
  const length = Number(argument);
  if (kind !== 'set' || !Number.isInteger(length) || length <= 0) throw cms(304);
  requireCard(modem, 'CMS');
  const line = await port.prompt();
  if (line === undefined) return undefined;
  const pdu = line.replace(/\s/g, '');
  const submit = readSubmit(pdu, length);
  const sendMs = modem.scenario.sendMs ?? modem.traits.sendMs;
  if (sendMs > 0) await sleep(modem.clock, sendMs);
  if (!modem.isRegistered) throw cms(331);
  if (submit.smsc === '' && modem.sim.smsc === '') throw cms(330);
  const outcome = modem.scenario.takeSendOutcome();
  if (typeof outcome === 'number') throw cms(outcome);
  if (outcome === 'lost') return 'silent';
  const part = note(modem, submit, pdu);
  modem.onSent(part);
  if (outcome === 'silent') return 'silent';
  port.answer(`+CMGS: ${part.reference}`);
  return undefined;
};

function readSubmit(pdu: string, length: number): Submit {
  let decoded: ReturnType<typeof decodePdu>;
  try {
    decoded = decodePdu(pdu, { length, direction: 'stored' });
  } catch {
    throw cms(304);
  }
  if (decoded.type !== 'submit') throw cms(304);
  return decoded;
}

function note(modem: Modem, submit: Submit, pdu: string): SentPart {
  const part: SentPart = {
    to: submit.recipient,
    text: submit.text,
    part: submit.concat?.sequence ?? 1,
    parts: submit.concat?.total ?? 1,
    reference: modem.nextReference(),
    statusReport: submit.statusReport,
    pdu,
    at: modem.clock.now(),
  };
  modem.sent.push(part);
  return part;
}

const centre: Handler = ({ kind, argument }, port) => {
  const { modem } = port;
  if (kind === 'test') return;
  requireCard(modem, 'CMS');
  const { smsc } = modem.sim;
  if (kind === 'set') modem.sim = { ...modem.sim, smsc: splitArguments(argument)[0] ?? '' };
  else port.answer(`+CSCA: "${port.text(smsc)}",${smsc.startsWith('+') ? 145 : 129}`);
};

const keepLink: Handler = ({ kind, argument }, port) => {
  if (kind === 'read') port.answer('+CMMS: 0');
  else if (kind === 'set' && !/^[012]$/.test(argument)) throw cms(302);
};

/** Texts to the network (3GPP TS 27.005 §3.5.1, §3.5.6, §3.3.1). */
export const sending: Handlers = { '+CMGS': send, '+CSCA': centre, '+CMMS': keepLink };
