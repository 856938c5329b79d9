import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { json } from '../src/http/fixtures.ts';
import { command } from '../src/store/database.ts';
import { type ServedHub, serveHub } from './helpers/served-hub.ts';
import { type SmsGateway, startSmsGateway } from './helpers/sms-gateway.ts';
import { type Credentials, until } from './helpers/twilio-hub.ts';
import { createSkippingClock, fictionNumber, setVerification, verifyClient } from './helpers/verify-hub.ts';

const sent = (gateway: SmsGateway, to: string) => gateway.texts.filter((text) => text.to === to);
const codeOf = (text: string) => /\d{6}/.exec(text)?.[0] ?? '';

/** As if each had the time that it needs to report. */
const forgetAwaited = command('forgetAwaited', async (trx): Promise<void> => {
  await trx.deleteFrom('verify_awaited').execute();
});

describe('codes by providers', () => {
  let served: ServedHub;
  let first: SmsGateway;
  let second: SmsGateway;
  let app: Credentials;
  let service: ReturnType<ReturnType<typeof verifyClient>['verify']['v2']['services']>;
  const clock = createSkippingClock();

  before(async () => {
    [first, second] = [await startSmsGateway('first'), await startSmsGateway('second')];
    served = await serveHub(
      `
defaultRegion: US
publicUrl: https://codes.example.com
people: [{ id: ann, name: Ann }, { id: bob, name: Bob }]
providers:
  - { id: bobs, owner: bob, ${first.settings} }
  - { id: first, regions: [US], reportWithinSeconds: 20, ${first.settings} }
  - { id: second, ${second.settings} }
`,
      { clock },
    );
    const body = JSON.stringify({ name: 'shop', owner: 'ann' });
    const response = await served.api('/apps', { method: 'POST', headers: json, body });
    app = (await response.json()) as Credentials;
    await setVerification({ served } as Parameters<typeof setVerification>[0], app, {});
    const client = verifyClient(app, served.url);
    const { sid } = await client.verify.v2.services.create({ friendlyName: 'Shop' });
    service = client.verify.v2.services(sid);
  });
  after(async () => {
    await served.close();
    await Promise.all([first.close(), second.close()]);
  });

  const issue = async () => {
    const to = fictionNumber();
    const { sid } = await service.verifications.create({ to, channel: 'sms' });
    return { to, sid };
  };
  const lastTry = async () => {
    const { database } = served.hub.api;
    const [row] = await database.read.selectFrom('verify_sends').select('state').orderBy('id', 'desc').execute();
    return row?.state;
  };
  const check = async (to: string, text: string) =>
    (await service.verificationChecks.create({ to, code: codeOf(text) })).status;

  it('go out by the first one, which are right', async () => {
    const { to } = await issue();
    const [text] = await until(() => (sent(first, to).length > 0 ? sent(first, to) : undefined));
    assert.equal(await check(to, text?.text ?? ''), 'approved');
    assert.equal(sent(second, to).length, 0);
  });

  it('go out by the next one, where the first surely did not send', async () => {
    first.failNext({ status: 429 });
    const { to } = await issue();
    const [text] = await until(() => (sent(second, to).length > 0 ? sent(second, to) : undefined));
    assert.equal(await check(to, text?.text ?? ''), 'approved');
    assert.equal(sent(first, to).length, 0);
  });

  it('go out by the next one, the same code, when no report comes in time; and by none again', async () => {
    const { to, sid } = await issue();
    const [before] = await until(() => (sent(first, to).length > 0 ? sent(first, to) : undefined));
    clock.skip(21_000);
    const [after] = await until(() => (sent(second, to).length > 0 ? sent(second, to) : undefined));
    assert.equal(codeOf(after?.text ?? ''), codeOf(before?.text ?? ''));
    clock.skip(60_000);
    const { sendCodeAttempts } = await until(async () => {
      const seen = await service.verifications(sid).fetch();
      return seen.sendCodeAttempts.length === 2 ? seen : undefined;
    });
    assert.deepEqual(
      sendCodeAttempts.map(({ channel }) => channel),
      ['sms', 'sms'],
    );
    assert.deepEqual([sent(first, to).length, sent(second, to).length], [1, 1]);
    assert.equal(await check(to, after?.text ?? ''), 'approved');
  });

  it('go out by the next one at once, when the first reports that it did not arrive; not when it did', async () => {
    const report = async (text: { id: string; report: string } | undefined, status: string) => {
      const url = text?.report.replace('https://codes.example.com', served.url) ?? '';
      const body = JSON.stringify({ id: text?.id, status });
      assert.equal((await fetch(url, { method: 'POST', headers: json, body })).status, 204);
    };
    const { to } = await issue();
    const [text] = await until(() => (sent(first, to).length > 0 ? sent(first, to) : undefined));
    await report(text, 'undelivered');
    await until(() => (sent(second, to).length > 0 ? sent(second, to) : undefined));
    const other = await issue();
    const [arrived] = await until(() => (sent(first, other.to).length > 0 ? sent(first, other.to) : undefined));
    await report(arrived, 'delivered');
    await until(async () => ((await lastTry()) === 'delivered' ? true : undefined));
    clock.skip(30_000);
    assert.equal(
      (
        await served.hub.api.database.read
          .selectFrom('verify_awaited')
          .where('channel', '=', 'first')
          .selectAll()
          .execute()
      ).length,
      0,
    );
    assert.equal(await check(other.to, arrived?.text ?? ''), 'approved');
  });

  it('go out by another one first, when the person asks again', async () => {
    const { to } = await issue();
    await until(async () => ((await lastTry()) === 'sent' ? true : undefined));
    await served.hub.api.database.write(forgetAwaited, undefined);
    clock.skip(31_000);
    await service.verifications.create({ to, channel: 'sms' });
    const [text] = await until(() => (sent(second, to).length > 0 ? sent(second, to) : undefined));
    assert.equal(sent(first, to).length, 1);
    assert.equal(await check(to, text?.text ?? ''), 'approved');
  });

  it('go out by no other one, where that is more than the app may spend in a day', async () => {
    const { accountSid } = app;
    const limited = (settings: object) =>
      setVerification({ served } as Parameters<typeof setVerification>[0], { ...app, accountSid }, settings);
    for (const by of ['first', 'second'])
      await served.api('/prices', {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ kind: 'sms', by, price: '1' }),
      });
    await limited({ dailyCost: '3' });
    const { to, sid } = await issue();
    await until(() => (sent(first, to).length > 0 ? sent(first, to) : undefined));
    await until(async () => ((await lastTry()) === 'sent' ? true : undefined));
    await limited({ dailyCost: '1.50' });
    clock.skip(25_000);
    const { database } = served.hub.api;
    const refused = await until(async () => {
      const rows = await database.read.selectFrom('verify_audit').selectAll().where('event', '=', 'refused').execute();
      return rows.at(-1);
    });
    assert.equal(refused.detail, 'daily-cost');
    assert.equal(sent(second, to).length, 0);
    assert.equal((await service.verifications(sid).fetch()).sendCodeAttempts.length, 1);
    await limited({ dailyCost: '3' });
    const other = await issue();
    await until(() => (sent(first, other.to).length > 0 ? sent(first, other.to) : undefined));
    clock.skip(25_000);
    await until(() => (sent(second, other.to).length > 0 ? sent(second, other.to) : undefined));
    await assert.rejects(issue(), { code: 20429 });
    await limited({});
  });

  it('go on after a restart', async () => {
    const { to } = await issue();
    await until(() => (sent(first, to).length > 0 ? sent(first, to) : undefined));
    await until(async () => ((await lastTry()) === 'sent' ? true : undefined));
    await served.restart();
    clock.skip(25_000);
    const [text] = await until(() => (sent(second, to).length > 0 ? sent(second, to) : undefined));
    assert.equal(sent(first, to).length, 1);
    assert.match(text?.text ?? '', /\d{6}/);
  });
});
