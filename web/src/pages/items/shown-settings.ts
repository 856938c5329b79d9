import type { Account } from '../../api/account.ts';
import type { Items, Part } from '../../api/configuration.ts';
import type { Setting } from '../../forms/setting.ts';
import type { Value } from '../../forms/value.ts';

/** What makes an item what it is, though it may be left out. */
export const firstSettings: Record<Part, readonly string[]> = {
  lines: ['number', 'owner', 'unmatched'],
  sources: ['line'],
  destinations: ['owner', 'show'],
  providers: ['regions', 'reportWithinSeconds'],
  routes: ['name', 'when', 'when.service', 'when.sender', 'when.hasCode', 'when.line', 'when.time', 'to', 'stop'],
};

/** Of kinds. */
export const firstOfKind: Record<string, readonly string[]> = {
  'sources.hilink': ['url', 'password'],
  'sources.serial': ['path', 'pin'],
  'sources.webhook': ['format', 'secret', 'bearer', 'pathSecret'],
  'providers.twilio': ['accountSid', 'authToken', 'from', 'messagingServiceSid', 'callFrom'],
  'providers.vonage': ['apiKey', 'apiSecret', 'from', 'reportSecret'],
  'providers.http': ['url', 'format', 'body', 'secret'],
  'providers.smtp': ['host', 'port', 'security', 'username', 'password', 'from'],
  'destinations.mqtt': ['url', 'username', 'password', 'format', 'topic'],
};

/** An owner's to set; members see them only where an owner has set them. */
const ownersOnly = ['from'];

/** Those that one is asked for: whose it is only where there are several people, and nothing that one may not set. */
export function shownSettings(
  settings: readonly Setting[],
  { people, role, value }: { people: Items['people']; role: Account['role']; value: Value },
): Setting[] {
  const onlyOne = people.length === 1;
  return settings.filter(({ name, shape }) => {
    if (name === 'owner')
      return role === 'owner' && !(onlyOne && [undefined, people[0]?.id].includes(value.owner as string));
    if (role !== 'owner' && ownersOnly.includes(name)) return value[name] !== undefined && shape !== 'secret';
    return true;
  });
}
