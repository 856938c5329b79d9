import type { HubApi } from '../api.ts';
import { type AppAuthenticate, type AppRates, createFindCaller } from '../app-access.ts';
import { TwilioError } from './errors.ts';

/** Far above what a line can send, far below what would keep the hub from its own work. */
const usualRates: AppRates = {
  calls: { perSecond: 50, burst: 200 },
  refused: { perSecond: 10, burst: 50 },
};

/** Which app calls the Twilio-compatible paths. Throws TwilioError 20003 or 20429. */
export function createTwilioAuthenticate(hub: HubApi, rates: AppRates = usualRates): AppAuthenticate {
  const find = createFindCaller(hub, rates, { bearer: false });
  return async (request) => {
    const caller = await find(request);
    if ('app' in caller) return caller.app;
    if (caller.refused === 'unknown') throw new TwilioError('20003');
    throw new TwilioError('20429', undefined, { retryAfterSeconds: caller.waitSeconds });
  };
}
