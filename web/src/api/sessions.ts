import { get, remove } from './request.ts';

export interface TrustedBrowser {
  id: string;
  /** Its User-Agent. */
  browser: string;
  createdAt: string;
  seenAt: string;
  endsAt: string;
}

export interface Session extends TrustedBrowser {
  address: string;
  /** As `passkey` or `password, authenticator app`. */
  how: string;
  current: boolean;
}

export const listSessions = async () => (await get<{ sessions: Session[] }>('/account/sessions')).sessions;
export const endSession = (id: string) => remove(`/account/sessions/${id}`);
export const endOtherSessions = () => remove('/account/sessions');

export const listBrowsers = async () => (await get<{ browsers: TrustedBrowser[] }>('/account/browsers')).browsers;
export const endTrust = (id: string) => remove(`/account/browsers/${id}`);
