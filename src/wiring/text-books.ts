import { readNumber } from '../domain/phone-number.ts';
import type { LeftText } from '../sending/text-runner.ts';
import type { Clock } from '../support/clock.ts';
import type { Books } from '../verification/books.ts';
import type { Prices } from '../verification/prices.ts';

/** Keeps the books on texts of lines that are no codes of apps: what they cost by the prices of the moment. */
export function bookText(
  { books, prices }: { books: Pick<Books, 'spent'>; prices: Pick<Prices, 'costOf'> },
  clock: Clock,
  { lineId, to, text, appId }: LeftText,
): void {
  const region = readNumber(to)?.region ?? null;
  const costMicros = prices.costOf({ kind: 'sms', by: lineId, to, region, text });
  books.spent({
    appId: appId ?? '',
    kind: 'sms',
    to,
    region,
    at: clock.now(),
    payer: lineId,
    isLine: true,
    costMicros,
  });
}
