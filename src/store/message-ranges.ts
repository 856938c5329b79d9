import { type RawBuilder, sql } from 'kysely';
import { seesWhole, type Viewer } from '../domain/viewer.ts';
import type { Reading } from './visibility.ts';

/** What is asked of messages; each part that is given must hold. Times are milliseconds since the epoch. */
export interface MessageFilter {
  /** Words that must all stand in service, sender, line, kind, domain or, where the viewer sees it, the text. */
  q?: string | undefined;
  line?: string | undefined;
  service?: string | undefined;
  sender?: string | undefined;
  kind?: string | undefined;
  hasCode?: boolean | undefined;
  /** Received then or later. */
  from?: number | undefined;
  /** Received before that. */
  to?: number | undefined;
  /** Delivered until after that, and not erased. */
  dueAt?: number | undefined;
  /** Not those of which the viewer sees only that they came. */
  shown?: true | undefined;
  /** Messages older than this id (exclusive): the cursor of a page. */
  before?: string | null | undefined;
}

/** Asks what a message is about: who sees only that it came gets nothing of it by asking, not even how many there are. */
export function asksWhat(filter: MessageFilter): boolean {
  const { q, service, sender, kind, hasCode, dueAt, shown } = filter;
  return [q, service, sender, kind, hasCode, dueAt, shown].some((one) => one !== undefined);
}

/** A range of an index, in the order of ids: all messages, those of an owner, or those that a person was sent. */
export interface MessageRange {
  from: RawBuilder<unknown>;
  id: RawBuilder<unknown>;
  where: RawBuilder<boolean>;
}

const all: MessageRange = { from: sql`messages`, id: sql.ref('id'), where: sql<boolean>`1 = 1` };

/** The ranges that hold what a viewer may find, and nothing that they may not. */
export async function rangesFor(database: Reading, viewer: Viewer, filter: MessageFilter): Promise<MessageRange[]> {
  if (viewer.kind === 'person' && (asksWhat(filter) || !seesWhole(viewer)))
    return [ownersRange(viewer.personId, filter), sentRange(viewer.personId)];
  if (filter.service === undefined) return [all];
  return (await messageOwners(database)).map((ownerId) => ownersRange(ownerId, filter));
}

function ownersRange(ownerId: string, { service }: MessageFilter): MessageRange {
  const where =
    service === undefined
      ? sql<boolean>`owner_id = ${ownerId}`
      : sql<boolean>`owner_id = ${ownerId} and service = ${service}`;
  return { ...all, where };
}

function sentRange(personId: string): MessageRange {
  return { from: sql`message_readers`, id: sql.ref('message_id'), where: sql<boolean>`person_id = ${personId}` };
}

/** Steps from one owner to the next in the index, so that it costs as many look-ups as there are owners. */
async function messageOwners({ read }: Reading): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`with recursive owners(id) as (
      select min(owner_id) from messages union all
      select (select min(owner_id) from messages where owner_id > owners.id) from owners where owners.id is not null)
    select id from owners where id is not null`.execute(read);
  return rows.map(({ id }) => id);
}

/** Times in ids may lie behind those of receiving by a stopped process or a clock that was set back. */
const slackMs = 3_600_000;
/** The first and the last id of a millisecond (UUIDv7, RFC 9562 §5.7). */
const idOf = (time: number, rest: string) => {
  const hex = Math.max(0, Math.min(time, 2 ** 48 - 1))
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-${rest}`;
};

/** The ids between which all lies that was received in a time. Ids are made after the time of receiving is taken. */
export function idBounds({ from, to, before }: MessageFilter): { lowest: string; before: string } {
  const lowest = from === undefined ? '' : idOf(from, '0000-0000-000000000000');
  const highest = to === undefined ? 'g' : idOf(to + slackMs, 'ffff-ffff-ffffffffffff');
  return { lowest, before: before !== undefined && before !== null && before < highest ? before : highest };
}
