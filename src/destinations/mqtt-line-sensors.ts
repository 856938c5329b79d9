import type { ShownLineStatus } from './destination.ts';
import { isoTime } from './message-json.ts';
import {
  deviceOf,
  type HomeAssistantNames,
  nodeOf,
  type Publication,
  slug,
  stateTopic,
} from './mqtt-home-assistant.ts';

interface Sensor {
  key: string;
  component: 'sensor' | 'binary_sensor';
  name: string;
  /** Whether the line's sources can tell it at all. */
  isKnown(status: ShownLineStatus): boolean;
  /** What makes the kind of sensor (Home Assistant, "MQTT sensor" and "MQTT binary sensor"). */
  traits: Record<string, unknown>;
}

const sensors: Sensor[] = [
  {
    key: 'signal',
    component: 'sensor',
    name: 'Signal',
    isKnown: ({ signalDbm }) => signalDbm !== null,
    traits: { device_class: 'signal_strength', unit_of_measurement: 'dBm', state_class: 'measurement' },
  },
  {
    key: 'sim',
    component: 'sensor',
    name: 'SIM',
    isKnown: ({ sim }) => sim !== null,
    traits: { icon: 'mdi:sim' },
  },
  {
    key: 'registration',
    component: 'sensor',
    name: 'Registration',
    isKnown: ({ registration }) => registration !== null,
    traits: { icon: 'mdi:radio-tower' },
  },
  {
    key: 'operator',
    component: 'sensor',
    name: 'Operator',
    isKnown: ({ operator }) => operator !== null,
    traits: { icon: 'mdi:radio-tower' },
  },
  {
    key: 'storage_used',
    component: 'sensor',
    name: 'Texts in the device',
    isKnown: ({ storageUsed }) => storageUsed !== null,
    traits: { icon: 'mdi:message-text-outline', state_class: 'measurement' },
  },
  {
    key: 'storage_total',
    component: 'sensor',
    name: 'Room for texts',
    isKnown: ({ storageTotal }) => storageTotal !== null,
    traits: { icon: 'mdi:message-text-outline' },
  },
  {
    key: 'last_text',
    component: 'sensor',
    name: 'Last text',
    isKnown: () => true,
    traits: { device_class: 'timestamp' },
  },
  {
    key: 'problem',
    component: 'binary_sensor',
    name: 'Problem',
    isKnown: () => true,
    traits: { device_class: 'problem', payload_on: 'ON', payload_off: 'OFF' },
  },
];

/** The sensors of a line that its sources can tell, by MQTT discovery; to be retained. */
export function announceSensors(names: HomeAssistantNames, lineId: string, status: ShownLineStatus): Publication[] {
  return sensors.filter((sensor) => sensor.isKnown(status)).map((sensor) => announce(names, lineId, sensor));
}

function announce(names: HomeAssistantNames, lineId: string, sensor: Sensor): Publication {
  const { key, component, name, traits } = sensor;
  const node = nodeOf(names);
  const entity = `${node}_${slug(lineId)}_${key}`;
  return {
    topic: `${names.prefix}/${component}/${node}/${slug(lineId)}_${key}/config`,
    payload: JSON.stringify({
      name: `${name} of line ${lineId}`,
      unique_id: entity,
      default_entity_id: `${component}.${entity.toLowerCase()}`,
      state_topic: statusTopic(names, lineId),
      value_template: `{{ value_json.${key} }}`,
      entity_category: 'diagnostic',
      ...traits,
      availability: [{ topic: stateTopic(names.base) }],
      ...deviceOf(names),
    }),
  };
}

/** How a line is; to be retained, so that a sensor has its state after a restart. null is shown as unknown. */
export function lineState(names: HomeAssistantNames, lineId: string, status: ShownLineStatus): Publication {
  const { sim, registration, signalDbm, operator, storageUsed, storageTotal, lastTextAt, troubles } = status;
  return {
    topic: statusTopic(names, lineId),
    payload: JSON.stringify({
      line: lineId,
      sim,
      registration,
      signal: signalDbm,
      operator,
      storage_used: storageUsed,
      storage_total: storageTotal,
      last_text: lastTextAt === null ? null : isoTime(lastTextAt),
      problem: troubles.length > 0 ? 'ON' : 'OFF',
      troubles,
    }),
  };
}

function statusTopic(names: HomeAssistantNames, lineId: string): string {
  return `${names.base}/line/${slug(lineId)}`;
}
