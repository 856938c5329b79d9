import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { isClosing, preparedName } from './hot-query.ts';

/** `asked`: to begin with the next statement. `over`: the last statement took the commit with it. */
type Phase = 'none' | 'asked' | 'open' | 'over';

/** The connections of a pool, as Kysely uses them. */
export function sessionsOf(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const session = new Session(client);
      const query = (sql: unknown, parameters?: unknown) => session.query(sql as string, parameters as unknown[]);
      return { query: query as PostgresPoolClient['query'], release: () => client.release(session.isSilent) };
    },
  } as PostgresPool;
}

/**
 * Spares round trips: `begin` leaves with the first statement and `commit` with the closing one; where that is the same,
 * it is a transaction by itself. A connection on which an answer did not come is given up: the next one would wait for
 * the same.
 */
class Session {
  readonly #client: pg.PoolClient;
  #phase: Phase = 'none';
  isSilent = false;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  query(sql: string, parameters?: unknown[]): Promise<unknown> {
    if (sql === 'begin') return this.#pass('asked');
    if (sql !== 'commit' && sql !== 'rollback') return this.#statement(sql, parameters);
    if (this.#phase === 'asked' || this.#phase === 'over') return this.#pass('none');
    this.#phase = 'none';
    return this.#ask(sql);
  }

  async #pass(phase: Phase): Promise<unknown> {
    this.#phase = phase;
    return { command: '', rows: [] };
  }

  async #statement(sql: string, parameters: unknown[] | undefined): Promise<unknown> {
    const before = this.#phase;
    if (before === 'over') throw new Error('the transaction is over: its closing statement was not the last one');
    if (before === 'none') return this.#ask(sql, parameters);
    const isLast = isClosing(sql);
    this.#phase = isLast ? 'over' : 'open';
    const opening = before === 'asked' && !isLast ? this.#ask('begin') : undefined;
    const answer = this.#ask(sql, parameters);
    const closing = before === 'open' && isLast ? this.#ask('commit') : undefined;
    const [begun, answered, committed] = await Promise.allSettled([opening, answer, closing]);
    for (const one of [answered, begun, committed]) if (one.status === 'rejected') throw one.reason;
    return answer;
  }

  async #ask(sql: string, parameters?: unknown[]): Promise<unknown> {
    if (this.isSilent) throw new Error('the connection was given up');
    const name = preparedName(sql);
    try {
      return await this.#client.query(name === undefined ? sql : { name, text: sql }, parameters);
    } catch (error) {
      // An answer of the server has a code, silence has none.
      this.isSilent = (error as { code?: string }).code === undefined;
      throw error;
    }
  }
}
