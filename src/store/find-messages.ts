import { type ExpressionBuilder, type Selectable, sql } from 'kysely';
import { foldForSearch, searchWords } from '../domain/search-words.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Keyring } from './keyring.ts';
import { idBounds, type MessageFilter, type MessageRange, rangesFor } from './message-ranges.ts';
import type { Tables } from './tables.ts';
import { isShownTo, type Reading, viewsOf } from './visibility.ts';

/** How far a search may go before it says where to go on. */
export interface SearchWish extends MessageFilter {
  /** Most that are found. */
  limit: number;
  /** Most messages that are looked at; default 100,000, or 20,000 where texts are. */
  mostRead?: number | undefined;
}

export interface FoundMessages {
  /** Newest first. */
  ids: string[];
  /** `before` of the search that goes on; null: there is no more. */
  next: string | null;
}

const columns = ['id', 'owner_id', 'line_id', 'sender', 'service', 'kind', 'domain', 'embedded_domain'] as const;
type Row = Pick<Selectable<Tables['messages']>, (typeof columns)[number] | 'text'>;

/** Looked at between two pauses: some ms of work. */
const sliceSizes = { filtered: 10_000, withText: 1_000 };
const mostRead = { filtered: 100_000, withText: 20_000 };

/**
 * Finds messages that a viewer may see, newest first, in slices between which others get their turn. Stops when it has
 * looked at its share, so that fewer than `limit` found and a `next` mean: not read to the end.
 */
export async function findMessages(
  database: Reading,
  keyring: Keyring,
  viewer: Viewer,
  wish: SearchWish,
): Promise<FoundMessages> {
  const words = searchWords(wish.q ?? '');
  const kind = words.length > 0 ? 'withText' : 'filtered';
  const ranges = await rangesFor(database, viewer, wish);
  const { lowest, before } = idBounds(wish);
  const matches = createMatcher(words);
  const ids: string[] = [];
  let upper = before;
  let size = Math.min(sliceSizes[kind], wish.limit + 1);
  for (let left = wish.mostRead ?? mostRead[kind]; left > 0; left -= size, size = sliceSizes[kind]) {
    size = Math.min(size, left);
    const slice: Slice = { ranges, lowest, upper, size };
    const bound = await boundOf(database, slice);
    const rows = await rowsOf(database, viewer, { ...slice, lowest: bound ?? lowest }, wish, words.length > 0);
    ids.push(...(await matches(database, keyring, viewer, rows)));
    if (ids.length >= wish.limit) return { ids: ids.slice(0, wish.limit), next: ids[wish.limit - 1] ?? null };
    if (bound === undefined) return { ids, next: null };
    upper = bound;
    await pause();
  }
  return { ids, next: upper };
}

interface Slice {
  ranges: MessageRange[];
  /** Inclusive. */
  lowest: string;
  /** Exclusive. */
  upper: string;
  /** So many of each range. */
  size: number;
}

/** The lowest id of a slice; undefined: all ranges end within it. */
async function boundOf({ read }: Reading, { ranges, lowest, upper, size }: Slice): Promise<string | undefined> {
  let bound: string | undefined;
  for (const { from, id, where } of ranges) {
    const { rows } = await sql<{ id: string }>`select ${id} as id from ${from}
      where ${where} and ${id} < ${upper} and ${id} >= ${lowest}
      order by ${id} desc limit 1 offset ${size - 1}`.execute(read);
    const last = rows[0]?.id;
    if (last !== undefined && (bound === undefined || last > bound)) bound = last;
  }
  return bound;
}

async function rowsOf(
  { read }: Reading,
  viewer: Viewer,
  { ranges, lowest, upper, size }: Slice,
  filter: SearchWish,
  withText: boolean,
): Promise<Row[]> {
  if (ranges.length === 0) return [];
  const parts = ranges.map(
    ({ from, id, where }) =>
      sql`select ${id} as id from ${from} where ${where} and ${id} < ${upper} and ${id} >= ${lowest}`,
  );
  let query = read
    .selectFrom('messages')
    .select([...columns, withText ? 'text' : sql<null>`null`.as('text')])
    .where(sql<boolean>`id in (${sql.join(parts, sql` union all `)})`)
    .where((where) => where.and(conditions(where, filter)))
    .orderBy('id', 'desc')
    // Words are looked for in all that come; everything else the database has judged.
    .limit(withText ? size * ranges.length : filter.limit);
  if (viewer.kind === 'person' && ranges.length > 1) query = query.where(isShownTo(viewer.personId));
  return query.execute();
}

function conditions(where: ExpressionBuilder<Tables, 'messages'>, filter: SearchWish) {
  const { line, service, sender, kind, hasCode, from, to, dueAt } = filter;
  return [
    ...(line === undefined ? [] : [where('line_id', '=', line)]),
    ...(service === undefined ? [] : [where('service', '=', service)]),
    ...(sender === undefined ? [] : [where('sender', '=', sender)]),
    ...(kind === undefined ? [] : [where('kind', '=', kind)]),
    ...(hasCode === undefined ? [] : [where('has_code', '=', hasCode ? 1 : 0)]),
    ...(from === undefined ? [] : [where('received_at', '>=', from)]),
    ...(to === undefined ? [] : [where('received_at', '<', to)]),
    ...(dueAt === undefined ? [] : [where('deliver_until', '>', dueAt), where('purged_at', 'is', null)]),
  ];
}

/** Names of services, senders and lines come again and again: each is folded once. */
const longestMemory = 5_000;

function createMatcher(words: readonly string[]) {
  const folded = new Map<string, string>();
  const fold = (text: string | null): string => {
    if (text === null) return '';
    let known = folded.get(text);
    if (known === undefined) {
      if (folded.size > longestMemory) folded.clear();
      known = foldForSearch(text);
      folded.set(text, known);
    }
    return known;
  };
  const missingIn = (row: Row) => {
    const fields = [row.service, row.sender, row.line_id, row.kind, row.domain, row.embedded_domain].map(fold);
    return words.filter((word) => !fields.some((field) => field.includes(word)));
  };
  /** Ids of the rows in which each word is found, where the viewer sees it. */
  return async (database: Reading, keyring: Keyring, viewer: Viewer, rows: Row[]): Promise<string[]> => {
    if (words.length === 0) return rows.map(({ id }) => id);
    const missing = new Map(rows.map((row) => [row.id, missingIn(row)]));
    const unread = rows.filter(({ id, text }) => text !== null && missing.get(id)?.length !== 0);
    const views = await viewsOf(database, viewer, unread);
    for (const row of unread) {
      if (views.get(row.id) !== 'full') continue;
      const text = foldForSearch(openText(keyring, row));
      if (missing.get(row.id)?.every((word) => text.includes(word))) missing.set(row.id, []);
    }
    return rows.filter(({ id }) => missing.get(id)?.length === 0).map(({ id }) => id);
  };
}

/** What does not open is found by nothing: one damaged row must not end the search. */
function openText(keyring: Keyring, { id, text }: Row): string {
  try {
    return text === null ? '' : keyring.open(text, { table: 'messages', column: 'text', rowId: id });
  } catch {
    return '';
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
