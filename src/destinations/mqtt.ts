import { z } from 'zod';
import { isReference } from '../support/reference.ts';
import { secretString } from '../support/secret.ts';
import { type Destination, type DestinationContext, defineDestination, type Outgoing } from './destination.ts';
import { createAnnouncer } from './mqtt-announcer.ts';
import { keepConnection } from './mqtt-connection.ts';
import { stateTopic } from './mqtt-home-assistant.ts';
import { expirySeconds, mqttFormats, mqttPayload } from './mqtt-payload.ts';

/** A topic to publish to (MQTT 3.1.1 §4.7): no wildcard, no NUL, at most 65,535 bytes; `$` belongs to the broker. */
function isTopic(topic: string): boolean {
  return /^[^$+#\0][^+#\0]*$/.test(topic) && Buffer.byteLength(topic) <= 65_535;
}

const topicName = () => z.string().refine(isTopic, 'expected a topic without + and #, as in home/codes');

const homeAssistant = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe(
      'Announce each line by MQTT discovery: an event entity for its codes, and sensors for signal, network, storage and trouble.',
    ),
  prefix: topicName().default('homeassistant').describe("Home Assistant's discovery prefix."),
  includeCode: z
    .boolean()
    .default(false)
    .describe("Put the code into the event too. Home Assistant's recorder keeps it for days."),
});

const config = z.strictObject({
  url: z
    .string()
    .refine(isBrokerAddress, 'expected mqtt://host:port, mqtts://…, ws://… or wss://… without user name and password')
    .describe('The broker, as `mqtt://127.0.0.1:1883`, `mqtts://` for TLS, `ws://` or `wss://`.'),
  username: z.string().min(1).optional().describe('User name at the broker.'),
  password: secretString().optional().describe('Password at the broker.'),
  ca: z
    .string()
    .refine(
      (value) => isReference(value) || value.includes('-----BEGIN CERTIFICATE-----'),
      'expected PEM text; a file is named by ${file:/path/to/ca.pem}',
    )
    .optional()
    .describe("PEM text of the broker's certificate authority, where it is your own; as `${file:/path/to/ca.pem}`."),
  clientId: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .describe('Client id, where the broker insists on one; default is a random one.'),
  topic: topicName().optional().describe('Where messages are published; default is `<baseTopic>/message`.'),
  baseTopic: topicName()
    .default('keypigeon')
    .describe('`<baseTopic>/bridge/state` says online or offline. Give each hub that shares a broker its own.'),
  format: z
    .enum(mqttFormats)
    .default('keypigeon')
    .describe(
      "`keypigeon`: JSON; `hilink`: JSON with a HiLink stick's own fields; `text`: the bare code, else the words.",
    ),
  homeAssistant: homeAssistant.prefault({}).describe('Home Assistant discovery.'),
});

/** Publishes to an MQTT broker: QoS 1, never retained, expiring with the code where the broker speaks MQTT 5. */
export const mqtt = defineDestination({
  kind: 'mqtt',
  title: 'MQTT and Home Assistant',
  description:
    'Publishes each message to a topic of an MQTT broker (QoS 1, not retained; it expires with its code where the broker speaks MQTT 5), and announces the lines to Home Assistant where wanted.',
  homepage: 'https://mqtt.org',
  config,
  example: { url: 'mqtt://127.0.0.1:1883', topic: 'sms/notify/kickback', format: 'keypigeon' },
  repeatable: true,
  concurrency: 8,
  open,
});

type Settings = z.output<typeof config>;

function open(settings: Settings, context: DestinationContext): Destination {
  const { baseTopic, format, topic = `${baseTopic}/message` } = settings;
  const names = { prefix: settings.homeAssistant.prefix, base: baseTopic, destinationId: context.id };
  const announcer = settings.homeAssistant.enabled
    ? createAnnouncer(names, settings.homeAssistant.includeCode, context, () => connection)
    : undefined;
  const connection = keepConnection({
    url: settings.url,
    client: clientSettings(settings, context),
    stateTopic: stateTopic(baseTopic),
    listen: announcer?.listen,
    onConnect: () => announcer?.announceAll(),
    clock: context.clock,
    log: context.log,
  });
  const send = async (outgoing: Outgoing, signal: AbortSignal) => {
    connection.start();
    const options = { expirySeconds: expirySeconds(outgoing, context.clock.now()) };
    await Promise.all([
      connection.publish(topic, mqttPayload(outgoing, format), options, signal),
      announcer?.publishEvent(outgoing, options, signal),
    ]);
    return {};
  };
  return {
    start: async () => connection.start(),
    send,
    ...(announcer === undefined ? {} : { lineStatus: announcer.showStatus }),
    health: () => connection.health(),
    close: () => connection.close(),
  };
}

function clientSettings({ username, password, ca, clientId }: Settings, { random }: DestinationContext) {
  // At most 23 characters, letters and digits: what every broker must take (MQTT 3.1.1 §3.1.3.1).
  const ownId = `keypigeon${Buffer.from(random(7)).toString('hex')}`;
  return {
    clientId: clientId ?? ownId,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { ca }),
  };
}

function isBrokerAddress(value: string): boolean {
  if (isReference(value)) return true;
  const url = URL.parse(value);
  if (url === null || url.host === '' || url.username !== '' || url.password !== '') return false;
  return ['mqtt:', 'mqtts:', 'ws:', 'wss:'].includes(url.protocol);
}
