import { z } from 'zod';
import type { DestinationKind } from '../destinations/destination.ts';
import { lineEvents } from '../domain/line-status.ts';
import type { ProviderKind } from '../providers/provider.ts';
import { timeOfDay, weekdays } from '../routing/time-window.ts';
import type { SourceKind } from '../sources/source.ts';
import { isReference } from '../support/reference.ts';
import { refersTo } from '../support/refers-to.ts';
import { secretString } from '../support/secret.ts';
import { usualProxies } from '../support/trusted-proxies.ts';

/** The adapters of which a configuration may speak. */
export interface Kinds {
  sources: readonly SourceKind[];
  destinations: readonly DestinationKind[];
  providers: readonly ProviderKind[];
}

/** Ids stand in paths, topics and commands. */
const idForm = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;
const id = z.string().regex(idForm, 'expected 1 to 63 letters, digits, - and _, the first a letter or digit');
const oneOrMore = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const pattern = z.string().min(1);
const time = z.string().regex(timeOfDay, 'expected a time of day as HH:MM, as in 22:00');

const person = z.strictObject({
  id: id.describe('Short name, used by lines and destinations.'),
  name: z.string().min(1).describe('Name for people.'),
});

const sending = z.strictObject({
  everySeconds: z
    .number()
    .min(0)
    .max(3600)
    .optional()
    .describe('Seconds from one text to the next; default is what its device or provider needs.'),
  perDay: z
    .int()
    .min(0)
    .max(100_000)
    .default(100_000)
    .describe('Texts per day (UTC) at most, by whoever asks; 0 sends none.'),
});

const line = z.strictObject({
  id: id.describe('Short name, used by sources, routes and destinations.'),
  number: z.string().min(1).optional().describe('Phone number, in quotes; may be left out where it is not known.'),
  owner: id
    .optional()
    .describe('Person whose line it is; may be left out where there is one person.')
    .meta(refersTo('person')),
  unmatched: z
    .array(id)
    .optional()
    .meta(refersTo('destination'))
    .describe("Destinations of texts that no route matched; default is the owner's destinations, [] is none."),
  sending: sending.prefault({}).describe('How it sends texts, where one of its sources can.'),
});

const sourceCommon = {
  id: id.describe('Short name; stands in the address of its webhook, `/hooks/<id>`.'),
  kind: z.string().describe('Kind of source.'),
  line: id.optional().describe('Line that it serves; may be left out where there is one line.').meta(refersTo('line')),
  enabled: z.boolean().default(true).describe('`false` turns it off and keeps its settings.'),
};

const destinationCommon = {
  id: id.describe('Short name, used by routes.'),
  kind: z.string().describe('Kind of destination.'),
  owner: id
    .optional()
    .describe('Person whose destination it is; may be left out where there is one person.')
    .meta(refersTo('person')),
  enabled: z.boolean().default(true).describe('`false` turns it off and keeps its settings.'),
  show: z
    .enum(['code', 'full', 'notice'])
    .default('code')
    .describe('How much it shows: `code` (service and code), `full` (the text too) or `notice` (that a text came).'),
  template: z
    .string()
    .optional()
    .describe('Own words, with `{code}`, `{service}`, `{sender}`, `{route}`, `{line}` and `{text}`.'),
};

const providerCommon = {
  id: id.describe('Short name; stands in the address of its reports, `/hooks/<id>`. No source may have it too.'),
  kind: z.string().describe('Kind of provider.'),
  enabled: z.boolean().default(true).describe('`false` turns it off and keeps its settings.'),
  owner: id.optional().describe("Person whose apps it sends for; default is everybody's.").meta(refersTo('person')),
  regions: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('ISO 3166 codes, as `[US, CA]`: the only countries that it sends to; default is all that an app allows.'),
  reportWithinSeconds: z
    .int()
    .min(5)
    .max(600)
    .default(40)
    .describe('Seconds until the next provider sends the same code, where this one reports and no report came.'),
};

const timeWindow = z.strictObject({
  from: time.describe('`HH:MM`, inside the window.'),
  until: time.describe('`HH:MM`, outside the window; earlier than `from` crosses midnight.'),
  timeZone: z.string().optional().describe('IANA name, as `Europe/Berlin`; default is UTC.'),
  days: z.array(z.enum(weekdays)).min(1).optional().describe('Days on which the window starts; default is every day.'),
});

const event = z.enum([...lineEvents, 'any']);

const condition = z.strictObject({
  line: oneOrMore.optional().describe('Line, or a list of them.').meta(refersTo('line')),
  sender: oneOrMore
    .optional()
    .describe('Sender, or a list: numbers in any form, short codes and names exactly as written; in quotes.'),
  senderPrefix: pattern.optional().describe('What the sender begins with; numbers in E.164, as `+1555`.'),
  senderMatches: pattern.optional().describe('Regular expression (RE2 syntax) found in the sender.'),
  textMatches: pattern.optional().describe('Regular expression (RE2 syntax) found in the text; `(?i)` ignores case.'),
  service: oneOrMore.optional().describe('Service that the text names, or a list; case does not matter.'),
  hasCode: z.boolean().optional().describe('Whether a code was found.'),
  time: timeWindow.optional().describe('When the text was received.'),
  event: z
    .union([event, z.array(event).min(1)])
    .optional()
    .describe('What befell the line, or a list; `any` is all. A route without this takes texts only.'),
});

const route = z.strictObject({
  id: id.optional().describe('Short name; default is made from the name.'),
  name: z.string().min(1).max(100).describe('Name for people.'),
  when: condition.prefault({}).describe('All of these must hold; without any, every text matches.'),
  to: z.array(id).describe('Destinations; [] drops what matches.').meta(refersTo('destination')),
  stop: z.boolean().default(false).describe('`true`: later routes are not looked at when this one matches.'),
});

