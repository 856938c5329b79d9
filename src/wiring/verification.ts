import type { Sending } from '../sending/sending.ts';
import type { CurrentConfiguration } from '../store/configuration.ts';
import { Books } from '../verification/books.ts';
import type { Channel } from '../verification/channel.ts';
import { composeWords } from '../verification/compose.ts';
import { consoleChannel } from '../verification/console-channel.ts';
import { lineChannel } from '../verification/line-channel.ts';
import { Prices } from '../verification/prices.ts';
import { Verifying, type VerifyingParts } from '../verification/verifying.ts';
import type { Counters } from './counters.ts';

export type VerificationParts = Omit<
  VerifyingParts,
  'channels' | 'console' | 'compose' | 'defaultRegion' | 'books' | 'prices'
> & {
  sending: Sending;
  configuration(): CurrentConfiguration;
  counters: Counters;
  /** Besides the own lines, which come first. */
  providers?(): readonly Channel[];
};

export interface VerificationWithMoney {
  verifying: Verifying;
  prices: Prices;
  books: Books;
}

/** Verification with the ways that this hub has to send codes. */
export function createVerifying({
  sending,
  configuration,
  counters,
  providers,
  ...parts
}: VerificationParts): VerificationWithMoney {
  const lines = lineChannel({
    lines: () => configuration().lines.map(({ id, owner }) => ({ id, owner, canSend: sending.canSend(id) })),
    sendByLine: (lineId, text, help) => sending.sendNow(lineId, text, help),
  });
  const prices = new Prices(parts);
  const books = new Books({
    ...parts,
    onAlarms: (alarms) => {
      counters.countAlarms(alarms);
      parts.changed();
    },
    onLeft: (send) => counters.countCode(send),
  });
  const verifying = new Verifying({
    ...parts,
    books,
    prices,
    compose: composeWords,
    defaultRegion: () => configuration().defaultRegion,
    channels: () => [lines, ...(providers?.() ?? [])],
    console: consoleChannel(process.stdout),
  });
  return { verifying, prices, books };
}
