import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { request } from 'undici';
import { loadKeyring } from '../src/store/keyring.ts';
import { hashToken } from '../src/store/tokens.ts';
import { systemRandom } from '../src/support/random.ts';
import { freePort } from '../test/helpers/databases.ts';
import { type Figure, percentile, type Result } from './support/figures.ts';
import { type HubProcess, removeFolder, startHub } from './support/process.ts';

const stored = 100_000;
/** The newest so many still have their text. */
const withText = 20_000;
const rounds = 50;

const pathSecret = 'bench-path-secret-0123456789';
const yaml = `
people: [{ id: ann, name: Ann }, { id: bob, name: Bob }]
lines:
  - { id: burner, number: "+15550100001", owner: ann, unmatched: [] }
  - { id: office, number: "+15550100002", owner: bob, unmatched: [] }
sources:
  - { id: phone, kind: webhook, line: burner, pathSecret: ${pathSecret} }
`;

/** What is asked. `far`: no index leads there; `all`: nothing is found, page by page, to the end. */
const questions: { what: string; path: string; reads?: 'far' | 'all' }[] = [
  { what: 'newest 50', path: '' },
  { what: 'one service of 200', path: 'service=Service+17' },
  { what: 'one line', path: 'line=office', reads: 'far' },
  { what: 'one sender of 5,000', path: 'sender=%2B15550140017', reads: 'far' },
  { what: 'a word of many services', path: 'q=service' },
  { what: 'a word in texts that are kept', path: 'q=zebra', reads: 'far' },
  { what: 'a month', path: 'from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z' },
  { what: 'nothing, by filter, to the end', path: 'kind=voucher', reads: 'all' },
  { what: 'nothing, by words, to the end', path: 'q=unobtainable', reads: 'all' },
];

/** Lists, filters and searches of a person, and how long the event loop was held up meanwhile. */
export async function benchSearch(): Promise<Result[]> {
  const first = await startHub({ yaml, port: await freePort() });
  await first.stop();
  fill(first.folder);
  const watch = join(first.folder, 'loop.json');
  const environment = {
    NODE_OPTIONS: `--import ${new URL('support/loop-watch.ts', import.meta.url).href}`,
    LOOP_WATCH_FILE: watch,
  };
  const hub = await startHub({ yaml, port: await freePort(), folder: first.folder, environment });
  try {
    return [await measure(hub, watch)];
  } finally {
    await hub.stop();
    removeFolder(hub.folder);
  }
}

async function measure(hub: HubProcess, watch: string): Promise<Result> {
  const token = addToken(hub.folder);
  const ask = createAsker(hub.url, token);
  for (const { path } of questions) await ask(`/messages?${path}`);
  await longestHold(hub, watch);
  const figures: Figure[] = [];
  for (const { what, path, reads } of questions) {
    const times: number[] = [];
    for (let round = 0; round < (reads === 'all' ? rounds / 10 : rounds); round++) {
      const began = performance.now();
      let page = await ask(`/messages?${path}`);
      while (reads === 'all' && page.next !== null) page = await ask(`/messages?${path}&before=${page.next}`);
      times.push(performance.now() - began);
    }
    const bar = reads === 'all' ? null : { most: reads === 'far' ? 300 : 100 };
    figures.push({ what: `${what}, p50`, value: percentile(times, 0.5), unit: 'ms', bar: null });
    figures.push({ what: `${what}, p95`, value: percentile(times, 0.95), unit: 'ms', bar });
  }
  const facets: number[] = [];
  for (let round = 0; round < rounds / 5; round++)
    facets.push(await ask('/messages/facets').then(({ tookMs }) => tookMs));
  figures.push({ what: 'facets, p95', value: percentile(facets, 0.95), unit: 'ms', bar: { most: 200 } });
  const exported = await ask('/messages/export?format=csv');
  figures.push({ what: 'export of all as CSV', value: exported.tookMs, unit: 'ms', bar: null });
  const hold = await longestHold(hub, watch);
  figures.push({ what: 'event loop held up by this, p99', value: hold.p99Ms, unit: 'ms', bar: null });
  figures.push({ what: 'event loop held up by this, longest', value: hold.maxMs, unit: 'ms', bar: { most: 50 } });
  // Whose longest hold is that of the disk: for comparison.
  figures.push({
    what: 'receiving a text, p95',
    value: percentile(await receiveTexts(hub.url), 0.95),
    unit: 'ms',
    bar: null,
  });
  const receiving = await longestHold(hub, watch);
  figures.push({
    what: 'event loop held up by receiving texts, longest',
    value: receiving.maxMs,
    unit: 'ms',
    bar: null,
  });
  figures.push({ what: 'resident memory', value: hub.rssMb(), unit: 'MB', bar: null });
  return {
    benchmark: `search: ${stored.toLocaleString('en')} messages, ${withText.toLocaleString('en')} with text`,
    figures,
  };
}

