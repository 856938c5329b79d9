import type { Account } from '../../api/account.ts';

type Name =
  | 'account'
  | 'notifications'
  | 'lines'
  | 'sources'
  | 'destinations'
  | 'routes'
  | 'providers'
  | 'people'
  | 'tokens'
  | 'apps'
  | 'costs'
  | 'lineTests'
  | 'boards'
  | 'general'
  | 'audit'
  | 'api';

export interface Entry {
  name: Name;
  to: string;
}

/** Those that are not called as their words are. */
const places: { readonly [name in Name]?: string } = { api: '/api', lineTests: '/settings/line-tests' };
const at = (name: Name): Entry => ({ name, to: places[name] ?? `/settings/${name}` });

/** What everybody has for themselves: guests set up nothing else; owners see the rest among all of the hub's. */
export function ownEntries(role: Account['role']): Entry[] {
  const own = [at('account'), at('notifications')];
  return role === 'member' ? [...own, at('lines'), at('lineTests'), at('destinations')] : own;
}

/** What owners alone may set. */
export function hubEntries(role: Account['role']): Entry[] {
  if (role !== 'owner') return [];
  const names: Name[] = [
    'lines',
    'lineTests',
    'sources',
    'destinations',
    'routes',
    'providers',
    'people',
    'boards',
    'tokens',
    'apps',
    'costs',
    'general',
    'audit',
    'api',
  ];
  return names.map(at);
}
