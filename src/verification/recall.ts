import { verificationToSend } from '../store/verification-reads.ts';
import { sendById } from '../store/verification-sends.ts';
import type { Recall } from './channel.ts';
import { jobOf, type RecoveryParts } from './recover-sends.ts';

/** See `Recall`. */
export function createRecall(parts: RecoveryParts): Recall {
  return async (channel, attemptId) => {
    const send = await sendById(parts.database, attemptId);
    if (send?.channel !== channel) return 'over';
    const job = await jobOf(parts, send);
    if (job !== null) return parts.sender.outgoingOf(job);
    const row = await verificationToSend(parts.database, send.verification_id);
    const isGood = row?.status === 'pending' && row.expires_at > parts.clock.now();
    return isGood && row.code_mac !== null ? 'chosen' : 'over';
  };
}
