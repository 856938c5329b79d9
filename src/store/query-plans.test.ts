import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import { openTestStore, type TestStore } from '../../test/helpers/databases.ts';
import { draftOf, started } from '../../test/helpers/drafts.ts';
import { commitMessage } from './commit-message.ts';
import { cancelOthers, settleDestination } from './end-deliveries.ts';
import { adoptDeliveries } from './nodes.ts';
import { nextDue, openDeliveries, releaseSending } from './outbox.ts';
import { applyReport } from './reports.ts';
import { expiredTexts } from './sources.ts';
import { sweep } from './sweep.ts';
import { sweepVerifications } from './verification-end.ts';

/** What grows with the years; the other tables stay small. */
const growing = [
  ...['messages', 'deliveries', 'sightings', 'traces', 'attempts', 'events'],
  ...['verifications', 'verify_keys', 'verify_limits'],
];

describe('with a million stored messages', () => {
  let store: TestStore;
  const prepare = SQLite.prototype.prepare;
  const seen = new Set<string>();
  before(async () => {
    SQLite.prototype.prepare = function (this: SQLite.Database, sql: string) {
      seen.add(sql);
      return prepare.call(this, sql);
    } as typeof prepare;
    store = await openTestStore();
  });
  after(async () => {
    SQLite.prototype.prepare = prepare;
    await store.dispose();
  });

  it('no query of the way of a message reads a whole table', async () => {
    const { database } = store;
    const where = { nodeId: 'node', destinationId: 'a', now: started };
    const due = draftOf(store, { destinations: ['a'] });
    const { deliveries } = await database.write(commitMessage, due);
    await openDeliveries(database, { ...where, dueBy: started, limit: 10 });
    await nextDue(database, { ...where, after: started });
    await database.write(adoptDeliveries, { ...where, nodeId: 'other' });
    await database.write(releaseSending, { ...where, id: deliveries[0]?.id ?? '' });
    await database.write(settleDestination, { ...where, state: 'failed', reason: 'turned off' });
    await database.write(cancelOthers, { destinationIds: ['a'], reason: 'removed', now: started });
    for (const now of [started + 900_000, started + 172_800_000]) {
      await database.write(sweep, { now, unreachedKeptMs: 86_400_000, day: '2027-01-15' });
    }
    // Whoever entered a wrong code and never a right one stays in the limits.
    await database.write(sweepVerifications, { now: started });
    await expiredTexts(database, 'stick', 10);
    const report = { receipt: 'SM1', state: 'delivered', detail: null, at: started } as const;
    await database.write(applyReport, { sourceId: 'stick', report, now: started });
    const queries = [...seen].filter((sql) => /^\s*(select|update|delete) /i.test(sql));
    assert.ok(queries.length > 15, `${queries.length} queries were seen`);
    assert.deepEqual(queries.flatMap(scansOf), []);
  });

  /** Scans of a growing table; the index of open deliveries is short. */
  function scansOf(sql: string): string[] {
    const reader = new SQLite(`${store.folder}/keypigeon.db`, { readonly: true });
    const values: unknown[] = Array.from(sql.matchAll(/\?/g), () => 1);
    const plan = prepare.call(reader, `explain query plan ${sql}`).all(values as never) as { detail: string }[];
    reader.close();
    return plan
      .map((step) => step.detail)
      .filter((detail) =>
        growing.some((table) => new RegExp(`^SCAN ${table}(?! USING (COVERING )?INDEX deliveries_open)`).test(detail)),
      )
      .map((detail) => `${detail}: ${sql}`);
  }
});
