import type { Outgoing } from './destination.ts';
import { isoTime } from './message-json.ts';

/** Names of one destination's topics and entities in Home Assistant. */
export interface HomeAssistantNames {
  /** The discovery prefix that Home Assistant is set to; its default is `homeassistant`. */
  prefix: string;
  /** Base of our own topics. */
  base: string;
  destinationId: string;
}

/** One MQTT message to publish. */
export interface Publication {
  topic: string;
  payload: string;
}

/**
 * Announces an event entity for a line (Home Assistant, "MQTT event" and "MQTT discovery"); to be retained. Event
 * entities ignore retained messages themselves.
 */
export function announceLine(names: HomeAssistantNames, lineId: string): Publication {
  const node = nodeOf(names);
  const entity = `${node}_${slug(lineId)}_code`;
  return {
    topic: `${names.prefix}/event/${node}/${slug(lineId)}/config`,
    payload: JSON.stringify({
      name: `Code on line ${lineId}`,
      unique_id: entity,
      default_entity_id: `event.${entity.toLowerCase()}`,
      state_topic: eventTopic(names, lineId),
      event_types: ['code', 'message', 'alarm'],
      icon: 'mdi:message-lock',
      availability: [{ topic: stateTopic(names.base) }],
      ...deviceOf(names),
    }),
  };
}

/** The event for a message. Every key becomes an attribute that Home Assistant records: no code unless asked for, never the text. */
export function lineEvent(names: HomeAssistantNames, outgoing: Outgoing, includeCode: boolean): Publication {
  const { event, code, service, expiresAt } = outgoing;
  return {
    topic: eventTopic(names, outgoing.line.id),
    payload: JSON.stringify({
      event_type: event !== null ? 'alarm' : code === null ? 'message' : 'code',
      id: outgoing.messageId,
      ...(event === null ? {} : { event }),
      ...(code === null || !includeCode ? {} : { code }),
      ...(service === null || !mayTell(service, code, includeCode) ? {} : { service }),
      sender: outgoing.sender,
      line: outgoing.line.id,
      received_at: isoTime(outgoing.receivedAt),
      ...(expiresAt === null ? {} : { expires_at: isoTime(expiresAt) }),
    }),
  };
}

/** The service is read out of the text: without a code it may be the first words of a letter. */
function mayTell(service: string, code: string | null, includeCode: boolean): boolean {
  return code !== null && (includeCode || !service.includes(code));
}

/** Where Home Assistant says `online` after a restart: then everything is announced again. */
export function birthTopic(prefix: string): string {
  return `${prefix}/status`;
}

/** Where the hub says `online` and its last will `offline`. */
export function stateTopic(base: string): string {
  return `${base}/bridge/state`;
}

function eventTopic(names: HomeAssistantNames, lineId: string): string {
  return `${names.base}/event/${slug(lineId)}`;
}

/** The destination as Home Assistant names it. */
export function nodeOf(names: HomeAssistantNames): string {
  return `keypigeon_${slug(names.destinationId)}`;
}

/** What ties all entities of a destination together. */
export function deviceOf(names: HomeAssistantNames): Record<string, unknown> {
  return {
    device: { identifiers: [nodeOf(names)], name: `Keypigeon ${names.destinationId}`, manufacturer: 'Keypigeon' },
    origin: { name: 'Keypigeon' },
  };
}

/** Object ids may hold letters, digits, `_` and `-` only. */
export function slug(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/g, '_');
}
