import type { HubEvent } from '../store/events.ts';
import { toIso } from './schemas/common.ts';

/** What an app is told of an event of its own, by a stream and by calls: never an address or code. */
export function appEvent({ kind, data, createdAt }: HubEvent): { type: string; data: Record<string, unknown> } {
  const { change, ...rest } = data;
  return { type: `${kind}.${String(change ?? 'changed')}`, data: { ...rest, at: toIso(createdAt) } };
}
