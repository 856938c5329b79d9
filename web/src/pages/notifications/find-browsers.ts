import { account } from '../../api/account.ts';
import { readDestinations, readItems } from '../../api/configuration.ts';
import { choices } from '../../notifications/choices.ts';
import { forgetPush } from '../../notifications/push.ts';

/** A browser in which one has turned on notifications. */
export interface NotifiedBrowser {
  id: string;
  name: string;
  /** Its push service said that it is gone, or an owner turned it off. */
  ended: boolean;
}

/** One's own; what was removed elsewhere ends here, too. */
export async function findBrowsers(): Promise<NotifiedBrowser[]> {
  if (account.value?.role === 'guest') return [];
  const [items, { destinations }] = await Promise.all([readItems(), readDestinations()]);
  const mine = items.destinations.filter(({ kind, owner }) => kind === 'web-push' && owner === account.value?.id);
  if (choices.push.value !== null && !mine.some(({ id }) => id === choices.push.value)) await forgetPush();
  return mine.map(({ id, name, enabled }) => {
    const state = destinations.find((one) => one.id === id)?.health.state;
    return { id, name: name ?? id, ended: enabled === false || state === 'off' };
  });
}
