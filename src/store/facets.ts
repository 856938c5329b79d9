import type { Viewer } from '../domain/viewer.ts';
import { findMessages } from './find-messages.ts';
import type { Keyring } from './keyring.ts';
import type { Reading } from './visibility.ts';

export interface Count {
  name: string;
  count: number;
}

/** What can be filtered by, the most frequent first. */
export interface Facets {
  lines: Count[];
  services: Count[];
  senders: Count[];
  kinds: Count[];
}

/** So many of the newest messages are counted. */
const counted = 10_000;
const longestList = 50;

/** Lines, services, senders and kinds of the newest messages of which a viewer sees more than that they came. */
export async function countFacets(database: Reading, keyring: Keyring, viewer: Viewer): Promise<Facets> {
  const { ids } = await findMessages(database, keyring, viewer, { shown: true, limit: counted });
  const rows =
    ids.length === 0
      ? []
      : await database.read
          .selectFrom('messages')
          .select(['line_id', 'service', 'sender', 'kind'])
          .where('id', 'in', ids)
          .execute();
  return {
    lines: mostFrequent(rows.map((row) => row.line_id)),
    services: mostFrequent(rows.map((row) => row.service)),
    senders: mostFrequent(rows.map((row) => row.sender)),
    kinds: mostFrequent(rows.map((row) => row.kind)),
  };
}

function mostFrequent(values: readonly (string | null)[]): Count[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((one, two) => two.count - one.count || (one.name < two.name ? -1 : 1))
    .slice(0, longestList);
}
