import type { CommitMessage } from '../../src/store/commit-message.ts';
import type { Store } from '../../src/store/open-store.ts';
import type { AttemptOutcome } from '../../src/store/outbox.ts';
import { systemClock } from '../../src/support/clock.ts';
import { createIdMaker } from '../../src/support/ids.ts';
import { systemRandom } from '../../src/support/random.ts';

export const ids = createIdMaker(systemClock, systemRandom);
export const started = 1_800_000_000_000;

export interface DraftOptions {
  id?: string;
  text?: string;
  sourceId?: string;
  transportKey?: string;
  contentKey?: string;
  receivedAt?: number;
  networkTime?: number;
  destinations?: string[];
  node?: string;
  priority?: number;
  hasCode?: boolean;
  /** The next revision of the message `id`. */
  revises?: boolean;
}

/** A code text with deliveries, as `receive()` hands it to the store. */
export function draftOf(store: Pick<Store, 'keyring'>, options: DraftOptions): CommitMessage {
  const id = options.id ?? ids();
  const receivedAt = options.receivedAt ?? started;
  const seal = (column: string, value: string) => store.keyring.seal(value, { table: 'messages', column, rowId: id });
  return {
    message: {
      id,
      owner_id: 'ann',
      line_id: 'burner',
      sender: '+15550100004',
      text: seal('text', options.text ?? 'Your code is 123456'),
      code: seal('code', '123456'),
      kind: 'one-time-code',
      has_code: options.hasCode === false ? 0 : 1,
      service: null,
      domain: null,
      embedded_domain: null,
      confidence: 0.9,
      received_at: receivedAt,
      sent_at: options.networkTime ?? null,
      sent_at_local: null,
      sent_at_is_network: options.networkTime === undefined ? 0 : 1,
      expires_at: null,
      deliver_until: receivedAt + 600_000,
      purge_at: receivedAt + 900_000,
      purged_at: null,
      backlog: 0,
      incomplete: 0,
      event: null,
      revision: 1,
      content_key: options.contentKey ?? ids(),
      waited_by: null,
    },
    sourceId: options.sourceId ?? 'stick',
    transportKey: options.transportKey ?? ids(),
    revises: options.revises ?? false,
    parts: [],
    trace: { routes: [], fallback: 'owner', destinations: [] },
    deliveries: (options.destinations ?? []).map((destinationId) => ({
      id: ids(),
      message_id: id,
      message_revision: 1,
      destination_id: destinationId,
      owner_id: 'ann',
      route: null,
      state: 'pending',
      reason: null,
      priority: options.priority ?? 0,
      attempts: 0,
      node_id: options.node ?? 'node',
      created_at: receivedAt,
      first_attempt_at: null,
      next_attempt_at: receivedAt,
      deliver_until: receivedAt + 600_000,
      settled_at: null,
      receipt: null,
      show: null,
    })),
    awaited: null,
  };
}

/** A try of node `node` that arrived. */
export function outcomeOf(deliveryId: string, messageId: string): AttemptOutcome {
  return {
    nodeId: 'node',
    deliveryId,
    messageId,
    destinationId: 'a',
    ownerId: 'ann',
    state: 'sent' as const,
    reason: null,
    attempts: 1,
    nextAttemptAt: null,
    settledAt: started,
    receipt: null,
    attempt: { deliveryId, number: 1, startedAt: started, durationMs: 3, outcome: 'sent' as const, detail: null },
    now: started,
  };
}
