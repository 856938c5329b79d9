import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { json } from '../src/http/fixtures.ts';
import { judgeConversion } from '../src/store/conversion.ts';
import { officialClient, until } from './helpers/twilio-hub.ts';
import { fictionNumber, serveVerifyHub, setVerification, type VerifyHub } from './helpers/verify-hub.ts';

const minute = 60_000;

interface Costs {
  currency: string;
  costs: {
    app: { name: string } | null;
    line: string | null;
    kind: string;
    sends: number;
    unpriced: number;
    cost: string;
  }[];
  total: { sends: number; unpriced: number; cost: string };
  expected: string | null;
}

describe('what codes cost', () => {
  let hub: VerifyHub;
  before(async () => {
    hub = await serveVerifyHub();
  });
  after(() => hub.close());

  const call = async (method: string, path: string, body?: unknown) => {
    const sent = body === undefined ? {} : { headers: json, body: JSON.stringify(body) };
    const response = await hub.served.api(path, { method, ...sent });
    return { status: response.status, answer: response.status === 204 ? null : await response.json() };
  };
  const costs = async (name: string) => {
    const { answer } = await call('GET', '/costs');
    return (answer as Costs).costs.filter(({ app }) => app?.name === name);
  };
  const price = (wish: object) => call('POST', '/prices', { kind: 'sms', ...wish });

  it('takes a price table', async () => {
    const list = { currency: 'EUR', prices: [{ kind: 'sms', by: 'acme', to: '+4479', price: '0.04' }] };
    assert.equal((await call('PUT', '/prices', list)).status, 200);
    assert.deepEqual((await call('GET', '/prices')).answer, list);
    assert.equal((await call('POST', '/prices/remove', { kind: 'sms', by: 'acme', to: '+4479' })).status, 204);
    assert.equal((await call('POST', '/prices/remove', { kind: 'sms', by: 'acme', to: '+4479' })).status, 404);
    const twice = [list.prices[0], list.prices[0]];
    for (const wrong of [{ ...list, currency: 'XYZW' }, { ...list, prices: twice }, { currency: 'EUR' }])
      assert.equal((await call('PUT', '/prices', wrong)).status, 400);
    for (const wrong of [{ price: '1,5' }, { price: '0.1', to: 'Mars' }, { price: '-1' }])
      assert.equal((await price(wrong)).status, 400);
  });

  it('counts by app, line and kind, with the prices of the time', async () => {
    const { service } = await hub.makeVerifier();
    const send = async () => {
      const to = fictionNumber();
      await service.verifications.create({ to, channel: 'sms' });
      await hub.codeFor(to);
    };
    await send();
    await until(async () => ((await costs('shop'))[0]?.sends === 1 ? true : undefined));
    await price({ by: 'office', price: '0.0079' });
    await send();
    await send();
    const found = await until(async () => (await costs('shop')).find(({ sends }) => sends === 3));
    assert.deepEqual([found.line, found.kind, found.unpriced, found.cost], ['office', 'sms', 1, '0.0158']);
    const { answer } = await call('GET', '/costs?months=2');
    const { total, currency, expected } = answer as Costs;
    assert.deepEqual([currency, total], ['EUR', { sends: 3, unpriced: 1, cost: '0.0158' }]);
    assert.ok(Number(expected) >= 0.0158);
    const metrics = await (await fetch(`${hub.served.url}/metrics`, auth())).text();
    assert.match(metrics, /keypigeon_sends_total\{kind="sms",by="office"\} 3/);
    assert.match(metrics, /keypigeon_send_cost_total\{kind="sms",by="office"\} 0.0158/);
  });

  it('counts texts of lines that are no codes: of apps and of people', async () => {
    await price({ by: 'office', price: '0.01' });
    const shop = await hub.makeApp({ name: 'texts', lines: ['office'] });
    const body = 'x'.repeat(161);
    await officialClient(shop, hub.served.url).messages.create({ to: fictionNumber(), from: '+15550100002', body });
    const text = { line: 'office', to: fictionNumber(), text: 'Hello' };
    assert.equal((await call('POST', '/texts', text)).status, 202);
    const own = await until(async () => (await costs('texts')).find(({ sends }) => sends === 1));
    assert.deepEqual([own.line, own.kind, own.cost], ['office', 'sms', '0.02']);
    const others = async () => {
      const { answer } = await call('GET', '/costs');
      return (answer as Costs).costs.find(({ app, line, sends }) => app === null && line === 'office' && sends === 1);
    };
    assert.equal((await until(others)).cost, '0.01');
  });

  it('stops an app at its daily ceiling until midnight, however many ask at once', async () => {
    await price({ by: 'office', price: '1' });
    const { app, service } = await hub.makeVerifier({ dailyCost: '3.50' });
    const wishes = Array.from({ length: 8 }, () => ({ to: fictionNumber(), channel: 'sms' }));
    const outcomes = await Promise.allSettled(wishes.map((wish) => service.verifications.create(wish)));
    const refusals = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as { code: number }] : []));
    assert.equal(outcomes.length - refusals.length, 3);
    assert.deepEqual([...new Set(refusals.map(({ code }) => code))], [20429]);
    await setVerification(hub, app, { dailyCost: '4' });
    await service.verifications.create({ to: fictionNumber(), channel: 'sms' });
    await assert.rejects(service.verifications.create({ to: fictionNumber(), channel: 'sms' }), { code: 20429 });
    hub.skip(24 * 60 * minute);
    await service.verifications.create({ to: fictionNumber(), channel: 'sms' });
    const { answer } = await call('GET', `/apps/${app.accountSid}/verification`);
    assert.equal((answer as { dailyCost: string }).dailyCost, '4.00');
  });

  it('refuses under a ceiling what has no known price', async () => {
    await call('POST', '/prices/remove', { kind: 'sms', by: 'office' });
    const { service } = await hub.makeVerifier({ dailyCost: '3.50' });
    await assert.rejects(service.verifications.create({ to: fictionNumber(), channel: 'sms' }), {
      code: 20429,
      message: /no price is known for sms to US by office/,
    });
    await price({ to: 'US', price: '0' });
    await service.verifications.create({ to: fictionNumber(), channel: 'sms' });
  });

  it('blocks a country where no code is entered, until it is lifted or vouched for', async () => {
    const { app, service } = await hub.makeVerifier();
    const key = `region:${app.accountSid}:US`;
    const { database } = hub.served.hub.api;
    const span = 5 * minute;
    const now = hub.clock.now();
    const rows = [{ key, bucket: now - (now % span) - 4 * span, tried: 30, good: 0 }];
    await database.write(judgeConversion, { rows, safe: [], now });
    const ask = () => service.verifications.create({ to: fictionNumber(), channel: 'sms' });
    await assert.rejects(ask(), { status: 403, code: 60410 });
    await setVerification(hub, app, { safe: ['US'] });
    await ask();
    await setVerification(hub, app, { safe: ['+1999'] });
    await assert.rejects(ask(), { status: 403, code: 60410 });
    const { answer } = await call('GET', '/verification-blocks');
    const [block] = (answer as { blocks: { id: string; place: string; counted: object }[] }).blocks;
    assert.deepEqual([block?.place, block?.counted], ['US', { tried: 30, good: 0 }]);
    assert.equal((await call('DELETE', `/verification-blocks/${block?.id}`)).status, 204);
    assert.equal((await call('DELETE', `/verification-blocks/${block?.id}`)).status, 404);
    await ask();
  });

  it('counts what is sent and entered by itself', async () => {
    const { app, service } = await hub.makeVerifier({ console: false });
    for (let sends = 0; sends < 20; sends += 1) {
      const to = fictionNumber();
      await service.verifications.create({ to, channel: 'sms' });
      const code = await hub.codeFor(to);
      if (sends === 0) await service.verificationChecks.create({ to, code });
    }
    hub.skip(20 * minute);
    await call('GET', '/costs');
    const { answer } = await call('GET', '/verification-blocks');
    const { blocks } = answer as { blocks: { app: { accountSid: string }; counted: object }[] };
    const found = blocks.find((block) => block.app.accountSid === app.accountSid);
    assert.deepEqual(found?.counted, { tried: 20, good: 1 });
  });

  const auth = () => ({ headers: { authorization: `Bearer ${hub.served.token}` } });
});
