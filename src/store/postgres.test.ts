import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { after, it } from 'node:test';
import { startPostgres } from '../../test/helpers/databases.ts';
import { command } from './database.ts';
import { openPostgres } from './postgres.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const ask = command('ask', async (trx) => {
  await trx.selectNoFrom((select) => select.lit(1).as('one')).execute();
});

/** A network between hub and server that can fall silent, as after a pulled cable. */
async function startNetwork(port: number) {
  const sockets = new Set<Socket>();
  let silent = false;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (piece) => silent || to.write(piece));
      from.on('error', () => undefined);
      from.on('close', () => silent || to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    fallSilent: (value: boolean) => {
      silent = value;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

it('a server that falls silent is told as such, and what is asked later gets a good connection', async (t) => {
  const url = new URL(await postgres.create());
  const network = await startNetwork(Number(url.port));
  url.port = String(network.port);
  const database = openPostgres(url.href, { queryTimeoutMs: 500 });
  t.after(async () => {
    await database.close();
    network.close();
  });
  await database.write(ask, undefined);
  network.fallSilent(true);
  await assert.rejects(database.write(ask, undefined), { code: 'store-unavailable' });
  network.fallSilent(false);
  await database.write(ask, undefined);
  network.fallSilent(true);
});

it('a lock that nobody gives back is told too', async () => {
  const url = await postgres.create();
  const holder = openPostgres(url);
  const waiter = openPostgres(url, { queryTimeoutMs: 500 });
  const lock = command('lock', async (trx) => {
    await trx.selectNoFrom((select) => select.fn('pg_advisory_xact_lock', [select.lit(7)]).as('lock')).execute();
  });
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let entered: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    entered = resolve;
  });
  const holding = holder.write(
    command('hold', async (trx) => {
      await lock.run(trx, undefined);
      entered();
      await released;
    }),
    undefined,
  );
  await held;
  await assert.rejects(waiter.write(lock, undefined), { code: 'store-unavailable', message: /57014/ });
  release();
  await holding;
  await waiter.write(lock, undefined);
  await holder.close();
  await waiter.close();
});
