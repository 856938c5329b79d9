import { command, type Database } from '../store/database.ts';
import { settleDestination } from '../store/end-deliveries.ts';
import { appendEvent } from '../store/events.ts';
import { turnOffDestination } from '../store/provision.ts';

const turnOff = command(
  'turnOff',
  async (trx, args: { id: string; ownerId: string; reason: string; now: number }): Promise<void> => {
    const { id, reason, now } = args;
    await turnOffDestination.run(trx, { id, reason, now });
    await settleDestination.run(trx, { destinationId: id, state: 'failed', reason: `turned off: ${reason}`, now });
    const data = JSON.stringify({ destination: id, reason });
    await appendEvent(trx, { kind: 'destination.off', ownerId: args.ownerId, data, createdAt: now });
  },
);

/** A destination that is gone for good (410): it is off, what was open has failed, and its owner is told, in one commit. */
export function recordTurnedOff(
  database: Database,
  destination: { id: string; ownerId: string; reason: string; now: number },
): Promise<void> {
  return database.write(turnOff, destination);
}
