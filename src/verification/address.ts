import { domainToASCII } from 'node:url';
import { foldNumber, readNumber } from '../domain/phone-number.ts';
import type { VerificationRefusal } from '../domain/verification.ts';
import type { ChannelKind } from './channel.ts';

/** Where a code is to go. */
export interface CodeAddress {
  /** E.164, or a mailbox as it was given. */
  to: string;
  /** What limits know it by: one for all ways to write the same phone or mailbox. */
  folded: string;
  /** ISO 3166; null: a mailbox. */
  region: string | null;
  /** All but the last four digits; null: a mailbox. */
  prefix: string | null;
}

export class AddressRefusedError extends Error {
  readonly refusal: VerificationRefusal;

  constructor(refusal: VerificationRefusal, detail: string) {
    super(detail);
    this.name = 'AddressRefusedError';
    this.refusal = refusal;
  }
}

/** Numbers that cost extra or reach no person, whatever the country. +44 70 is such a one (`PERSONAL_NUMBER`). */
const blockedTypes = new Set(['PREMIUM_RATE', 'SHARED_COST', 'UAN', 'PAGER', 'VOICEMAIL', 'PERSONAL_NUMBER']);
/** Satellite and other codes of no country (ITU-T E.164 Annex D). */
const noCountry = /^\+(?:870|88[123]|979|808)/;
/** No texts arrive there. */
const withoutTexts = new Set(['FIXED_LINE', 'TOLL_FREE']);
/** RFC 5321 §4.5.3.1.3: at most 254 characters between the angle brackets. */
const longestMailbox = 254;
const mailboxShape = /^[^\s@<>()[\]\\,;:"]{1,64}@([^\s@<>()[\]\\,;:"/]{1,190}\.[^\s@<>()[\]\\,;:"/.]{2,63})$/u;

/**
 * Reads what somebody typed as their number or mailbox.
 *
 * @param texts whether a text may go to a number that usually gets none
 * @throws AddressRefusedError; its line does not repeat the address
 */
export function readAddress(
  raw: string,
  kind: ChannelKind,
  defaultRegion: string | null,
  texts: 'landlines too' | 'no landlines' = 'no landlines',
): CodeAddress {
  if (kind === 'email') return readMailbox(raw.trim());
  return readPhone(raw.trim(), kind === 'sms' && texts === 'no landlines', defaultRegion);
}

function readPhone(raw: string, mustTakeTexts: boolean, defaultRegion: string | null): CodeAddress {
  const known = readNumber(raw, defaultRegion ?? undefined);
  if (known === undefined)
    throw new AddressRefusedError(
      'not-an-address',
      defaultRegion === null
        ? 'To: expected a phone number with + and the country code, as +12025550143'
        : `To: expected a phone number, as +12025550143, or a national one of ${defaultRegion}`,
    );
  const { number, region, type } = known;
  if (noCountry.test(number) || blockedTypes.has(type ?? ''))
    throw new AddressRefusedError(
      'number-blocked',
      'codes are not sent to numbers that cost extra or are of no country',
    );
  if (mustTakeTexts && withoutTexts.has(type ?? ''))
    throw new AddressRefusedError('landline', 'texts do not arrive at this number; call it instead');
  return { to: number, folded: foldNumber(number), region, prefix: number.slice(0, -4) };
}

function readMailbox(raw: string): CodeAddress {
  const domain = raw.length <= longestMailbox ? mailboxShape.exec(raw)?.[1] : undefined;
  const ascii = domain === undefined ? '' : domainToASCII(domain).toLowerCase();
  if (ascii === '')
    throw new AddressRefusedError('not-an-address', 'To: expected an e-mail address, as ann@example.com');
  const local = raw.slice(0, raw.lastIndexOf('@'));
  return { to: `${local}@${ascii}`, folded: foldMailbox(local.toLowerCase(), ascii), region: null, prefix: null };
}

/** `+tag` reaches the same mailbox almost everywhere, dots do at Gmail. */
function foldMailbox(local: string, domain: string): string {
  const name = local.split('+', 1)[0] ?? local;
  const isGmail = domain === 'gmail.com' || domain === 'googlemail.com';
  return isGmail ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`;
}

/** Why no code of an app goes to a region that its settings do not name; null: the number is of none. */
export function regionWords(region: string | null): string {
  if (region === null)
    return 'this number is of no country that is known, so no code is sent to it: check its area code';
  return `codes of this app are not sent to ${region}: add it to \`regions\` in its settings`;
}
