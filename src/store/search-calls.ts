import type { KeyObject } from 'node:crypto';
import type { Viewer } from '../domain/viewer.ts';
import { countFacets, type Facets } from './facets.ts';
import { type FoundMessages, findMessages, type SearchWish } from './find-messages.ts';
import type { Keyring } from './keyring.ts';
import type { StorePlace } from './open-store.ts';
import type { Reading } from './visibility.ts';

/** What may be asked of the searching thread, and what it answers. */
export interface SearchCalls {
  find: { wish: SearchWish; result: FoundMessages };
  facets: { wish: null; result: Facets };
}

export type SearchCall = {
  [Name in keyof SearchCalls]: { name: Name; viewer: Viewer; wish: SearchCalls[Name]['wish'] };
}[keyof SearchCalls];

/** What the thread is started with. */
export interface SearchThreadData {
  place: StorePlace;
  keys: [string, KeyObject][];
}

export type SearchAnswer = { id: number; result: unknown } | { id: number; trouble: string };

export function runSearch(database: Reading, keyring: Keyring, { name, viewer, wish }: SearchCall) {
  return name === 'find' ? findMessages(database, keyring, viewer, wish) : countFacets(database, keyring, viewer);
}
