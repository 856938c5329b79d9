/** What one send costs: of a text each segment, of a call or mail the whole. */
export interface Price {
  /** Kind of channel. */
  kind: 'sms' | 'call' | 'email';
  /** Id of the line or provider whose price it is; null: of whatever has no own one. */
  by: string | null;
  /** Where to: an ISO 3166 region as `US`, the beginning of a number as `+4479`; null: anywhere. */
  to: string | null;
  /** Millionths of the unit of the currency. */
  micros: number;
}

/** Finds prices: the line's or provider's own before the general one, the longest beginning before the region. */
export interface PriceTable {
  /** Of one segment, call or mail; undefined: it is not known. */
  find(what: { kind: string; by: string; number: string; region: string | null }): number | undefined;
}

/** Digits that a beginning has at most (ITU-T E.164: 15 in all), with the plus. */
const longestBeginning = 16;

export function priceTable(prices: readonly Price[]): PriceTable {
  const known = new Map(prices.map(({ kind, by, to, micros }) => [keyOf(kind, by ?? '', to ?? ''), micros]));
  const of = (kind: string, by: string, { number, region }: { number: string; region: string | null }) => {
    const begins = number.startsWith('+') ? Math.min(number.length, longestBeginning) : 0;
    for (let length = begins; length >= 2; length -= 1) {
      const found = known.get(keyOf(kind, by, number.slice(0, length)));
      if (found !== undefined) return found;
    }
    return (region === null ? undefined : known.get(keyOf(kind, by, region))) ?? known.get(keyOf(kind, by, ''));
  };
  return {
    find({ kind, by, ...to }) {
      if (known.size === 0) return undefined;
      return of(kind, by, to) ?? of(kind, '', to);
    },
  };
}

function keyOf(kind: string, by: string, to: string): string {
  return `${kind} ${by} ${to}`;
}
