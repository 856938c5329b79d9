import type { DeliveryState } from '../domain/delivery.ts';
import { command } from './database.ts';
import { isOpen } from './outbox.ts';

/** Everything open of a destination ends with one reason (removed, gone, turned off). */
export const settleDestination = command(
  'settleDestination',
  async (trx, args: { destinationId: string; state: DeliveryState; reason: string; now: number }) => {
    await trx
      .updateTable('deliveries')
      .set({ state: args.state, reason: args.reason, settled_at: args.now, next_attempt_at: null })
      .where('destination_id', '=', args.destinationId)
      .where(isOpen)
      .where('state', '=', 'pending')
      .execute();
  },
);

/** Everything open of destinations that are not among these is canceled: they were removed, maybe while no hub ran. */
export const cancelOthers = command(
  'cancelOthers',
  async (trx, args: { destinationIds: string[]; reason: string; now: number }): Promise<void> => {
    let query = trx
      .updateTable('deliveries')
      .set({ state: 'canceled', reason: args.reason, settled_at: args.now, next_attempt_at: null })
      .where(isOpen)
      .where('state', '=', 'pending');
    if (args.destinationIds.length > 0) query = query.where('destination_id', 'not in', args.destinationIds);
    await query.execute();
  },
);
