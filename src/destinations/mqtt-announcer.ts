import type { DestinationContext, Outgoing, ShownLineStatus } from './destination.ts';
import type { BrokerConnection } from './mqtt-connection.ts';
import {
  announceLine,
  birthTopic,
  type HomeAssistantNames,
  lineEvent,
  type Publication,
} from './mqtt-home-assistant.ts';
import { announceSensors, lineState } from './mqtt-line-sensors.ts';

/** Keeps Home Assistant told of the lines. */
export interface Announcer {
  /** After each connection, and when Home Assistant was restarted. */
  announceAll(): void;
  listen: { topic: string; onMessage(payload: string): void };
  publishEvent(outgoing: Outgoing, options: { expirySeconds: number }, signal: AbortSignal): Promise<void>;
  /** A line is like this now. */
  showStatus(lineId: string, status: ShownLineStatus): void;
}

/** Tells Home Assistant of the owner's lines, and of any other line when its first message comes. */
export function createAnnouncer(
  names: HomeAssistantNames,
  includeCode: boolean,
  context: DestinationContext,
  connection: () => BrokerConnection,
): Announcer {
  const seen = new Set<string>();
  const statuses = new Map<string, ShownLineStatus>();
  /** Sensors that were announced on this connection. */
  const announced = new Set<string>();
  const retain = async ({ topic, payload }: Publication, signal?: AbortSignal) =>
    connection().publish(topic, payload, { retain: true }, signal);
  const tryTo = (publications: Publication[]) => {
    for (const publication of publications)
      retain(publication).catch((error) => context.log.debug({ error }, 'a line was not announced'));
  };

  function announceAll(): void {
    announced.clear();
    const own = context.lines().filter((line) => line.ownerId === context.ownerId);
    for (const lineId of new Set([...own.map((line) => line.id), ...seen])) {
      seen.add(lineId);
      tryTo([announceLine(names, lineId)]);
    }
    for (const [lineId, status] of statuses) showStatus(lineId, status);
  }

  function showStatus(lineId: string, status: ShownLineStatus): void {
    statuses.set(lineId, status);
    const sensors = announceSensors(names, lineId, status).filter(({ topic }) => !announced.has(topic));
    for (const { topic } of sensors) announced.add(topic);
    tryTo([...sensors, lineState(names, lineId, status)]);
  }

  return {
    announceAll,
    showStatus,
    listen: {
      topic: birthTopic(names.prefix),
      onMessage: (payload) => {
        if (payload === 'online') announceAll();
      },
    },
    async publishEvent(outgoing, options, signal) {
      if (!seen.has(outgoing.line.id)) {
        seen.add(outgoing.line.id);
        await retain(announceLine(names, outgoing.line.id), signal);
      }
      const { topic, payload } = lineEvent(names, outgoing, includeCode);
      await connection().publish(topic, payload, options, signal);
    },
  };
}
