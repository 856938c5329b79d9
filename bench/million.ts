import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { freePort } from '../test/helpers/databases.ts';
import { fiveDestinations } from './relay.ts';
import { type Fakes, startFakes } from './support/fakes.ts';
import { median, type Result } from './support/figures.ts';
import { type HubProcess, removeFolder, startHub } from './support/process.ts';
import { account, createTwilioCaller } from './support/twilio-webhook.ts';

const stored = 1_000_000;
const perSecond = 200;
const seconds = 10;
const rounds = 3;

/** CPU per message at 200 messages/s, over an empty store and over one with a million messages, in turn. */
export async function benchMillion(): Promise<Result[]> {
  const fakes = await startFakes();
  const environment = { TWILIO_AUTH_TOKEN: account.token };
  const open = async (folder?: string) =>
    startHub({
      yaml: fiveDestinations(fakes),
      port: await freePort(),
      environment,
      ...(folder === undefined ? {} : { folder }),
    });
  const empty = await open();
  const fresh = await open();
  await fresh.stop();
  const began = performance.now();
  fill(join(fresh.folder, 'keypigeon.db'));
  const filledInS = (performance.now() - began) / 1000;
  const full = await open(fresh.folder);
  const costs = { empty: [] as number[], full: [] as number[] };
  let number = 1;
  for (let round = 0; round <= rounds; round++) {
    for (const [name, hub] of [
      ['empty', empty],
      ['full', full],
    ] as const) {
      const cost = await drive(hub, fakes, number);
      number += perSecond * seconds;
      // The first round warms both up.
      if (round > 0) costs[name].push(cost);
    }
  }
  await empty.stop();
  await full.stop();
  fakes.stop();
  removeFolder(empty.folder);
  removeFolder(full.folder);
  const ratio = median(costs.full) / median(costs.empty);
  return [
    {
      benchmark: `million: ${perSecond} messages/s into 5 destinations, ${stored.toLocaleString('en')} messages stored`,
      figures: [
        { what: 'CPU per message, empty store', value: median(costs.empty), unit: 'ms', bar: null },
        { what: 'CPU per message, full store', value: median(costs.full), unit: 'ms', bar: null },
        { what: 'ratio full / empty', value: ratio, unit: '×', bar: { most: 1.2 } },
        { what: 'filling the store', value: filledInS, unit: 's', bar: null },
      ],
    },
  ];
}

async function drive(hub: HubProcess, fakes: Fakes, first: number): Promise<number> {
  fakes.setLatency(20);
  const caller = createTwilioCaller(hub.url, 'https://hub.example.org');
  const before = hub.cpuMs();
  const began = performance.now();
  const calls: Promise<unknown>[] = [];
  for (let count = 0; count < perSecond * seconds; count++) {
    calls.push(caller.call(first + count));
    const ahead = began + ((count + 1) * 1000) / perSecond - performance.now();
    if (ahead > 1) await sleep(ahead);
  }
  await Promise.all(calls);
  await sleep(1_000);
  const cost = (hub.cpuMs() - before) / (perSecond * seconds);
  await caller.close();
  await fakes.takeArrivals();
  return cost;
}

/** A year of old messages as they are after their purge, each with five deliveries and their tries. */
function fill(file: string): void {
  const database = new SQLite(file);
  database.pragma('synchronous = OFF');
  const yearAgo = Date.now() - 365 * 86_400_000;
  const step = Math.floor((364 * 86_400_000) / stored);
  const id = (table: string) =>
    `printf('%08x-%04x-7000-8000-${table}%011x', (${yearAgo} + n * ${step}) >> 16, (${yearAgo} + n * ${step}) & 65535, n)`;
  const numbers = (count: number) =>
    `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})`;
  const at = `${yearAgo} + n * ${step}`;
  database.exec(`begin;
    ${numbers(stored)} insert into messages
      (id, owner_id, line_id, sender, text, code, kind, has_code, service, domain, embedded_domain, confidence, received_at,
        sent_at, sent_at_local, sent_at_is_network, expires_at, deliver_until, purge_at, purged_at, backlog, incomplete,
        revision, content_key)
      select ${id('0')}, 'ann', 'office', '+15550100004', null, null, 'one-time-code', 1, 'Example', null, null, 0.9, ${at}, null, null, 0,
        null, ${at} + 600000, ${at} + 900000, ${at} + 900000, 0, 0, 1, null from numbers;
    ${numbers(stored)} insert into sightings (source_id, transport_key, message_id, seen_at, erased) select 'twilio', printf('SMold%029x', n), ${id('0')}, ${at}, 1 from numbers;
    ${numbers(stored)} insert into traces (message_id, revision, trace) select ${id('0')}, 1, '{"routes":[],"fallback":"owner","destinations":[]}' from numbers;`);
  for (let one = 1; one <= 5; one++) {
    database.exec(`
      ${numbers(stored)} insert into deliveries
        (id, message_id, message_revision, destination_id, owner_id, route, state, reason, priority, attempts, node_id,
          created_at, first_attempt_at, next_attempt_at, deliver_until, settled_at, receipt)
        select ${id(String(one))}, ${id('0')}, 1, '${one <= 3 ? `phone-${one}` : `slack-${one - 3}`}', 'ann', null, 'sent', null, 0, 1, 'old', ${at},
          null, null, ${at} + 600000, ${at} + 150, null from numbers;
      ${numbers(stored)} insert into attempts (delivery_id, number, started_at, duration_ms, outcome, detail) select ${id(String(one))}, 1, ${at}, 150, 'sent', null from numbers;`);
  }
  database.exec('commit; analyze;');
  database.close();
}
