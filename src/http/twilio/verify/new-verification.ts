import type { VerifyService } from '../../../store/verify-services.ts';
import type { ChannelKind } from '../../../verification/channel.ts';
import { foldClientAddress } from '../../../verification/client-address.ts';
import type { IssueWish } from '../../../verification/issue.ts';
import { given, type Parameters } from '../parameters.ts';
import { badParameter } from './refusals.ts';

/** `auto` is Twilio's choice of the way: here the text. */
const kinds: Readonly<Record<string, readonly ChannelKind[]>> = {
  sms: ['sms'],
  call: ['call'],
  email: ['email'],
  auto: ['sms', 'call'],
};
const longest = { locale: 35, name: 30, amount: 30, payee: 100 } as const;

/** Reads what `POST …/Verifications` asks for. Throws TwilioError 60200. */
export function readNewVerification(form: Parameters, { settings }: VerifyService): IssueWish {
  const channel = given(form, 'Channel')?.toLowerCase();
  if (channel === undefined) throw badParameter('Channel is missing');
  const wanted = kinds[channel];
  if (wanted === undefined) throw badParameter('Channel: expected sms, call, email or auto');
  if (given(form, 'RateLimits') !== undefined)
    throw badParameter('RateLimits: limits are settings of the app here; leave it out');
  return {
    to: readTo(form),
    kinds: wanted,
    ...{ purpose: 'login', subject: null, binding: null, idempotency: null, codeLength: null },
    locale: short(form, 'Locale', longest.locale),
    amount: short(form, 'Amount', longest.amount),
    payee: short(form, 'Payee', longest.payee),
    customCode: readCustomCode(form, settings.customCodes),
    customName: short(form, 'CustomFriendlyName', longest.name),
    appHash: readAppHash(form),
    clientAddress: readDeviceAddress(form),
  };
}

/** A plus that was not encoded came as a blank. */
export function readTo(form: Parameters): string {
  const to = form.get('To') ?? '';
  if (to.trim() === '') throw badParameter('To is missing');
  return /^ \d/.test(to) ? `+${to.trim()}` : to.trim();
}

function readCustomCode(form: Parameters, allowed: boolean): string | null {
  const code = given(form, 'CustomCode');
  if (code === undefined) return null;
  if (!allowed) throw badParameter('CustomCode: this service does not take one; set CustomCodeEnabled');
  if (!/^[0-9A-Za-z]{4,10}$/.test(code)) throw badParameter('CustomCode: expected 4 to 10 letters and digits');
  return code;
}

/** It stands in the text as it is, and apps take it from phones: what else would fit in there is an address of the web. */
function readAppHash(form: Parameters): string | null {
  const hash = given(form, 'AppHash') ?? null;
  if (hash !== null && !/^[A-Za-z0-9+/]{11}$/.test(hash))
    throw badParameter('AppHash: expected the 11 characters of Android’s SMS Retriever');
  return hash;
}

function readDeviceAddress(form: Parameters): string | null {
  const address = given(form, 'DeviceIp');
  if (address === undefined) return null;
  if (foldClientAddress(address) === undefined) throw badParameter('DeviceIp: expected an IPv4 or IPv6 address');
  return address;
}

function short(form: Parameters, name: string, most: number): string | null {
  const value = given(form, name);
  if (value !== undefined && value.length > most) throw badParameter(`${name}: expected at most ${most} characters`);
  return value ?? null;
}
