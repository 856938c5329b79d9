import type { Command, Database } from './database.ts';

/** More than these in one transaction would hold up the first caller for the last. */
const mostAtOnce = 128;

interface Waiting<Op, Result> {
  op: Op;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Writes of one kind that come at the same time as one command: on PostgreSQL each transaction costs its round trips and
 * its sync, so those that wait share them, one transaction at a time. On SQLite the writer shares commits by itself.
 *
 * @param keyOf two with the same key are never in one command
 */
export function combineWrites<Op, Result>(
  database: Database,
  command: Command<readonly Op[], Result[]>,
  keyOf: (op: Op) => string,
): (op: Op) => Promise<Result> {
  if (database.dialect === 'sqlite') return async (op) => only(await database.write(command, [op]));
  let waiting: Waiting<Op, Result>[] = [];
  let running = false;
  const run = async () => {
    running = true;
    while (waiting.length > 0) {
      // One turn, so that requests that arrived together go together.
      await new Promise((resolve) => setImmediate(resolve));
      const { batch, rest } = split(waiting, keyOf);
      waiting = rest;
      await database
        .write(
          command,
          batch.map(({ op }) => op),
        )
        .then(
          (results) => {
            for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
          },
          (error: unknown) => {
            for (const { reject } of batch) reject(error);
          },
        );
    }
    running = false;
  };
  return (op) =>
    new Promise((resolve, reject) => {
      waiting.push({ op, resolve, reject });
      if (!running) void run();
    });
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

function only<Result>(results: readonly Result[]): Result {
  return results[0] as Result;
}
