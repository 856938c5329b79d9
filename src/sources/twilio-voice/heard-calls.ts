import type { StoredPart } from '../../domain/stored-part.ts';
import type { PartStore } from '../source.ts';

/** Who called whom, noted when it was answered. */
export interface CallFacts {
  from: string;
  to: string;
  /** BCP 47: what is listened for. */
  language: string;
  startedAt: number;
}

/** What was handed in of a call so far. */
export interface HandedIn {
  /** Groups of digits that the text had, each once. */
  digits: string;
  /** Keys that it asked for. */
  keys: string;
}

/** A call as far as it was heard. */
export interface HeardCall {
  sid: string;
  /** null: its beginning is not known any more. */
  facts: CallFacts | null;
  /** All words, in the order in which they were spoken. */
  words: string;
  /** The recogniser's number of the first of them. */
  firstOrder: number;
  lastHeardAt: number;
  /** Oldest first. */
  handed: HandedIn[];
  partIds: string[];
}

/** What is heard of calls, kept durably and sealed until it is handed in: an acknowledged word is never lost. */
export interface HeardCalls {
  begin(sid: string, facts: CallFacts): Promise<void>;
  /** @param order the recogniser's own number of the piece */
  addWords(sid: string, order: number, text: string, at: number): Promise<void>;
  noteHandedIn(call: HeardCall, handed: HandedIn, at: number): Promise<void>;
  find(sid: string): Promise<HeardCall | undefined>;
  all(): Promise<HeardCall[]>;
  forget(call: HeardCall): Promise<void>;
}

type PartData = { facts: CallFacts } | { order: number; text: string } | { handed: HandedIn };

export function createHeardCalls(store: PartStore): HeardCalls {
  const keep = (id: string, data: PartData, receivedAt: number) =>
    store.keep([{ id, data: JSON.stringify(data), receivedAt }]);
  const all = async () => {
    const bySid = Map.groupBy(await store.load(), ({ id }) => id.split('/')[0] ?? '');
    return [...bySid].map(([sid, parts]) => putTogether(sid, parts));
  };
  return {
    begin: (sid, facts) => keep(`${sid}/facts`, { facts }, facts.startedAt),
    addWords: (sid, order, text, at) => keep(`${sid}/words/${order}`, { order, text }, at),
    noteHandedIn: ({ sid, handed: before }, handed, at) => keep(`${sid}/handed/${before.length}`, { handed }, at),
    find: async (sid) => (await all()).find((call) => call.sid === sid),
    all,
    forget: ({ partIds }) => store.drop(partIds),
  };
}

function putTogether(sid: string, parts: StoredPart[]): HeardCall {
  const read = parts.map(({ id, data, receivedAt }) => ({ id, receivedAt, data: JSON.parse(data) as PartData }));
  const words = read
    .flatMap(({ data }) => ('order' in data ? [data] : []))
    .sort((one, other) => one.order - other.order);
  return {
    sid,
    facts: read.flatMap(({ data }) => ('facts' in data ? [data.facts] : []))[0] ?? null,
    words: words.map(({ text }) => text).join(' '),
    firstOrder: words[0]?.order ?? 0,
    lastHeardAt: Math.max(...read.map(({ receivedAt }) => receivedAt)),
    handed: read
      .filter(({ data }) => 'handed' in data)
      .sort((one, other) => one.id.localeCompare(other.id, 'en', { numeric: true }))
      .flatMap(({ data }) => ('handed' in data ? [data.handed] : [])),
    partIds: parts.map(({ id }) => id),
  };
}
