import type { AppSettings } from '../../api/apps.ts';
import { readLimits, type TypedLimits, typeLimits } from './limits.ts';

/** Settings as they stand in the form. */
export interface Draft extends Omit<AppSettings, 'limits' | 'dailyCost'> {
  limits: TypedLimits;
  dailyCost: string;
}

export function toDraft(settings: AppSettings): Draft {
  return { ...settings, limits: typeLimits(settings.limits), dailyCost: settings.dailyCost ?? '' };
}

/** What the form does not know stays as it was: settings are saved as a whole. */
export function readDraft(draft: Draft, settings: AppSettings): AppSettings {
  const cost = draft.dailyCost.trim().replace(',', '.');
  return { ...settings, ...draft, limits: readLimits(draft.limits), dailyCost: cost === '' ? null : cost };
}

/** An amount with a point or a comma, or nothing at all. */
export function isAmount(typed: string): boolean {
  return /^(\d{1,7}([.,]\d{1,6})?)?$/.test(typed.trim());
}
