import { childNumber, childText, type XmlElement } from '../../support/xml.ts';
import type { HilinkClient } from './client.ts';
import { DeviceError, LoginRefusedError, UnreadableAnswerError } from './errors.ts';
import type { Fingerprint } from './rows.ts';

/** Runs a call that not every firmware or login state allows; undefined where it does not. */
export async function ask(client: HilinkClient, path: string): Promise<XmlElement | undefined> {
  try {
    return await client.get(path);
  } catch (error) {
    const kinds = [DeviceError, UnreadableAnswerError, LoginRefusedError];
    if (kinds.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}

/** More than any device has to say of itself in one word or number. */
const longestFact = 100;

/** What an answer tells in the element of that name, as one line of 100 characters at most; null: nothing. */
export function told(answer: XmlElement | undefined, name: string): string | null {
  const text = answer === undefined ? '' : childText(answer, name);
  const line = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, longestFact)
    .toWellFormed();
  return line === '' ? null : line;
}

/** Fingerprint of the serial number, so that another stick at the same address is noticed; null where the stick does not tell. */
export async function readIdentity(client: HilinkClient, fingerprint: Fingerprint): Promise<string | null> {
  const information = await ask(client, 'device/information');
  if (information === undefined) return null;
  const serial = childText(information, 'Imei').trim() || childText(information, 'SerialNumber').trim();
  return serial === '' ? null : fingerprint(`hilink ${serial}`).slice(0, 32);
}

/** What is wrong with the SIM card and what to do, as a part of a sentence; null when texts can come. */
export async function readSimTrouble(client: HilinkClient): Promise<string | null> {
  const pin = await ask(client, 'pin/status');
  const trouble = pin === undefined ? null : pinTrouble(childNumber(pin, 'SimState'));
  if (trouble !== null) return trouble;
  const status = await ask(client, 'monitoring/status');
  return status === undefined ? null : statusTrouble(childNumber(status, 'SimStatus'));
}

/** `SimState` of `pin/status`. The PIN is never tried from here: three wrong ones lock the card. */
function pinTrouble(state: number | undefined): string | null {
  if (state === 255) return 'it has no SIM card: put one in';
  if (state === 256) return 'it cannot read its SIM card: take it out and put it in again';
  if (state === 260)
    return 'its SIM card wants the PIN: enter it in the web page of the stick, and turn the PIN off there';
  if (state === 261) return 'its SIM card is locked: enter the PUK in the web page of the stick';
  return null;
}

/** `SimStatus` of `monitoring/status`. */
function statusTrouble(state: number | undefined): string | null {
  if (state === 255) return 'it has no SIM card: put one in';
  if (state === 0) return 'its SIM card is not valid or not ready';
  if (state === 2 || state === 4) return 'the network does not accept its SIM card for texts';
  return null;
}
