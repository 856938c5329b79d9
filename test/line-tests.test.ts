import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { json } from '../src/http/fixtures.ts';
import { startTwilioSimulator, type TwilioSimulator } from '../src/simulators/twilio.ts';
import { readEvents } from '../src/store/events.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';
import { until } from './helpers/twilio-hub.ts';
import { createSkippingClock } from './helpers/verify-hub.ts';

const upstream = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'for-tests-only' };
const bearer = 'abcdefghijklmnopqrstuvwxyz123456';
const secret = 'abcdefghijklmnopqrstuvwxyz';

interface Test {
  lostSince: string | null;
  nextAt: string | null;
  summary: { sent: number; arrived: number; lost: number; medianSeconds: number | null };
  runs: { id: string; state: string; delaySeconds: number | null; source: string | null; reason: string | null }[];
}

describe('line tests', () => {
  const clock = createSkippingClock();
  let provider: TwilioSimulator;
  let served: ServedHub;
  before(async () => {
    provider = await startTwilioSimulator(upstream);
    served = await serveHub(
      `
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }]
lines:
  - { id: office, number: "+15550100002" }
  - { id: burner, number: "+15550100001" }
sources:
  - { id: one, line: office, kind: twilio, accountSid: ${upstream.accountSid}, authToken: ${upstream.authToken}, apiBaseUrl: "${provider.url}", catchUpSeconds: 3600 }
  - { id: phone, line: burner, kind: webhook, pathSecret: "${secret}", bearer: "${bearer}" }
destinations:
  - { id: desk, kind: slack, webhookUrl: "http://127.0.0.1:9/x", show: full }
canaries:
  - { id: daily, to: burner, via: office, everyMinutes: 1440 }
  - { id: silent, to: office, via: burner, everyMinutes: 1440 }
  - { id: off, to: burner, via: office, everyMinutes: 5, enabled: false }
routes:
  - { name: All, when: {}, to: [desk] }
  - { name: Lost, when: { event: [test-lost, test-arrived] }, to: [desk] }
`,
      { clock },
    );
  });
  after(async () => {
    await served.close();
    await provider.close();
  });

  const call = async (method: string, path: string) => (await served.api(path, { method })).json();
  const testOf = async (id: string) => {
    const { canaries } = (await call('GET', '/canaries')) as { canaries: (Test & { id: string })[] };
    return canaries.find((one) => one.id === id);
  };
  const send = async () => {
    const before = provider.sent().length;
    const { run } = (await call('POST', '/canaries/daily/run')) as { run: string };
    const text = await until(() => provider.sent().at(before));
    return { run, text };
  };
  const arrive = async (text: { body: string }) => {
    const body = JSON.stringify({ from: '+15550100002', text: text.body });
    const headers = { ...json, authorization: `Bearer ${bearer}` };
    const response = await fetch(`${served.url}/hooks/phone/${secret}`, { method: 'POST', headers, body });
    assert.ok(response.ok, String(response.status));
  };
  const events = async () => (await readEvents(served.hub.api.database, { kind: 'administrator' }, null, 200)).events;

  it('reads back the text that it sent, and lets it go no further', async () => {
    const { run, text } = await send();
    assert.equal(text.to, '+15550100001');
    assert.match(text.body, /^Keypigeon line test [A-Z2-7-]{23}\. Nothing to do\.$/);
    await arrive(text);
    await arrive(text);
    const test = await testOf('daily');
    const [first] = test?.runs ?? [];
    assert.equal(first?.reason, null);
    assert.deepEqual([first?.id, first?.state, first?.source, test?.lostSince], [run, 'arrived', 'phone', null]);
    assert.ok((first?.delaySeconds ?? -1) >= 0);
    assert.deepEqual([test?.summary.sent, test?.summary.arrived, test?.summary.lost], [1, 1, 0]);
    const { messages } = (await call('GET', '/messages')) as { messages: object[] };
    assert.deepEqual(messages, []);
    const told = (await events()).filter(({ data }) => data.canary === 'daily').at(-1);
    assert.deepEqual([told?.kind, told?.data.state], ['canary', 'arrived']);
    const headers = { authorization: `Bearer ${served.token}` };
    const metrics = await (await fetch(`${served.url}/metrics`, { headers })).text();
    assert.match(
      metrics,
      /keypigeon_line_tests_total\{canary="daily",line="burner",via="office",outcome="arrived"\} 1/,
    );
    assert.match(metrics, /keypigeon_line_test_arrives\{canary="daily",line="burner",via="office"\} 1/);
    const { costs } = (await call('GET', '/costs')) as { costs: { app: null; line: string; sends: number }[] };
    assert.deepEqual([costs[0]?.app, costs[0]?.line, costs[0]?.sends], [null, 'office', 1]);
  });

  it('reports the line when one is lost, and when they arrive again', async () => {
    const { text } = await send();
    clock.skip(6 * 60_000);
    await until(async () => ((await testOf('daily'))?.lostSince != null ? true : undefined));
    const told = await until(async () => (await events()).find(({ data }) => data.state === 'lost'));
    assert.equal(told.data.line, 'burner');
    const message = async (event: string) => {
      const { messages } = (await call('GET', '/messages')) as { messages: { event: string; text: string }[] };
      return messages.find((one) => one.event === event);
    };
    const lost = await until(() => message('test-lost'));
    assert.match(
      lost.text,
      /^Line burner \(line test daily\): a text that office sent .* did not arrive within 5 minutes/,
    );
    const { lines } = (await call('GET', '/lines')) as { lines: { id: string; troubles: object[] }[] };
    const [trouble] = lines.find(({ id }) => id === 'burner')?.troubles ?? [];
    assert.deepEqual(
      [(trouble as { trouble: string }).trouble, (trouble as { source: string }).source],
      ['test-lost', 'daily'],
    );
    await arrive(text);
    await until(() => message('test-arrived'));
    const test = await testOf('daily');
    assert.deepEqual([test?.lostSince, test?.runs[0]?.state], [null, 'arrived']);
    assert.ok((test?.runs[0]?.delaySeconds ?? 0) >= 360);
  });

  it('sends one that is turned off by hand only, and does not report its line', async () => {
    const before = await testOf('off');
    assert.deepEqual([before?.runs, before?.nextAt], [[], null]);
    await call('POST', '/canaries/off/run');
    clock.skip(6 * 60_000);
    await until(async () => ((await testOf('off'))?.lostSince != null ? true : undefined));
    assert.equal((await testOf('off'))?.runs.length, 1);
    const { lines } = (await call('GET', '/lines')) as { lines: { id: string; troubles: { source: string }[] }[] };
    const troubles = lines.find(({ id }) => id === 'burner')?.troubles ?? [];
    assert.deepEqual(
      troubles.filter(({ source }) => source === 'off'),
      [],
    );
  });

  it('says why one could not be sent', async () => {
    await call('POST', '/canaries/silent/run');
    const [run] = (await testOf('silent'))?.runs ?? [];
    assert.equal(run?.state, 'failed');
    assert.match(run?.reason ?? '', /burner/);
    assert.equal((await served.api('/canaries/none/run', { method: 'POST' })).status, 404);
  });
});
