import type { HubEvent } from '../../store/events.ts';

/** What an app is told of an event of its own, by a stream and by calls: never an address or code. */
export function appEvent({ kind, data, createdAt }: HubEvent): {
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
} {
  const { change, ...rest } = data;
  return { type: `${kind}.${String(change ?? 'changed')}`, timestamp: new Date(createdAt).toISOString(), data: rest };
}
