import { get, post, put, query, remove } from './request.ts';

interface Sums {
  /** Texts, calls and mails that left. */
  sends: number;
  /** How many of them have no known price. */
  unpriced: number;
  /** Of the others; an amount such as `0.0079`. */
  cost: string;
}

/** What one app sent by one line or provider in a month. */
export interface Cost extends Sums {
  /** null: the hub itself, for its line tests. Without a name: it is revoked. */
  app: { accountSid: string; name: string | null } | null;
  /** One of both. */
  line: string | null;
  provider: string | null;
}

export interface Costs {
  currency: string;
  costs: Cost[];
  total: Sums;
  /** What the month will come to; null: it is over. */
  expected: string | null;
}

export const kinds = ['sms', 'call', 'email'] as const;
export type Kind = (typeof kinds)[number];

/** What a price is for. */
export interface PriceKey {
  kind: Kind;
  /** Id of a line or provider; null: of all that have none of their own. */
  by: string | null;
  /** A country, or the beginning of numbers as `+4479`; null: anywhere. */
  to: string | null;
}

export interface Price extends PriceKey {
  price: string;
}

export interface PriceList {
  currency: string;
  prices: Price[];
}

/** Where nothing is sent for now; `checks`: nothing is blocked, but most codes that are typed are wrong. */
export interface Block {
  id: string;
  app: { accountSid: string; name: string | null };
  scope: 'region' | 'prefix' | 'checks';
  /** A country, or how numbers begin. */
  place: string;
  reason: 'few-entered' | 'many-numbers' | 'many-wrong-codes';
  counted: { tried: number; good: number } | null;
  until: string;
}

/** Of a month such as `2027-01`, in UTC; left out, of the current one. */
export const readCosts = (month?: string) => get<Costs>(`/costs${query({ month })}`);

export const readPrices = () => get<PriceList>('/prices');
/** In place of the one for the same, if there is one. */
export const setPrice = (price: Price) => post<Price>('/prices', price);
export const removePrice = ({ kind, by, to }: PriceKey) => post('/prices/remove', { kind, by, to });
export const replacePrices = (list: PriceList) => put<PriceList>('/prices', list);

export const listBlocks = async () => (await get<{ blocks: Block[] }>('/verification-blocks')).blocks;
export const liftBlock = (id: string) => remove(`/verification-blocks/${encodeURIComponent(id)}`);
