import type { ServedHub } from '../../helpers/served-hub.ts';
import { settle, WebBrowser } from '../../helpers/web-browser.ts';
import type { Visitor } from './scene.ts';

/** A passkey's device as a phone or laptop has built in: it asks nobody and always agrees (WebAuthn Level 3 §11.2). */
export async function giveAuthenticator({ context, page }: Visitor): Promise<void> {
  const devTools = await context.newCDPSession(page);
  await devTools.send('WebAuthn.enable');
  await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/**
 * Signs a person of the hub in without any page: sets a password by a set-up link and hands the session's cookie to the
 * visitor. `host` as `localhost` or a name that the hub serves. It ends the person's other sessions.
 */
export async function signIn(
  visitor: Pick<Visitor, 'context'>,
  hub: Pick<ServedHub, 'api' | 'port'>,
  person: string,
  host = 'localhost',
): Promise<void> {
  const { cookies } = await settle(hub, person, new WebBrowser(hub, host));
  await handOver(visitor, cookies, `http://${host}:${hub.port}`);
}

/** The same for many visits: each person signs in once, and all visitors share the session. */
export function keepSignedIn(hub: Pick<ServedHub, 'api' | 'port'>) {
  const browsers = new Map<string, Promise<WebBrowser>>();
  return async (visitor: Pick<Visitor, 'context'>, person: string): Promise<void> => {
    const browser = browsers.get(person) ?? settle(hub, person);
    browsers.set(person, browser);
    await handOver(visitor, (await browser).cookies, `http://localhost:${hub.port}`);
  };
}

async function handOver({ context }: Pick<Visitor, 'context'>, cookies: Map<string, string>, url: string) {
  const all = [...cookies].map(([name, value]) => ({ name, value, url, httpOnly: true, sameSite: 'Strict' as const }));
  await context.addCookies(all);
}
