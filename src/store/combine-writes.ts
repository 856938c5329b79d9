import { setTimeout } from 'node:timers/promises';
import type { Command, Database } from './database.ts';

/** More than these in one transaction would hold up the first caller for the last. */
const mostAtOnce = 128;
/** While so many shared a transaction, the next one waits a little for more, as SQLite's writer does by itself. */
const busyBatch = 4;
const gatherMs = 3;

interface Waiting<Op, Result> {
  op: Op;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Writes of one kind that come at the same time as one command, one at a time: those that wait share its statements, and
 * on PostgreSQL its round trips and its sync. It takes what waits only when its transaction has begun. When it fails,
 * each runs alone, so that one takes nothing from the others.
 *
 * @param keyOf two with the same key are never in one command
 */
export function combineWrites<Op, Result>(
  database: Database,
  command: Command<readonly Op[], Result[]>,
  keyOf: (op: Op) => string,
): (op: Op) => Promise<Result> {
  let waiting: Waiting<Op, Result>[] = [];
  let running = false;

  /** Resolves to how many they were. */
  const writeTogether = async (): Promise<number> => {
    let batch: Waiting<Op, Result>[] | undefined;
    const together: Command<null, Result[]> = {
      ...command,
      run(trx) {
        // A transaction that runs again has the same ones.
        if (batch === undefined) ({ batch, rest: waiting } = split(waiting, keyOf));
        return command.run(
          trx,
          batch.map(({ op }) => op),
        );
      },
      callers: () => batch?.length ?? 1,
    };
    try {
      const results = await database.write(together, null);
      for (const [index, { resolve }] of batch?.entries() ?? []) resolve(results[index] as Result);
    } catch (error) {
      const failed = batch ?? waiting.splice(0);
      if (failed.length > 1 && isOfOne(error)) await Promise.all(failed.map(writeAlone));
      else for (const { reject } of failed) reject(error);
    }
    return batch?.length ?? 0;
  };

  const writeAlone = async ({ op, resolve, reject }: Waiting<Op, Result>) => {
    try {
      resolve((await database.write(command, [op]))[0] as Result);
    } catch (error) {
      reject(error);
    }
  };

  const run = async () => {
    running = true;
    // One turn, so that requests that arrived together go together.
    await new Promise((resolve) => setImmediate(resolve));
    for (let count = 0; waiting.length > 0; ) {
      if (count >= busyBatch && database.dialect === 'postgres') await setTimeout(gatherMs);
      count = await writeTogether();
    }
    running = false;
  };
  return (op) =>
    new Promise((resolve, reject) => {
      waiting.push({ op, resolve, reject });
      if (!running) void run();
    });
}

/** What one of them brought is at fault, not the database: data_exception and integrity_constraint_violation (PostgreSQL manual, appendix A). */
function isOfOne(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return /^(?:2[23]...|SQLITE_CONSTRAINT.*)$/.test(cause?.code ?? code ?? '');
}

function split<Op, Result>(waiting: Waiting<Op, Result>[], keyOf: (op: Op) => string) {
  const keys = new Set<string>();
  const batch: Waiting<Op, Result>[] = [];
  const rest: Waiting<Op, Result>[] = [];
  for (const one of waiting) {
    const key = keyOf(one.op);
    const fits = batch.length < mostAtOnce && !keys.has(key);
    (fits ? batch : rest).push(one);
    keys.add(key);
  }
  return { batch, rest };
}
