import type { Account } from './account.ts';
import { get, patch, post, remove } from './request.ts';

export type Role = Account['role'];

export interface Person {
  id: string;
  name: string;
  role: Role;
  endsAt: string | null;
  /** The configuration file names them. */
  provisioned: boolean;
  canSignIn: boolean;
}

export interface PersonWish {
  name: string;
  role: Role;
  endsAt: string | null;
}

/** By which a person sets up how they sign in; shown once. */
export interface SetupLink {
  path: string;
  /** Below the hub's public address; null: it has none. */
  url: string | null;
  /** At each address of the hub that a browser may reach, the best first. */
  urls: string[];
  endsAt: string;
}

export const listPeople = async () => (await get<{ people: Person[] }>('/people')).people;

/** @throws Refusal `conflict`: the short name is taken */
export const addPerson = (wish: PersonWish) => post<{ id: string; link: SetupLink }>('/people', wish);

/** @throws Refusal `conflict`: no owner would be left */
export const changePerson = (id: string, wish: Partial<PersonWish>) =>
  patch<Person>(`/people/${encodeURIComponent(id)}`, wish);

/** All that they signed in by ends. */
export const resetPerson = (id: string) => post<SetupLink>(`/people/${encodeURIComponent(id)}/reset`);

export const removePerson = (id: string) => remove(`/people/${encodeURIComponent(id)}`);
