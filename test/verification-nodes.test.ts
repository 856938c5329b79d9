import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeApp } from '../src/http/make-app.ts';
import { type HttpSimulator, type SimulatedRequest, startHttpSimulator } from '../src/simulators/http-simulator.ts';
import { createTroubleQueue } from '../src/simulators/trouble.ts';
import { newestOfTrail } from '../src/store/verification-trail.ts';
import { saveAppSettings, sealAppSettings, usualAppSettings } from '../src/store/verify-apps.ts';
import { saveHook, sealHook } from '../src/store/verify-hooks.ts';
import { startPostgres } from './helpers/databases.ts';
import { nativeApi } from './helpers/native-api.ts';
import { openTestHub, type TestHub } from './helpers/program.ts';
import { type SmsGateway, startSmsGateway } from './helpers/sms-gateway.ts';
import { until } from './helpers/twilio-hub.ts';
import { createSkippingClock, fictionNumber } from './helpers/verify-hub.ts';

const plenty = { short: 1_000_000, long: 1_000_000 };
/** Nothing is sent to them, so nothing is counted, and no lock of a limit has one node wait for the other. */
const testNumbers = Array.from({ length: 40 }, () => ({ number: fictionNumber(), code: '123456' }));
const limits = { destination: plenty, prefix: plenty, region: plenty, app: plenty };

describe('verifications of two hubs on one PostgreSQL', () => {
  const clock = createSkippingClock();
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let texts: SmsGateway;
  let calls: SmsGateway;
  let receiver: HttpSimulator;
  let hubs: TestHub[];
  let apis: ReturnType<typeof nativeApi>[];
  /** By `webhook-id`: what is on its way while the time is skipped comes twice. */
  const told = new Map<string, string>();

  before(async () => {
    postgres = await startPostgres();
    [texts, calls] = [await startSmsGateway('texts'), await startSmsGateway('calls')];
    const take = ({ headers, body }: SimulatedRequest) => {
      told.set(String(headers['webhook-id']), body.toString());
      return { status: 204 };
    };
    receiver = await startHttpSimulator({}, createTroubleQueue(), take, () => ({ status: 500 }));
    const common = { yaml: null, databaseUrl: await postgres.create(), tools: { clock } };
    const one = await openTestHub(common);
    hubs = [one, await openTestHub({ ...common, keyFile: join(one.folder, 'keypigeon.key') })];
    const yaml = `
defaultRegion: US
publicUrl: https://codes.example.com
network: { allowHosts: [127.0.0.1] }
people: [{ id: ann, name: Ann }]
providers:
  - { id: texts, ${texts.settings} }
  - { id: calls, ${calls.settings}, channels: [call] }
`;
    await one.api.applyProvisioning(yaml, 'keypigeon.yaml', false);
    for (const { api } of hubs) await until(() => (api.configuration().providers.length === 2 ? true : undefined));
    const { database, keyring, random } = one.api;
    const configuration = one.api.configuration();
    const { app, authToken } = await makeApp({ database, keyring, clock, random, configuration }, { name: 'Shop' });
    const sealed = sealAppSettings(keyring, app.id, { ...usualAppSettings, limits, testNumbers });
    await database.write(saveAppSettings, sealed);
    const secrets = [{ secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`, until: null }];
    const hook = sealHook(keyring, app.id, { url: receiver.url, secrets });
    const position = await newestOfTrail(database);
    await database.write(saveHook, { appId: app.id, sealed: hook, position, now: clock.now() });
    apis = hubs.map(({ url }) => nativeApi(url, { accountSid: app.id, authToken }));
  });
  after(async () => {
    for (const hub of hubs.toReversed()) await hub.close();
    await Promise.all([texts.close(), calls.close(), receiver.close()]);
    await postgres.stop();
  });

  const ask = (index: number, body: object, headers: Record<string, string> = {}) => {
    const api = apis[index % apis.length];
    assert.ok(api);
    return api('POST', '/verifications', body, headers);
  };
  const sent = (gateway: SmsGateway, to: string) => gateway.texts.filter((text) => text.to === to).length;

  it('go on once each, whichever node looks', async () => {
    const workflow = [{ channel: 'sms', timeoutSeconds: 20 }, { channel: 'call' }];
    const numbers = Array.from({ length: 12 }, fictionNumber);
    await Promise.all(numbers.map((to, index) => ask(index, { to, workflow })));
    await until(() => (numbers.every((to) => sent(texts, to) === 1) ? true : undefined));
    clock.skip(21_000);
    await until(() => (numbers.every((to) => sent(calls, to) > 0) ? true : undefined));
    // Two rounds of both nodes more.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    assert.deepEqual(
      numbers.map((to) => [sent(texts, to), sent(calls, to)]),
      numbers.map(() => [1, 1]),
    );
  });

  it('have one winner for an idempotency key, whatever each node was asked', async () => {
    for (let round = 0; round < 20; round += 1) {
      const numbers = testNumbers.slice(2 * round, 2 * round + 2).map(({ number }) => number);
      const key = { 'idempotency-key': `round ${round}` };
      const answers = await Promise.all(numbers.map((to, index) => ask(index, { to }, key)));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 422]);
      const same = numbers[0] ?? '';
      clock.skip(11 * 60_000);
      const again = await Promise.all(
        [0, 1, 2, 3].map((index) => ask(index, { to: same }, { 'idempotency-key': same })),
      );
      assert.equal(new Set(again.map(({ body }) => body.id)).size, 1);
      assert.equal(again.filter(({ status }) => status === 201).length, 1);
    }
  });

  it('are told to the app once each', async () => {
    const { database } = hubs[0]?.api ?? assert.fail();
    const waiting = async () => (await database.read.selectFrom('verify_hook_calls').selectAll().execute()).length;
    const created = async () => {
      const rows = await database.read
        .selectFrom('verify_audit')
        .select('event')
        .where('event', '=', 'created')
        .execute();
      return rows.length;
    };
    const heard = () => [...told.values()].filter((text) => text.includes('"verification.created"'));
    await until(async () => ((await waiting()) === 0 && heard().length >= (await created()) ? true : undefined));
    const ids = heard().map((text) => (JSON.parse(text) as { data: { verificationId: string } }).data.verificationId);
    assert.equal(ids.length, new Set(ids).size);
    assert.equal(ids.length, await created());
  });
});