const broker = z.strictObject({
  listen: z.string().default('127.0.0.1:1883').describe('Loopback address and port.'),
  username: z.string().min(1).describe('User name for clients.'),
  password: secretString().describe('Password for clients.'),
});

const mqttCommands = z.strictObject({
  url: z
    .string()
    .refine(isBrokerAddress, 'expected mqtt://host:port, mqtts://…, ws://… or wss://… without user name and password')
    .describe('The broker, as `mqtt://127.0.0.1:1883`; `mqtts://` for TLS.'),
  username: z.string().min(1).describe('User name at the broker: one that lets anybody in is not used for this.'),
  password: secretString().describe('Password at the broker.'),
  ca: z
    .string()
    .min(1)
    .optional()
    .describe("PEM text of the broker's certificate authority, where it is your own; as `${file:/path/to/ca.pem}`."),
  topic: z
    .string()
    .regex(/^[^$+#\0][^+#\0]*$/, 'expected a topic without + and #, as in doorbell/text')
    .describe(
      'Where texts are asked for: `{"to", "text", "id"?}`, or only the words. `<topic>/result` tells the outcome.',
    ),
  line: oneOrMore.describe('Line that sends; a list is tried in order when a line surely could not send.'),
  allow: z
    .array(z.string().min(1))
    .min(1)
    .describe('The only numbers that are texted, in quotes; the first one gets what names nobody.'),
  perMinute: z.int().min(1).max(60).default(6).describe('Texts per minute at most.'),
});

const commands = z.strictObject({
  mqtt: mqttCommands.optional().describe('A topic of an MQTT broker; default is none.'),
});

const canary = z.strictObject({
  id: id.describe('Short name.'),
  to: id.describe('Line that the text is to arrive at; it has a number.').meta(refersTo('line')),
  via: id.describe('Another line, or a provider, that sends it.'),
  everyMinutes: z.int().min(5).max(10_080).default(360).describe('Time from one text to the next.'),
  lostAfterSeconds: z
    .int()
    .min(30)
    .max(86_400)
    .default(300)
    .describe('A text that takes longer is lost; the line is reported.'),
  enabled: z.boolean().default(true).describe('`false` stops it: it is sent by hand only.'),
});

const network = z.strictObject({
  allowHosts: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Private hosts, addresses or blocks (`192.168.1.0/24`) that destinations may reach; those that members add cannot.',
    ),
  serveHosts: z
    .array(z.string().min(1))
    .default([])
    .describe("Host names that the hub answers to, besides its own address and the public URL's."),
  trustedProxies: z
    .array(z.string().min(1))
    .default([...usualProxies])
    .describe(
      'Addresses or blocks (`172.18.0.2`, `10.0.0.0/8`) of the reverse proxies that tell where requests come from (`X-Forwarded-For`, `X-Forwarded-Proto`); everybody else is believed to be who they are. Default is this machine; `[]` is none.',
    ),
});

/** The whole file, but for the settings that each kind of adapter describes itself: those pass as they are. */
export const fileSchema = z.strictObject({
  publicUrl: z
    .string()
    .refine(isPublicUrl, 'expected an address as https://codes.example.com, without query and user name')
    .optional()
    .describe('Address by which others reach the hub; needed for webhooks that are signed over it.'),
  defaultRegion: z
    .string()
    .optional()
    .describe('ISO 3166 code in capitals, as `US`: how numbers without a country code are read.'),
  network: network.prefault({}).describe('Who may reach whom.'),
  broker: broker.optional().describe('An MQTT broker inside the hub; default is none.'),
  commands: commands.prefault({}).describe('Ways to have a text sent besides the API and `keypigeon send`.'),
  people: z.array(person).default([]).describe('Who owns lines and destinations; default is one person, `owner`.'),
  lines: z.array(line).default([]).describe('Your own numbers and mailboxes.'),
  sources: z.array(z.looseObject(sourceCommon)).default([]).describe('Where texts come from.'),
  destinations: z.array(z.looseObject(destinationCommon)).default([]).describe('Where codes go.'),
  providers: z
    .array(z.looseObject(providerCommon))
    .default([])
    .describe('Who sends the codes of verification besides your own lines, tried in this order.'),
  canaries: z
    .array(canary)
    .default([])
    .describe('Texts that the hub sends to its own lines, to see whether they arrive.'),
  routes: z.array(route).default([]).describe('Which texts go to which destinations, asked in this order.'),
});

export function isId(text: string): boolean {
  return idForm.test(text);
}

/** The file as the schema reads it, with defaults. */
export type ConfigurationFile = z.output<typeof fileSchema>;

export const sourceCommonNames = Object.keys(sourceCommon);
export const destinationCommonNames = Object.keys(destinationCommon);
export const providerCommonNames = Object.keys(providerCommon);

/** Parts of the file in their order, for docs and the example. */
export const fileParts = {
  network,
  broker,
  'commands.mqtt': mqttCommands,
  people: person,
  lines: line,
  sources: z.strictObject(sourceCommon),
  destinations: z.strictObject(destinationCommon),
  providers: z.strictObject(providerCommon),
  routes: route,
  canaries: canary,
  condition,
};

/** References are read later. */
function isBrokerAddress(value: string): boolean {
  if (isReference(value)) return true;
  const url = URL.parse(value);
  return url !== null && /^(mqtts?|wss?):$/.test(url.protocol) && url.username === '' && url.password === '';
}

function isPublicUrl(value: string): boolean {
  if (isReference(value)) return true;
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
