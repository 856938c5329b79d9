import { findApp } from '../store/apps.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { triedChannels } from '../store/verification-failover.ts';
import { openPersonal, verificationToSend } from '../store/verification-reads.ts';
import { adoptSends, claimLostSends, openSends } from '../store/verification-sends.ts';
import type { SendRow } from '../store/verification-tables.ts';
import { findService } from '../store/verify-services.ts';
import type { Clock } from '../support/clock.ts';
import type { Channels } from './channel.ts';
import type { Codes } from './codes.ts';
import type { CodeSender, SendJob } from './sender.ts';

export interface RecoveryParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  nodeId: string;
  codes: Codes;
  sender: CodeSender;
  channelsOf(appId: string): Promise<Channels>;
}

/**
 * What another run left: a code that had not left is sent, if it is still good; of one that was leaving nobody knows, and
 * it is not repeated. A code that the app chose was in memory only.
 */
export async function recoverSends(parts: RecoveryParts, which: 'all' | 'lost'): Promise<void> {
  for (const send of await takeUp(parts, which)) await recover(parts, send);
}

async function takeUp({ database, nodeId }: RecoveryParts, which: 'all' | 'lost'): Promise<SendRow[]> {
  if (which === 'lost') return database.write(claimLostSends, { nodeId });
  if (database.dialect === 'sqlite') await database.write(adoptSends, { nodeId });
  return openSends(database, nodeId);
}

async function recover(parts: RecoveryParts, send: SendRow): Promise<void> {
  const { sender } = parts;
  if (send.state === 'sending')
    return sender.settle(send, 'unknown', 'the hub stopped while it was on its way; whether it left is not known');
  const job = await jobOf(parts, send);
  if (job !== null) return sender.add(job);
  return sender.settle(send, 'failed', 'the hub stopped before it left, and it cannot be sent any more');
}

/** What is needed to send a try that was read from the store; null: its code is good no more, or was in memory only. */
export async function jobOf(parts: Omit<RecoveryParts, 'sender'>, send: SendRow): Promise<SendJob | null> {
  const { database, keyring, clock, codes, channelsOf } = parts;
  const row = await verificationToSend(database, send.verification_id);
  const app = row === undefined ? undefined : await findApp(database, row.app_id);
  const service = row === undefined ? undefined : await findService(database, row.app_id, row.service_id);
  const personal = row === undefined ? null : openPersonal(keyring, row);
  const isGood = row !== undefined && row.status === 'pending' && row.expires_at > clock.now() && row.code_mac === null;
  if (!isGood || app === undefined || service === undefined || personal === null) return null;
  const channels = await channelsOf(app.id);
  const tried = await triedChannels(database, send);
  return { send, row, personal, app, service, channels, tried, code: codes.derive(row) };
}
