import { type Kysely, sql } from 'kysely';
import { KeypigeonError } from '../domain/errors.ts';
import { command, type Database, type Dialect } from './database.ts';
import { initial } from './migrations/0001-initial.ts';
import { sending } from './migrations/0002-sending.ts';
import { callbacks } from './migrations/0003-callbacks.ts';
import { people } from './migrations/0004-people.ts';
import { search } from './migrations/0005-search.ts';
import { waiting } from './migrations/0006-waiting.ts';
import { proof } from './migrations/0007-proof.ts';
import { verification } from './migrations/0008-verification.ts';
import { workflow } from './migrations/0009-workflow.ts';
import { factors } from './migrations/0010-factors.ts';
import { money } from './migrations/0011-money.ts';
import { canary } from './migrations/0012-canary.ts';
import { voice } from './migrations/0013-voice.ts';
import { providers } from './migrations/0014-providers.ts';
import { trail } from './migrations/0015-trail.ts';
import { limits } from './migrations/0016-limits.ts';

type Migration = { name: string; up(db: Kysely<unknown>, dialect: Dialect): Promise<void> };

/** In order; a released one is never changed. */
const migrations: Migration[] = [
  { name: '0001-initial', up: initial },
  { name: '0002-sending', up: sending },
  { name: '0003-callbacks', up: callbacks },
  { name: '0004-people', up: people },
  { name: '0005-search', up: search },
  { name: '0006-waiting', up: waiting },
  { name: '0007-proof', up: proof },
  { name: '0008-verification', up: verification },
  { name: '0009-workflow', up: workflow },
  { name: '0010-factors', up: factors },
  { name: '0011-money', up: money },
  { name: '0012-canary', up: canary },
  { name: '0013-voice', up: voice },
  { name: '0014-providers', up: providers },
  { name: '0015-trail', up: trail },
  { name: '0016-limits', up: limits },
];

/** Any number, the same in every version: nodes that start together migrate one after the other. */
const advisoryLock = 4_867_466;

/** Brings the schema up to date, all or nothing. Throws KeypigeonError('schema-too-new') for a store of a newer version. */
export function migrate(database: Database): Promise<void> {
  return database.write(
    command('migrate', async (trx) => {
      const db = trx as unknown as Kysely<{ migrations: { name: string } }>;
      if (database.dialect === 'postgres')
        await sql`select pg_advisory_xact_lock(${sql.lit(advisoryLock)})`.execute(db);
      await sql`create table if not exists migrations (name text primary key)`.execute(db);
      const done = new Set((await db.selectFrom('migrations').select('name').execute()).map((row) => row.name));
      const known = new Set(migrations.map((migration) => migration.name));
      const newer = [...done].filter((name) => !known.has(name));
      if (newer.length > 0) {
        throw new KeypigeonError(
          'schema-too-new',
          `the store holds migration ${newer[0]}, which this version does not know; start the newer version`,
        );
      }
      for (const migration of migrations.filter((one) => !done.has(one.name))) {
        await migration.up(db as unknown as Kysely<unknown>, database.dialect);
        await db.insertInto('migrations').values({ name: migration.name }).execute();
      }
    }),
    undefined,
  );
}
