import { get, post, remove } from './request.ts';

export type Scope = 'read' | 'send' | 'board' | 'admin';

/** By which a program or a board asks the hub. */
export interface Token {
  id: string;
  name: string;
  scopes: Scope[];
  /** On whose behalf; null: the administrator's. */
  person: string | null;
  createdAt: string;
  lastUsedAt: string | null;
}

/** `token` is told this once. */
export interface NewToken extends Token {
  token: string;
}

export const listTokens = async () => (await get<{ tokens: Token[] }>('/tokens')).tokens;

/** For oneself: it can do no more than one may. */
export const makeToken = (name: string, scopes: Scope[]) => post<NewToken>('/tokens', { name, scopes });

export const revokeToken = (id: string) => remove(`/tokens/${encodeURIComponent(id)}`);

/** A board opens the codes that are due, and nothing else. */
export function isBoard({ scopes }: Token): boolean {
  return scopes.every((scope) => scope === 'board');
}