function createAsker(url: string, token: string) {
  return async (path: string): Promise<{ next: string | null; tookMs: number }> => {
    const began = performance.now();
    const { statusCode, body } = await request(`${url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`${path} was answered by ${statusCode}`);
    const tookMs = performance.now() - began;
    return { next: path.includes('export') ? null : (JSON.parse(text).next ?? null), tookMs };
  };
}

async function receiveTexts(url: string): Promise<number[]> {
  const latencies: number[] = [];
  for (let count = 0; count < rounds; count++) {
    const began = performance.now();
    const text = `Your Example code is ${100_000 + count}`;
    const answer = await request(`${url}/hooks/phone/${pathSecret}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sender: '+15550100009', text }),
    });
    await answer.body.dump();
    latencies.push(performance.now() - began);
    await sleep(50);
  }
  return latencies;
}

async function longestHold(hub: HubProcess, file: string): Promise<{ maxMs: number; p99Ms: number }> {
  rmSync(file, { force: true });
  process.kill(hub.pid, 'SIGUSR2');
  for (;;) {
    await sleep(20);
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      // Not written yet.
    }
  }
}

const id = (time: number, number: number) => {
  const hex = time.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${number.toString(16).padStart(12, '0')}`;
};

/** A year of messages of two people; the newest are not erased yet. */
function fill(folder: string): void {
  const database = new SQLite(join(folder, 'keypigeon.db'));
  const keyring = loadKeyring(join(folder, 'keypigeon.key'), false, systemRandom);
  const seal = (column: string, rowId: string, value: string) =>
    keyring.seal(value, { table: 'messages', column, rowId });
  const now = Date.now();
  const step = Math.floor((365 * 86_400_000) / stored);
  const insert = database.prepare(`insert into messages
    (id, owner_id, line_id, sender, text, code, kind, has_code, service, domain, confidence, received_at, sent_at_is_network,
     deliver_until, purge_at, purged_at, backlog, incomplete, revision)
    values (?, ?, ?, ?, ?, ?, 'one-time-code', 1, ?, null, 0.9, ?, 0, ?, ?, ?, 0, 0, 1)`);
  const addSighting = database.prepare(`insert into sightings values ('phone', ?, ?, ?, 1)`);
  database.pragma('synchronous = OFF');
  database.exec('begin');
  for (let number = 0; number < stored; number++) {
    const at = now - (stored - number) * step;
    const rowId = id(at, number);
    const isBobs = number % 10 === 9;
    const kept = number >= stored - withText;
    const text = `Your code is ${100_000 + number}${number % 50 === 0 ? ', dear zebra' : ''}. Do not share it with anybody.`;
    insert.run(
      rowId,
      isBobs ? 'bob' : 'ann',
      isBobs ? 'office' : 'burner',
      `+1555014${String(number % 5_000).padStart(4, '0')}`,
      kept ? seal('text', rowId, text) : null,
      kept ? seal('code', rowId, String(100_000 + number)) : null,
      `Service ${number % 200}`,
      at,
      at + 600_000,
      kept ? now + 86_400_000 : at + 900_000,
      kept ? null : at + 900_000,
    );
    addSighting.run(`old-${number}`, rowId, at);
  }
  database.exec('commit');
  database.close();
}

/** A token of Ann, as the API would make one. */
function addToken(folder: string): string {
  const token = `kp_${Buffer.alloc(32, 7).toString('base64url')}`;
  const database = new SQLite(join(folder, 'keypigeon.db'));
  database
    .prepare(
      `insert into tokens (id, name, hash, scopes, created_at, person_id) values (?, 'bench', ?, '["read"]', 0, 'ann')`,
    )
    .run(id(0, 1), hashToken(token));
  database.close();
  return token;
}
