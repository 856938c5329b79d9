import type { AppSettings } from '../../api/apps.ts';
import { readLimits, type TypedLimits, typeLimits } from './limits.ts';
import { regions } from './regions.ts';

/** Settings as they stand in the form. */
export interface Draft extends Omit<AppSettings, 'limits' | 'dailyCost'> {
  limits: TypedLimits;
  dailyCost: string;
}

export type Wrong = 'regions' | 'dailyCost' | 'returnUrls' | 'safe';

export function toDraft(settings: AppSettings): Draft {
  return { ...settings, limits: typeLimits(settings.limits), dailyCost: settings.dailyCost ?? '' };
}

/** What the form does not know stays as it was: settings are saved as a whole. */
export function readDraft(draft: Draft, settings: AppSettings): AppSettings {
  const cost = draft.dailyCost.trim().replace(',', '.');
  return { ...settings, ...draft, limits: readLimits(draft.limits), dailyCost: cost === '' ? null : cost };
}

/** What the hub would refuse. */
export function whatIsWrong(draft: Draft): Set<Wrong> {
  const wrong = new Set<Wrong>();
  if (draft.regions?.length === 0) wrong.add('regions');
  if (!/^(\d{1,7}([.,]\d{1,6})?)?$/.test(draft.dailyCost.trim())) wrong.add('dailyCost');
  if (!draft.returnUrls.every(isReturnUrl)) wrong.add('returnUrls');
  if (!draft.safe.every((place) => /^\+\d{1,15}$/.test(place) || regions.includes(place))) wrong.add('safe');
  return wrong;
}

function isReturnUrl(address: string): boolean {
  if (!URL.canParse(address) || /[?#]/.test(address)) return false;
  const { protocol, hostname, username } = new URL(address);
  if (username !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}
