import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { nativeApi } from '../../../../test/helpers/native-api.ts';
import { basic, officialClient, until } from '../../../../test/helpers/twilio-hub.ts';
import {
  fictionNumber,
  serveVerifyHub,
  type VerifyHub,
  verifyClient,
  wrong,
} from '../../../../test/helpers/verify-hub.ts';
import { fromSid } from '../sids.ts';
import { refusalOf } from './refusals.ts';

const second = 1_000;
const minute = 60 * second;

describe('the official client of Twilio Verify', () => {
  let hub: VerifyHub;
  let made: Awaited<ReturnType<VerifyHub['makeVerifier']>>;
  before(async () => {
    hub = await serveVerifyHub();
    made = await hub.makeVerifier();
  });
  after(() => hub.close());

  const start = (to: string, more: object = {}) => made.service.verifications.create({ to, channel: 'sms', ...more });
  const check = (to: string, code: string) => made.service.verificationChecks.create({ to, code });

  it('sends a code and approves who enters it', async () => {
    const to = fictionNumber();
    const begun = await start(to);
    assert.match(begun.sid, /^VE[0-9a-f]{32}$/);
    const { status, valid, channel, accountSid, sendCodeAttempts, lookup, sna, amount, payee } = begun;
    assert.deepEqual(
      [begun.to, status, valid, channel, accountSid],
      [to, 'pending', false, 'sms', made.app.accountSid],
    );
    assert.deepEqual([lookup, sna, amount, payee], [{ carrier: null }, null, null, null]);
    const [attempt] = sendCodeAttempts as { attempt_sid: string; channel: string; time: string }[];
    assert.match(attempt?.attempt_sid ?? '', /^VL[0-9a-f]{32}$/);
    assert.ok(Math.abs(begun.dateCreated.getTime() - hub.clock.now()) < minute);
    assert.ok(begun.url.startsWith(`${hub.served.url}/v2/Services/`));
    const code = await hub.codeFor(to);
    assert.match(code, /^\d{6}$/);
    const refused = await check(to, wrong(code));
    assert.deepEqual([refused.sid, refused.status, refused.valid], [begun.sid, 'pending', false]);
    const approved = await check(to, code);
    assert.deepEqual([approved.sid, approved.status, approved.valid, approved.to], [begun.sid, 'approved', true, to]);
    await assert.rejects(check(to, code), { status: 404, code: 20404 });
    assert.equal((await made.service.verifications(begun.sid).fetch()).status, 'approved');
    await assert.rejects(made.service.verifications(to).fetch(), { status: 404, code: 20404 });
  });

  it('checks by the SID, too', async () => {
    const to = fictionNumber();
    const { sid } = await start(to);
    const byId = { verificationSid: sid, code: await hub.codeFor(to) };
    assert.equal((await made.service.verificationChecks.create(byId)).status, 'approved');
    await assert.rejects(made.service.verificationChecks.create(byId), { status: 404, code: 20404 });
    await assert.rejects(made.service.verificationChecks.create({ ...byId, verificationSid: 'VE0' }), { code: 20404 });
  });

  it('sends the same code of the same verification again, at most five times', async () => {
    const to = fictionNumber();
    const first = await start(to);
    const code = await hub.codeFor(to);
    assert.equal((await start(to)).sid, first.sid, 'a double click');
    hub.skip(4 * second);
    await assert.rejects(start(to), { status: 429, code: 60212 });
    for (const [index, gap] of [30, 60, 120, 300].entries()) {
      hub.skip(gap * second);
      const again = await start(to);
      assert.equal(again.sid, first.sid);
      assert.equal((again.sendCodeAttempts as object[]).length, index + 2);
      assert.equal(await hub.codeFor(to, index + 2), code);
    }
    hub.skip(30 * second);
    await assert.rejects(start(to), { status: 429, code: 60203 });
    assert.equal((await check(to, code)).status, 'approved');
  });

  it('evaluates five checks, whatever is sent again', async () => {
    const to = fictionNumber();
    const { sid } = await start(to);
    const code = await hub.codeFor(to);
    for (let tries = 0; tries < 3; tries += 1) assert.equal((await check(to, wrong(code))).status, 'pending');
    hub.skip(31 * second);
    assert.equal((await start(to)).sid, sid);
    for (let tries = 0; tries < 2; tries += 1) assert.equal((await check(to, wrong(code))).status, 'pending');
    await assert.rejects(check(to, code), { status: 429, code: 60202 });
    assert.equal((await made.service.verifications(sid).fetch()).status, 'max_attempts_reached');
    hub.skip(minute);
    await assert.rejects(start(to), { status: 429, code: 60202 });
    hub.skip(10 * minute);
    assert.equal((await made.service.verifications(sid).fetch()).status, 'expired');
    await assert.rejects(check(to, code), { status: 404, code: 20404 });
    assert.notEqual((await start(to)).sid, sid);
  });

  it('says the same of an expired and of an unknown one', async () => {
    const to = fictionNumber();
    await start(to);
    const code = await hub.codeFor(to);
    hub.skip(10 * minute + second);
    const asked = [check(to, code), check(fictionNumber(), code)];
    const [expired, unknown] = (await Promise.allSettled(asked)).map((one) =>
      one.status === 'rejected' ? { ...(one.reason as Record<string, unknown>) } : undefined,
    );
    assert.deepEqual(expired, unknown);
    assert.deepEqual([expired?.status, expired?.code], [404, 20404]);
  });

  it('cancels and approves by the SID and by the address', async () => {
    for (const status of ['canceled', 'approved'] as const) {
      const [one, other] = [fictionNumber(), fictionNumber()];
      const { sid } = await start(one);
      await start(other);
      assert.equal((await made.service.verifications(sid).update({ status })).status, status);
      const byAddress = await made.service.verifications(other).update({ status });
      assert.deepEqual([byAddress.status, byAddress.valid], [status, status === 'approved']);
      await assert.rejects(made.service.verifications(sid).update({ status }), { status: 404, code: 20404 });
      await assert.rejects(check(one, await hub.codeFor(one)), { status: 404, code: 20404 });
    }
  });

  it('takes a code of the app where its service says so, and payments', async () => {
    const { client } = made;
    const { sid } = await client.verify.v2.services.create({
      friendlyName: 'Pay',
      customCodeEnabled: true,
      psd2Enabled: true,
    });
    const service = client.verify.v2.services(sid);
    const to = fictionNumber();
    const payment = { amount: '39.99', payee: 'Acme' };
    const begun = await service.verifications.create({ to, channel: 'sms', customCode: '246810', ...payment });
    assert.deepEqual([begun.amount, begun.payee], ['39.99', 'Acme']);
    assert.equal(await hub.codeFor(to), '246810');
    const changed = await service.verificationChecks.create({ to, code: '246810', ...payment, amount: '3999' });
    assert.equal(changed.valid, false, 'the code is for another amount');
    const paid = await service.verificationChecks.create({ to, code: '246810', ...payment });
    assert.deepEqual([paid.status, paid.amount], ['approved', '39.99']);
    await assert.rejects(start(fictionNumber(), { customCode: '246810' }), { status: 400, code: 60200 });
  });

  it('demands what is paid, and to whom, where its service is for payments', async () => {
    const { client } = made;
    const { sid } = await client.verify.v2.services.create({ friendlyName: 'Bank', psd2Enabled: true });
    const service = client.verify.v2.services(sid);
    const to = fictionNumber();
    const payment = { amount: '39.99', payee: 'Acme' };
    for (const part of [{}, { amount: '39.99' }, { payee: 'Acme' }])
      await assert.rejects(service.verifications.create({ to, channel: 'sms', ...part }), { status: 400, code: 60200 });
    await service.verifications.create({ to, channel: 'sms', ...payment });
    const code = await hub.codeFor(to);
    const checks = service.verificationChecks;
    for (const part of [{}, { amount: '39.99' }, { payee: 'Acme' }])
      await assert.rejects(checks.create({ to, code, ...part }), { status: 400, code: 60200 });
    assert.equal((await checks.create({ to, code, ...payment, payee: 'Acne' })).valid, false);
    hub.skip(31 * second);
    await service.verifications.create({ to, channel: 'sms', ...payment });
    assert.equal(await hub.codeFor(to, 2), code);
    assert.equal((await checks.create({ to, code, ...payment })).valid, true);
    await client.verify.v2.services(sid).update({ psd2Enabled: false });
    assert.equal((await service.verifications.create({ to: fictionNumber(), channel: 'sms' })).status, 'pending');
  });

  it('gives another payment another code, and lets nobody pay by the first', async () => {
    const { client } = made;
    const { sid } = await client.verify.v2.services.create({ friendlyName: 'Bank', psd2Enabled: true });
    const service = client.verify.v2.services(sid);
    const to = fictionNumber();
    const payee = 'Acme';
    const first = await service.verifications.create({ to, channel: 'sms', payee, amount: '39.99' });
    const code = await hub.codeFor(to);
    const second = await service.verifications.create({ to, channel: 'sms', payee, amount: '40.00' });
    const other = await hub.codeFor(to, 2);
    assert.match(hub.provider.sent().findLast((text) => text.to === to)?.body ?? '', /40\.00/);
    assert.notEqual(second.sid, first.sid);
    assert.equal((await service.verifications(first.sid).fetch()).status, 'canceled');
    const checks = service.verificationChecks;
    await assert.rejects(checks.create({ verificationSid: first.sid, code, payee, amount: '39.99' }), { status: 404 });
    if (code !== other) assert.equal((await checks.create({ to, code, payee, amount: '40.00' })).valid, false);
    for (let wrongs = 1; wrongs < 5; wrongs += 1)
      await checks.create({ to, code: wrong(other), payee, amount: '40.00' });
    const again = { to, channel: 'sms', payee, amount: '41.00' };
    await assert.rejects(service.verifications.create(again), { status: 429, code: 60202 });
  });

  it('tries a text to a landline only where its service says so', async () => {
    const { client, service } = await hub.makeVerifier({ regions: ['GB'] });
    const [to, other] = ['+441134960124', '+441134960125'];
    const { sid, skipSmsToLandlines } = await service.fetch();
    assert.equal(skipSmsToLandlines, true);
    for (const channel of ['sms', 'auto'])
      await assert.rejects(service.verifications.create({ to, channel }), { status: 403, code: 60205 }, channel);
    const changed = await client.verify.v2.services(sid).update({ skipSmsToLandlines: false });
    assert.equal(changed.skipSmsToLandlines, false);
    const begun = await service.verifications.create({ to, channel: 'sms' });
    assert.deepEqual([begun.status, begun.channel], ['pending', 'sms']);
    const code = await hub.codeFor(to);
    hub.skip(31 * second);
    await service.verifications.create({ to, channel: 'sms' });
    assert.equal(await hub.codeFor(to, 2), code);
    assert.equal((await service.verificationChecks.create({ to, code })).status, 'approved');
    assert.equal((await service.verifications.create({ to: other, channel: 'auto' })).channel, 'sms', 'no call here');
    await assert.rejects(service.verifications.create({ to: '+447012345678', channel: 'sms' }), { code: 60410 });
    await client.verify.v2.services(sid).update({ skipSmsToLandlines: true });
    await assert.rejects(service.verifications.create({ to: '+441134960126', channel: 'sms' }), { code: 60205 });
  });

  it('keeps codes good as long as the app says', async () => {
    const { service } = await hub.makeVerifier({ lifetimeMinutes: 2 });
    const [one, other] = [fictionNumber(), fictionNumber()];
    for (const to of [one, other]) await service.verifications.create({ to, channel: 'sms' });
    const codes = [await hub.codeFor(one), await hub.codeFor(other)] as const;
    assert.match(hub.provider.sent().find(({ to }) => to === one)?.body ?? '', /2 minutes/);
    hub.skip(2 * minute - 10 * second);
    assert.equal((await service.verificationChecks.create({ to: one, code: codes[0] })).status, 'approved');
    hub.skip(10 * second);
    await assert.rejects(service.verificationChecks.create({ to: other, code: codes[1] }), {
      status: 404,
      code: 20404,
    });
    const { service: patient } = await hub.makeVerifier({ lifetimeMinutes: 60 });
    const third = fictionNumber();
    await patient.verifications.create({ to: third, channel: 'sms' });
    const code = await hub.codeFor(third);
    hub.skip(59 * minute);
    assert.equal((await patient.verificationChecks.create({ to: third, code })).status, 'approved');
    for (const lifetimeMinutes of [1, 61, 2.5, '10', null])
      await assert.rejects(hub.makeVerifier({ lifetimeMinutes }), /the API answered 4/, String(lifetimeMinutes));
  });

  it('takes codes as people type them, and tells none before a key is pressed', async () => {
    const { client, service } = await hub.makeVerifier();
    const { sid, dtmfInputRequired } = await service.fetch();
    assert.equal(dtmfInputRequired, true);
    assert.equal((await client.verify.v2.services(sid).update({ dtmfInputRequired: false })).dtmfInputRequired, true);
    const arabic = (code: string) => code.replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit)));
    for (const typed of [arabic, (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`]) {
      const to = fictionNumber();
      await service.verifications.create({ to: `\u202a${to}\u202c`, channel: 'sms' });
      const code = typed(await hub.codeFor(to));
      assert.equal((await service.verificationChecks.create({ to, code })).status, 'approved', typed('012345'));
    }
  });

  it('sends a new code once a clock that ran ahead is set back', async () => {
    const to = fictionNumber();
    hub.skip(60 * minute);
    const { sid } = await start(to);
    await hub.codeFor(to);
    hub.skip(-60 * minute);
    const again = await start(to);
    assert.notEqual(again.sid, sid);
    assert.equal((await check(to, await hub.codeFor(to, 2))).status, 'approved');
  });

  it('says when to come again, also where that depends on somebody', () => {
    const { retryAfterSeconds } = refusalOf('max-checks', { detail: null, retryAfterMs: null });
    assert.equal(retryAfterSeconds, 86_400);
  });

  it('refuses what is wrong with 60200', async () => {
    const to = fictionNumber();
    const refused: (() => Promise<unknown>)[] = [
      () => start('nobody'),
      () => start('12345'),
      () => start('nobody@', { channel: 'email' }),
      () => start(to, { channel: 'pigeon' }),
      () => start(to, { channel: '' }),
      () => start(to, { deviceIp: '300.1.1.1' }),
      () => start(to, { appHash: 'bit.ly/2abc' }),
      () => start(to, { rateLimits: { user: 'ann' } }),
      () => check(to, ''),
      () => check(to, '1'.repeat(40)),
      () => check('', '123456'),
      () => made.service.verifications(to).update({ status: 'expired' as never }),
      () => made.client.verify.v2.services.create({ friendlyName: '' }),
      () => made.client.verify.v2.services.create({ friendlyName: 'A', codeLength: 3 }),
    ];
    for (const ask of refused)
      await assert.rejects(ask(), (error: Error & Record<string, unknown>) => {
        assert.deepEqual([error.name, error.code, error.status], ['Error', 60200, 400], error.message);
        assert.equal(error.moreInfo, `${hub.served.url}/docs/twilio-errors.md#60200`);
        assert.doesNotMatch(error.message, new RegExp(`nobody|${to.slice(-10)}`));
        return true;
      });
  });

  it('refuses landlines, countries that are not allowed, numbers that cost extra, and ways that it has not', async () => {
    const { service } = await hub.makeVerifier({ regions: ['GB', 'US'] });
    const begin = (to: string, channel = 'sms') => service.verifications.create({ to, channel });
    await assert.rejects(begin('+441134960123'), { status: 403, code: 60205 });
    await assert.rejects(begin('+4915155501234'), { status: 403, code: 60605 });
    await assert.rejects(begin('+12425550123'), { status: 403, code: 60605 }, 'the Bahamas have +1, too');
    await assert.rejects(start('+16045550143'), { status: 403, code: 60605 }, 'by default only the region of the hub');
    await assert.rejects(begin('+447012345678'), { status: 403, code: 60410 });
    await assert.rejects(begin('+88216123456'), { status: 403, code: 60410 });
    await assert.rejects(begin(fictionNumber(), 'call'), { status: 403, code: 60223 });
    await assert.rejects(begin('ann@example.com', 'email'), { status: 403, code: 60223 });
  });

  it('blocks a prefix to which many numbers are asked for', async () => {
    const { service } = await hub.makeVerifier();
    const begin = (last: number) => service.verifications.create({ to: `+13055550${100 + last}`, channel: 'sms' });
    for (let last = 0; last < 5; last += 1) assert.equal((await begin(last)).status, 'pending');
    await assert.rejects(begin(5), { status: 403, code: 60410 });
    hub.skip(11 * 60 * minute);
    await assert.rejects(begin(6), { status: 403, code: 60410 });
    hub.skip(61 * minute);
    assert.equal((await begin(7)).status, 'pending');
  });

  it('limits starts for one number with 60212, and sends for one device with 20429', async () => {
    const to = fictionNumber();
    for (let starts = 0; starts < 5; starts += 1) {
      const { sid } = await start(to);
      await made.service.verifications(sid).update({ status: 'canceled' });
    }
    await assert.rejects(start(to), { status: 429, code: 60212 });
    const { service } = await hub.makeVerifier();
    const fromDevice = (index: number) =>
      service.verifications.create({ to: fictionNumber(), channel: 'sms', deviceIp: `2001:db8:7:7::${index}` });
    for (let index = 1; index <= 10; index += 1) assert.equal((await fromDevice(index)).status, 'pending');
    await assert.rejects(fromDevice(11), { status: 429, code: 20429 });
  });

  it('counts wrong codes for a destination over all its verifications', async () => {
    const to = fictionNumber();
    for (let round = 0; round < 2; round += 1) {
      const { sid } = await start(to);
      for (let tries = 0; tries < 5; tries += 1) assert.equal((await check(to, 'wrong!')).valid, false);
      await made.service.verifications(sid).update({ status: 'canceled' });
      hub.skip(5 * minute);
    }
    await assert.rejects(start(to), { status: 429, code: 60202 });
    hub.skip(120 * minute);
    await start(to);
    const code = await hub.codeFor(to, 3);
    assert.equal((await check(to, code)).status, 'approved');
  });

  it('has test numbers with fixed codes, which are sent nothing', async () => {
    const to = '+15550100042';
    const { service } = await hub.makeVerifier({ testNumbers: [{ number: to, code: '424242' }] });
    for (let round = 0; round < 12; round += 1) {
      assert.equal((await service.verifications.create({ to, channel: 'sms' })).status, 'pending');
      assert.equal((await service.verificationChecks.create({ to, code: '000000' })).status, 'pending');
      assert.equal((await service.verificationChecks.create({ to, code: '424242' })).status, 'approved');
    }
    assert.ok(hub.provider.sent().every((text) => text.to !== to));
  });

  it('makes, changes, lists and removes services', async () => {
    const { app, client } = await hub.makeVerifier();
    const services = client.verify.v2.services;
    const created = await services.create({ friendlyName: 'Door', codeLength: 8, lookupEnabled: true });
    assert.match(created.sid, /^VA[0-9a-f]{32}$/);
    assert.deepEqual([created.friendlyName, created.codeLength, created.lookupEnabled], ['Door', 8, true]);
    const changed = await services(created.sid).update({ friendlyName: 'Gate', codeLength: 4 });
    assert.deepEqual([changed.friendlyName, changed.codeLength, changed.lookupEnabled], ['Gate', 4, true]);
    assert.equal((await services(created.sid).fetch()).friendlyName, 'Gate');
    const to = fictionNumber();
    const begun = await services(created.sid).verifications.create({ to, channel: 'sms' });
    assert.match(await hub.codeFor(to), /^\d{4}$/);
    for (let index = 0; index < 4; index += 1) await services.create({ friendlyName: `${index}` });
    const names = (await services.list({ pageSize: 2 })).map(({ friendlyName }) => friendlyName);
    assert.deepEqual(names, ['3', '2', '1', '0', 'Gate', 'Shop']);
    assert.equal(await services(created.sid).remove(), true);
    await assert.rejects(services(created.sid).fetch(), { status: 404, code: 20404 });
    await assert.rejects(services(created.sid).verifications.create({ to, channel: 'sms' }), { code: 20404 });
    const { body } = await nativeApi(hub.served.url, app)('GET', `/verifications/${fromSid('VE', begun.sid)}/trail`);
    const ended = (body.trail as { event: string; detail: string | null }[]).at(-1);
    assert.deepEqual([ended?.event, ended?.detail], ['canceled', 'its service was removed']);
  });

  it('lists attempts and how many were converted', async () => {
    const { client, service } = await hub.makeVerifier();
    const [one, other] = [fictionNumber(), fictionNumber()];
    await service.verifications.create({ to: one, channel: 'sms' });
    const { sid } = await service.verifications.create({ to: other, channel: 'sms' });
    await service.verificationChecks.create({ to: one, code: await hub.codeFor(one) });
    await hub.codeFor(other);
    const statusOf = async () => {
      const [newest] = await client.verify.v2.verificationAttempts.list();
      assert.ok(newest);
      return (newest.channelData as { message_status: string }).message_status;
    };
    await until(async () => ((await statusOf()) === 'sent' ? true : undefined));
    const attempts = await client.verify.v2.verificationAttempts.list({ pageSize: 1 });
    assert.deepEqual(
      attempts.map(({ channel, conversionStatus }) => [channel, conversionStatus]),
      [
        ['sms', 'unconverted'],
        ['sms', 'converted'],
      ],
    );
    assert.equal(attempts[0]?.verificationSid, sid);
    const priceOf = async () => {
      const [newest] = await client.verify.v2.verificationAttempts.list({ limit: 1 });
      return newest?.price;
    };
    assert.deepEqual(await priceOf(), { value: null, currency: 'usd' });
    const prices = { currency: 'EUR', prices: [{ kind: 'sms', price: '0.0079' }] };
    const priced = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(prices) };
    assert.equal((await hub.served.api('/prices', priced)).status, 200);
    assert.deepEqual(await priceOf(), { value: null, currency: 'eur' });
    const fetched = await client.verify.v2.verificationAttempts(attempts[0]?.sid ?? '').fetch();
    assert.deepEqual(fetched.price, { value: null, currency: 'eur' });
    const again = await client.verify.v2.verificationAttempts(attempts[0]?.sid ?? '').fetch();
    assert.deepEqual((again.channelData as { country: string }).country, 'US');
    const summary = await client.verify.v2.verificationAttemptsSummary().fetch();
    const { totalAttempts, totalConverted, totalUnconverted, conversionRatePercentage } = summary;
    assert.deepEqual([totalAttempts, totalConverted, totalUnconverted, conversionRatePercentage], [2, 1, 1, '50']);
    assert.equal((await client.verify.v2.verificationAttempts.list({ status: 'converted' })).length, 1);
  });

  it('keeps apps apart, and asks for their token', async () => {
    const other = await hub.makeVerifier();
    const to = fictionNumber();
    const { sid, serviceSid } = await start(to);
    const foreign = other.client.verify.v2.services(serviceSid);
    await assert.rejects(foreign.fetch(), { status: 404, code: 20404 });
    await assert.rejects(foreign.verifications(sid).fetch(), { status: 404, code: 20404 });
    await assert.rejects(other.service.verifications(sid).fetch(), { status: 404, code: 20404 });
    await assert.rejects(other.service.verifications(sid).update({ status: 'approved' }), { code: 20404 });
    const stranger = verifyClient({ ...made.app, authToken: 'f'.repeat(32) }, hub.served.url);
    await assert.rejects(stranger.verify.v2.services.list(), { status: 401, code: 20003 });
  });

  it('serves plain forms, and names the methods of a path', async () => {
    const to = fictionNumber();
    const { serviceSid } = await start(to);
    const url = `${hub.served.url}/v2/Services/${serviceSid}`;
    const form = {
      method: 'POST',
      headers: { ...basic(made.app), 'content-type': 'application/x-www-form-urlencoded' },
    };
    const unencoded = await fetch(`${url}/VerificationCheck`, {
      ...form,
      body: `To=${to}&Code=${await hub.codeFor(to)}`,
    });
    assert.equal(unencoded.status, 201);
    const refused = await fetch(`${url}/VerificationCheck`, { headers: basic(made.app) });
    assert.deepEqual([refused.status, refused.headers.get('allow')], [405, 'POST']);
    assert.equal((await fetch(`${hub.served.url}/v2/Nothing`, { headers: basic(made.app) })).status, 404);
    assert.ok(officialClient(made.app, hub.served.url) !== undefined);
  });
});
