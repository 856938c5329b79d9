/** How many of those that were tried had a good end, within five minutes. */
export interface ConversionCount {
  tried: number;
  good: number;
}

const minute = 60_000;
/** Counts are kept by these spans. */
export const conversionSpanMs = 5 * minute;
/** So old a send must be before it is judged: whoever got the code had the time to enter it. */
export const conversionGraceMs = 10 * minute;
/** Sends of so long a time are judged together. */
export const conversionWindowMs = 60 * minute;
/** Fewer say nothing. */
const fewestSends = 20;
/** Nobody enters the codes that SMS pumping asks for; of real people's, more than half are entered. */
const lowestShare = 0.1;

/** Checks of so long a time are judged together, so many at least. */
export const guessingWindowMs = 10 * minute;
const fewestChecks = 200;
/** People mistype some codes; who tries one code at many numbers is wrong almost always. */
const mostWrongShare = 0.5;
/** An alarm is told at most so often. */
export const alarmAgainMs = 60 * minute;

/** Do so few enter their codes that somebody must be pumping? */
export function isPumped({ tried, good }: ConversionCount): boolean {
  return tried >= fewestSends && good < tried * lowestShare;
}

/** Are so many codes wrong that somebody must be guessing? */
export function isGuessing({ tried, good }: ConversionCount): boolean {
  return tried >= fewestChecks && tried - good > tried * mostWrongShare;
}

export function spanOf(time: number): number {
  return time - (time % conversionSpanMs);
}

/** What counts are kept under; the limits of sends have the same keys. */
export const conversionKeys = {
  region: (appId: string, region: string) => `region:${appId}:${region}`,
  prefix: (appId: string, prefix: string) => `prefix:${appId}:${prefix}`,
  checks: (appId: string) => `checks:${appId}`,
};

/** The parts of such a key. `place`: a region, the beginning of a number, or nothing. */
export function partsOf(key: string): { scope: string; appId: string; place: string } {
  const [scope = '', appId = '', place = ''] = key.split(':');
  return { scope, appId, place };
}
