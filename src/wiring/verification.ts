import type { ReferenceTargets } from '../config/references.ts';
import type { ProviderKind } from '../providers/provider.ts';
import type { Sending } from '../sending/sending.ts';
import type { ChangeFeed } from '../store/change-feed.ts';
import type { CurrentConfiguration } from '../store/configuration.ts';
import { Books } from '../verification/books.ts';
import { composeWords } from '../verification/compose.ts';
import { consoleChannel } from '../verification/console-channel.ts';
import { lineChannel } from '../verification/line-channel.ts';
import { Prices } from '../verification/prices.ts';
import { Verifying, type VerifyingParts } from '../verification/verifying.ts';
import { Webhooks } from '../verification/webhooks/webhooks.ts';
import type { Counters } from './counters.ts';
import { ProviderHost } from './provider-host.ts';

export type VerificationParts = Omit<
  VerifyingParts,
  'channels' | 'console' | 'compose' | 'defaultRegion' | 'books' | 'prices' | 'webhooks'
> & {
  sending: Sending;
  configuration(): CurrentConfiguration;
  counters: Counters;
  changes: ChangeFeed;
  /** Of providers, which come after the own lines. */
  kinds: readonly ProviderKind[];
  targets: ReferenceTargets;
};

export interface Verification {
  providers: ProviderHost;
  verifying: Verifying;
  prices: Prices;
  books: Books;
}

/** Verification with the ways that this hub has to send codes. */
export function createVerifying({
  sending,
  configuration,
  counters,
  changes,
  kinds,
  targets,
  ...parts
}: VerificationParts): Verification {
  const lines = lineChannel({
    lines: () => configuration().lines.map(({ id, owner }) => ({ id, owner, canSend: sending.canSend(id) })),
    sendByLine: (lineId, text, help) => sending.sendNow(lineId, text, help),
  });
  const providers = new ProviderHost({
    ...{ kinds, targets, clock: parts.clock, random: parts.random, log: parts.log },
    onReport: (id, report) => verifying.failover.report(id, report),
    recall: (id, attemptId) => verifying.recall(id, attemptId),
  });
  const prices = new Prices(parts);
  const books = new Books({
    ...parts,
    onAlarms: (alarms) => {
      counters.countAlarms(alarms);
      parts.changed();
    },
    onLeft: (send) => counters.countSend(send),
  });
  const allowHosts = () => configuration().network.allowHosts;
  const verifying: Verifying = new Verifying({
    ...parts,
    books,
    webhooks: new Webhooks({ ...parts, changes, allowHosts }),
    prices,
    compose: composeWords,
    defaultRegion: () => configuration().defaultRegion,
    channels: () => [lines, ...providers.channels()],
    console: consoleChannel(process.stdout),
  });
  return { verifying, providers, prices, books };
}
