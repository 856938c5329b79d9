import type { AppSettings } from '../../api/apps.ts';
import { readLimits, type TypedLimits, typeLimits } from './limits.ts';
import { regions } from './regions.ts';

/** Settings as they stand in the form. */
export interface Draft extends Omit<AppSettings, 'limits' | 'dailyCost' | 'lifetimeMinutes' | 'domain'> {
  limits: TypedLimits;
  dailyCost: string;
  lifetimeMinutes: string;
  domain: string;
}

export type Wrong = 'regions' | 'dailyCost' | 'lifetimeMinutes' | 'domain' | 'returnUrls' | 'safe';

export function toDraft(settings: AppSettings): Draft {
  return {
    ...settings,
    limits: typeLimits(settings.limits),
    dailyCost: settings.dailyCost ?? '',
    lifetimeMinutes: String(settings.lifetimeMinutes),
    domain: settings.domain ?? '',
  };
}

/** What the form does not know stays as it was: settings are saved as a whole. */
export function readDraft(draft: Draft, settings: AppSettings): AppSettings {
  const cost = draft.dailyCost.trim().replace(',', '.');
  const domain = draft.domain.trim().toLowerCase();
  return {
    ...settings,
    ...draft,
    limits: readLimits(draft.limits),
    dailyCost: cost === '' ? null : cost,
    lifetimeMinutes: Number(draft.lifetimeMinutes),
    domain: domain === '' ? null : domain,
  };
}

/** What the hub would refuse. */
export function whatIsWrong(draft: Draft): Set<Wrong> {
  const wrong = new Set<Wrong>();
  if (draft.regions?.length === 0) wrong.add('regions');
  if (!/^(\d{1,7}([.,]\d{1,6})?)?$/.test(draft.dailyCost.trim())) wrong.add('dailyCost');
  const minutes = draft.lifetimeMinutes.trim();
  if (!/^\d{1,2}$/.test(minutes) || Number(minutes) < 2 || Number(minutes) > 60) wrong.add('lifetimeMinutes');
  if (!domainShape.test(draft.domain.trim())) wrong.add('domain');
  if (!draft.returnUrls.every(isReturnUrl)) wrong.add('returnUrls');
  if (!draft.safe.every((place) => /^\+\d{1,15}$/.test(place) || regions.includes(place))) wrong.add('safe');
  return wrong;
}

/** Nothing, or as `shop.example`. */
const domainShape = /^((?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}[a-z\d])?$/i;

function isReturnUrl(address: string): boolean {
  if (!URL.canParse(address) || /[?#]/.test(address)) return false;
  const { protocol, hostname, username } = new URL(address);
  if (username !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}
