import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ServedHub, serveHub } from '../../test/helpers/served-hub.ts';
import type { LineReport } from '../domain/line-report.ts';
import { unknownLineStatus } from '../domain/line-status.ts';
import { handIn, json, twoPeople } from './fixtures.ts';

const status = { ...unknownLineStatus, sim: 'ready', iccid: '8900100000000001234', imsi: '001010000005678' } as const;
const report: LineReport = {
  line: { id: 'burner', number: '+15550100001', ownerId: 'ann' },
  status,
  sources: [{ id: 'stick', kind: 'hilink', status }],
  troubles: [{ sourceId: 'stick', trouble: 'store-full', since: 1_800_000_000_000 }],
};

let hub: ServedHub;
let real: ServedHub;
before(async () => {
  hub = await serveHub(twoPeople, { change: (api) => ({ ...api, lines: () => [report] }) });
  real = await serveHub(twoPeople);
});
after(() => Promise.all([hub.close(), real.close()]));

test('an administrator sees what names the SIM, a token that only reads its last digits', async () => {
  const { lines } = (await (await hub.api('/lines')).json()) as { lines: Record<string, unknown>[] };
  assert.deepEqual(lines, [
    {
      id: 'burner',
      number: '+15550100001',
      owner: 'ann',
      status,
      troubles: [{ source: 'stick', trouble: 'store-full', since: '2027-01-15T08:00:00.000Z' }],
      sources: [{ id: 'stick', kind: 'hilink', status }],
    },
  ]);
  const body = JSON.stringify({ name: 'panel', scopes: ['read'] });
  const made = await hub.api('/tokens', { method: 'POST', body, headers: json });
  const { token } = (await made.json()) as { token: string };
  const read = await hub.api('/lines', { headers: { authorization: `Bearer ${token}` } });
  const shown = await read.text();
  assert.match(shown, /"iccid":"…1234"/);
  assert.match(shown, /"imsi":"…5678"/);
  assert.doesNotMatch(shown, /0000001234|0000005678/);
});

test('a line shows when its last text came, also after a restart', async () => {
  await handIn(real.url, 'Your code is 123456');
  const lines = async () => {
    const answer = (await (await real.api('/lines')).json()) as {
      lines: { id: string; status: { lastTextAt: string | null }; sources: { status: unknown }[] }[];
    };
    return answer.lines;
  };
  const [burner, office] = await lines();
  assert.ok(Math.abs(Date.parse(burner?.status.lastTextAt ?? '') - Date.now()) < 30_000);
  assert.equal(office?.status.lastTextAt, null);
  assert.deepEqual(
    burner?.sources.map((source) => source.status),
    [null],
  );
  await real.restart();
  for (let look = 0; look < 500 && (await lines())[0]?.status.lastTextAt == null; look++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal((await lines())[0]?.status.lastTextAt, burner?.status.lastTextAt);
});
