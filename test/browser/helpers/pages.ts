import type { Page } from 'playwright-core';
import type { Household } from './household.ts';
import { makeUsedApp } from './verifying-app.ts';

/** A page of the web app, for what is done with each of them. */
export interface AppPage {
  /** Of its picture. */
  name: string;
  path(places: Places): string;
  /** Who opens it; null: nobody has signed in. */
  as: 'ann' | null;
}

/** What of a household pages are about. */
export interface Places {
  /** A message of Ann's. */
  message: string;
  /** A set-up link of Bob's, as a path. */
  setup: string;
  /** A board of Ann's, as a path. */
  board: string;
  /** An app that had something verified: its account SID. */
  app: string;
}

const ann = (name: string, path: string): AppPage => ({ name, path: () => path, as: 'ann' });
const settings = [
  'lines',
  'sources',
  'destinations',
  'routes',
  'providers',
  'people',
  'tokens',
  'account',
  'notifications',
  'general',
  'audit',
  'boards',
  'apps',
  'costs',
  'line-tests',
];
/** Forms behind pages of the settings: the shortest, the longest, and those that are made otherwise. */
const forms = {
  line: 'lines?new=one',
  source: 'sources?new=choose',
  mqtt: 'destinations?new=mqtt',
  route: 'routes?new=one',
  provider: 'providers?new=twilio',
};

/** Every page of the web app. */
export const appPages: AppPage[] = [
  { name: 'sign-in', path: () => '/sign-in', as: null },
  { name: 'board', path: ({ board }) => board, as: null },
  { name: 'first-steps', path: ({ setup }) => setup, as: null },
  ann('inbox', '/'),
  { name: 'message', path: ({ message }) => `/messages/${message}`, as: 'ann' },
  ann('wait', '/wait'),
  ann('set-up', '/set-up'),
  ann('settings', '/settings'),
  ...settings.map((part) => ann(`settings-${part}`, `/settings/${part}`)),
  ...Object.entries(forms).map(([name, address]) => ann(`form-${name}`, `/settings/${address}`)),
  { name: 'app', path: ({ app }) => `/settings/apps/${app}`, as: 'ann' },
  ann('api', '/api'),
  ann('not-found', '/settings/nowhere'),
];

export async function findPlaces({ hub }: Household): Promise<Places> {
  const { messages } = await read<{ messages: { id: string; owner: string }[] }>(hub.api('/messages?limit=50'));
  const { path } = await read<{ path: string }>(hub.api('/people/bob/reset', { method: 'POST' }));
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'Kitchen', scopes: ['board'], person: 'ann' });
  const { token } = await read<{ token: string }>(hub.api('/tokens', { method: 'POST', headers, body }));
  const message = messages.find(({ owner }) => owner === 'ann')?.id ?? '';
  const { accountSid: app } = await makeUsedApp(hub);
  return { message, setup: path, board: `/board/Kitchen#${token}`, app };
}

async function read<Answer>(asked: Promise<Response>): Promise<Answer> {
  const response = await asked;
  if (!response.ok) throw new Error(`${new URL(response.url).pathname} was answered by ${response.status}`);
  return (await response.json()) as Answer;
}

/** Opens a page and waits until it has what it shows. */
export async function openPage(tab: Page, url: string): Promise<void> {
  await tab.goto(url);
  await shown(tab);
}

/** Waits until a page has what it shows. */
export async function shown(tab: Page): Promise<void> {
  const fail = (what: string) => () => {
    throw new Error(`${new URL(tab.url()).pathname} ${what}`);
  };
  await tab.locator('h1').first().waitFor().catch(fail('shows no heading'));
  await tab.locator('.loading').first().waitFor({ state: 'detached' }).catch(fail('loads without end'));
}
