import type { Selectable } from 'kysely';
import { accountOf } from '../domain/attack.ts';
import type { Tables } from './tables.ts';
import type { Reading } from './visibility.ts';

/** What people did about a message; for everybody who sees that it came and from where. */
export interface MessageMarks {
  /** Who had waited for it, so that others got a notice. */
  waitedBy: { person: string; name: string } | null;
  /** Somebody said of this account, within the day before it came, "this wasn't me". */
  underAttack: boolean;
}

export const noMarks: MessageMarks = { waitedBy: null, underAttack: false };

type Row = Pick<
  Selectable<Tables['messages']>,
  'id' | 'line_id' | 'owner_id' | 'sender' | 'service' | 'received_at' | 'event' | 'waited_by'
>;

/** The marks of these messages, by their ids: two queries however many they are. */
export async function marksOf(database: Reading, rows: readonly Row[]): Promise<Map<string, MessageMarks>> {
  const names = await namesOf(database, rows);
  const attacks = await attacksAround(database, rows);
  return new Map(
    rows.map((row) => {
      const { waited_by: person, received_at: at } = row;
      const account = accountOf(row);
      const underAttack = attacks.some(
        (one) =>
          one.owner_id === row.owner_id &&
          one.line_id === row.line_id &&
          one.account === account &&
          one.received_at <= at &&
          at < one.ends_at,
      );
      const waitedBy = person === null ? null : { person, name: names.get(person) ?? person };
      return [row.id, { waitedBy, underAttack: underAttack && row.event === null }];
    }),
  );
}

async function namesOf(database: Reading, rows: readonly Row[]): Promise<Map<string, string>> {
  const people = [...new Set(rows.flatMap(({ waited_by: person }) => (person === null ? [] : [person])))];
  if (people.length === 0) return new Map();
  const found = await database.read.selectFrom('people').select(['id', 'name']).where('id', 'in', people).execute();
  return new Map(found.map(({ id, name }) => [id, name]));
}

function attacksAround(database: Reading, rows: readonly Row[]) {
  const lines = [...new Set(rows.map((row) => row.line_id))];
  if (lines.length === 0) return [];
  const oldest = rows.reduce((least, row) => Math.min(least, row.received_at), Number.POSITIVE_INFINITY);
  return database.read
    .selectFrom('attacks')
    .select(['owner_id', 'line_id', 'account', 'received_at', 'ends_at'])
    .where('line_id', 'in', lines)
    .where('ends_at', '>', oldest)
    .where('taken_back_at', 'is', null)
    .execute();
}
