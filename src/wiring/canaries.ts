import { Canaries } from '../canary/canaries.ts';
import type { CanaryRoute } from '../domain/canary.ts';
import { PermanentDeliveryError } from '../domain/delivery-errors.ts';
import { readNumber } from '../domain/phone-number.ts';
import type { Receive } from '../reception/receive.ts';
import type { Sending } from '../sending/sending.ts';
import type { CurrentConfiguration } from '../store/configuration.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import type { Clock } from '../support/clock.ts';
import type { Logger } from '../support/logger.ts';
import type { RandomBytes } from '../support/random.ts';
import type { Books } from '../verification/books.ts';
import type { OutgoingCode } from '../verification/channel.ts';
import type { Prices } from '../verification/prices.ts';
import type { Counters } from './counters.ts';
import type { ProviderHost } from './provider-host.ts';

export interface CanaryWiring {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  random: RandomBytes;
  log: Logger;
  receive: Receive;
  sending: Sending;
  providers: ProviderHost;
  prices: Prices;
  books: Books;
  counters: Counters;
  configuration(): CurrentConfiguration;
  changed(): void;
}

/** Line tests with the lines and providers of this hub. */
export function createCanaries(parts: CanaryWiring): Canaries {
  const { database, keyring, clock, random, log, receive, sending, configuration, counters, changed } = parts;
  return new Canaries({
    ...{ database, clock, random, log, receive },
    key: keyring.derive('line tests'),
    canaries: () => routesOf(configuration()),
    async send(route, text, help) {
      const isLine = configuration().lines.some(({ id }) => id === route.via);
      const to = route.to.number;
      const sent = isLine
        ? await sending.sendNow(route.via, () => ({ to, text }), { ...help, toOwnLine: true })
        : await sendByProvider(parts, route, text, help);
      const region = readNumber(to)?.region ?? null;
      const given = 'costMicros' in sent ? sent.costMicros : undefined;
      const costMicros = given ?? parts.prices.costOf({ kind: 'sms', by: route.via, to, region, text });
      parts.books.spent({ appId: '', kind: 'sms', to, region, at: clock.now(), payer: route.via, isLine, costMicros });
    },
    onRun(run) {
      const delayMs = run.arrived_at === null || run.left_at === null ? null : run.arrived_at - run.left_at;
      counters.countTest({ ...run, delayMs });
      changed();
    },
  });
}

function routesOf({ canaries, lines }: CurrentConfiguration): CanaryRoute[] {
  return canaries.flatMap(({ id, to, via, everyMinutes, lostAfterSeconds, enabled }) => {
    const line = lines.find((one) => one.id === to);
    if (line === undefined || line.number === null) return [];
    const { number, owner: ownerId, unmatched } = line;
    const times = { everyMs: everyMinutes * 60_000, lostAfterMs: lostAfterSeconds * 1000 };
    return [{ id, to: { id: line.id, number, ownerId, unmatched }, via, enabled, ...times }];
  });
}

async function sendByProvider(
  { providers, clock }: CanaryWiring,
  route: CanaryRoute,
  text: string,
  help: { signal: AbortSignal; leaving(): Promise<void> },
) {
  const { number } = route.to;
  const outgoing: OutgoingCode = {
    ...{ attemptId: crypto.randomUUID(), verificationId: '', appId: '', ownerId: route.to.ownerId, lines: [] },
    ...{ to: number, region: readNumber(number)?.region ?? null, code: '', text, locale: 'en' },
    ...{ serviceName: 'Keypigeon', subject: null, domain: null, expiresAt: clock.now() + route.lostAfterMs },
  };
  const channel = providers.channels().find((one) => one.id === route.via);
  if (channel === undefined || !channel.kinds.includes('sms') || !channel.serves('sms', outgoing))
    throw new PermanentDeliveryError(`${route.via} does not send texts to this line`);
  return channel.send('sms', outgoing, help);
}
