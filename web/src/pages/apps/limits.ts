import type { AppSettings, Limit, LimitName } from '../../api/apps.ts';

/** What holds where an app has no limits of its own; a test compares it with the hub's. */
export const usualLimits: Readonly<Record<LimitName, Limit>> = {
  destination: { short: 5, long: 10 },
  address: { short: 10, long: 50 },
  network: { short: 50, long: 200 },
  prefix: { short: 5, long: 20 },
  region: { short: 500, long: 2_000 },
  app: { short: 1_000, long: 5_000 },
};

export const limitNames = Object.keys(usualLimits) as LimitName[];

/** As they stand in the form: empty where it is as usual. */
export type TypedLimits = Record<LimitName, { short: string; long: string }>;

export function typeLimits(limits: AppSettings['limits']): TypedLimits {
  const typed = (name: LimitName, part: keyof Limit) => {
    const value = limits[name]?.[part];
    return value === undefined || value === usualLimits[name][part] ? '' : String(value);
  };
  return Object.fromEntries(
    limitNames.map((name) => [name, { short: typed(name, 'short'), long: typed(name, 'long') }]),
  ) as TypedLimits;
}

/** Only those that are not as usual. */
export function readLimits(typed: TypedLimits): AppSettings['limits'] {
  const read = (name: LimitName, part: keyof Limit) =>
    typed[name][part] === '' ? usualLimits[name][part] : Number(typed[name][part]);
  return Object.fromEntries(
    limitNames
      .filter((name) => typed[name].short !== '' || typed[name].long !== '')
      .map((name) => [name, { short: read(name, 'short'), long: read(name, 'long') }]),
  );
}
