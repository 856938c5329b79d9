import { typedCode } from '../../domain/typed.ts';
import type { App } from '../../store/apps.ts';
import { appToken } from '../../store/apps.ts';
import type { PersonalPart } from '../../store/verification-reads.ts';
import type { ChannelKind } from '../../verification/channel.ts';
import { type ReturnStatus, returnSeconds, signedReturn } from '../../verification/return-address.ts';
import type { HubApi } from '../api.ts';
import type { Notice } from './view.ts';

/** What somebody did on the page. */
export interface PageAct {
  app: App;
  id: string;
  personal: PersonalPart;
  action: string;
  code: string;
  clientAddress: string;
}

/** Where it goes from here: back to the app, or to the page with what there is to say. */
export type Acted = { returnTo: string } | { say: Notice | null };

type ActHub = Pick<HubApi, 'verifying' | 'database' | 'keyring' | 'clock'>;

/** No code is nearly as long. */
const longestCode = 32;
const kinds: readonly string[] = ['sms', 'call', 'email'] satisfies ChannelKind[];

export async function act(hub: ActHub, did: PageAct): Promise<Acted> {
  if (did.action === 'cancel') return await cancel(hub, did);
  if (kinds.includes(did.action)) return await resend(hub, did, did.action as ChannelKind);
  return await check(hub, did);
}

async function check(hub: ActHub, did: PageAct): Promise<Acted> {
  const { app, id, personal } = did;
  const { amount, payee } = personal;
  const code = typedCode(did.code).slice(0, longestCode);
  if (code === '') return { say: null };
  const { checked } = await hub.verifying.check(app, null, { id }, { code, binding: null, amount, payee });
  if (checked.outcome === 'approved') return await goBack(hub, did, 'approved');
  if (checked.outcome === 'wrong') return { say: 'wrong' };
  // Wrong codes of other verifications count, too: then the page is still open, and yet nothing was looked at.
  return { say: checked.outcome === 'max-checks' ? 'refused' : null };
}

async function resend(hub: ActHub, { app, id, clientAddress }: PageAct, channel: ChannelKind): Promise<Acted> {
  const answer = await hub.verifying.resend(app, id, { channel, clientAddress });
  if (answer.outcome === 'gone' || answer.outcome === 'key-reused') return { say: null };
  if (answer.outcome !== 'refused') return { say: answer.outcome === 'same' ? 'wait' : 'resent' };
  return { say: answer.retryAfterMs === null ? 'refused' : 'wait' };
}

async function cancel(hub: ActHub, did: PageAct): Promise<Acted> {
  const ended = await hub.verifying.end(did.app, null, { id: did.id }, 'canceled');
  return ended === undefined ? { say: null } : await goBack(hub, did, 'canceled');
}

/** The signature goes to the browser that entered the code, and to no other, though it may have the same page open. */
async function goBack(hub: ActHub, { app, id, personal }: PageAct, status: ReturnStatus): Promise<Acted> {
  const token = await appToken(hub.database, hub.keyring, app.id);
  if (token === undefined || personal.returnUrl === undefined) return { say: null };
  const expires = Math.floor(hub.clock.now() / 1000) + returnSeconds;
  return { returnTo: signedReturn(personal.returnUrl, { id, status, expires }, token) };
}
