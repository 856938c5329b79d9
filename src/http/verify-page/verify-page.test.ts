import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { nativeApi } from '../../../test/helpers/native-api.ts';
import type { Credentials } from '../../../test/helpers/twilio-hub.ts';
import {
  fictionNumber,
  serveVerifyHub,
  setVerification,
  type VerifyHub,
  wrong,
} from '../../../test/helpers/verify-hub.ts';
import { languages } from '../../verification/words/languages.ts';
import { html } from './html.ts';
import { preferredWords } from './preferred-words.ts';

const returnUrl = 'https://shop.example/login';

describe('the hosted page', () => {
  let hub: VerifyHub;
  let app: Credentials;
  let call: ReturnType<typeof nativeApi>;
  before(async () => {
    hub = await serveVerifyHub();
    app = await hub.makeApp({ name: 'Shop & Co', lines: ['office'] });
    await setVerification(hub, app, { returnUrls: [returnUrl, 'http://localhost:3000/back'] });
    call = nativeApi(hub.served.url, app);
  });
  after(() => hub.close());

  /** Somebody's browser: it keeps the cookie, and says where its forms come from. */
  function browser(headers: Record<string, string> = {}) {
    let cookie = '';
    const ask = async (path: string, form?: Record<string, string>) => {
      const response = await fetch(new URL(path, hub.served.url), {
        redirect: 'manual',
        headers: { ...(cookie === '' ? {} : { cookie }), ...headers, ...(form ? { origin: hub.served.url } : {}) },
        ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
      });
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      const text = await response.text();
      const token = /name="token" value="([^"]*)"/.exec(text)?.[1] ?? '';
      return {
        status: response.status,
        text,
        token,
        headers: response.headers,
        to: response.headers.get('location') ?? '',
      };
    };
    return { ask, forget: () => (cookie = '') };
  }

  async function begin(more: object = {}) {
    const to = fictionNumber();
    const { status, body } = await call('POST', '/verifications', { to, returnUrl: `${returnUrl}?to=basket`, ...more });
    assert.equal(status, 201, JSON.stringify(body));
    return { id: body.id, to, page: String(body.page), code: await hub.codeFor(to) };
  }

  it('takes the code, and leads back with what came of it, signed and good once', async () => {
    const { id, to, page, code } = await begin();
    const { ask } = browser();
    const first = await ask(page);
    assert.equal(first.status, 200);
    assert.match(first.text, /Shop &amp; Co/);
    assert.match(first.text, /autocomplete="one-time-code"/);
    assert.match(first.text, new RegExp(`\\+1…${to.slice(-2)}`));
    assert.ok(!first.text.includes(to) && !first.text.includes(code));
    assert.match(first.headers.get('set-cookie') ?? '', /HttpOnly; SameSite=Lax/);
    assert.match(first.headers.get('content-security-policy') ?? '', /form-action 'self' https:\/\/shop\.example;/);

    const refused = await ask(page, { token: first.token, action: 'check', code: wrong(code) });
    assert.deepEqual([refused.status, refused.to], [303, `${page}?lang=en&said=wrong`]);
    assert.match((await ask(refused.to)).text, /role="alert">This is not the code\. Tries left: 4\./);

    const typed = [...code].map((digit) => String.fromCodePoint(0x0660 + Number(digit))).join(' ');
    const back = new URL((await ask(page, { token: first.token, action: 'check', code: typed })).to);
    assert.equal(`${back.origin}${back.pathname}`, returnUrl);
    const { to: kept, verification, ...signed } = Object.fromEntries(back.searchParams);
    assert.deepEqual([kept, verification, signed.status], ['basket', id, 'approved']);

    const take = (body: object) => call('POST', `/verifications/${id}/return`, body);
    assert.equal((await take({ ...signed, status: 'canceled' })).status, 403);
    assert.equal((await take({ ...signed, expires: Number(signed.expires) + 1 })).status, 403);
    const taken = await take(signed);
    assert.deepEqual([taken.status, taken.body.status], [200, 'approved']);
    assert.equal((await take(signed)).status, 409);

    const over = await browser().ask(page);
    assert.match(over.text, /Confirmed/);
    assert.doesNotMatch(over.text, /signature/);
    assert.match(over.text, /href="https:\/\/shop\.example\/login\?to=basket"/);
  });

  it('is signed for a short time', async () => {
    const { id, page, code } = await begin();
    const { ask } = browser();
    const { token } = await ask(page);
    const back = new URL((await ask(page, { token, code })).to);
    const { verification, to, ...signed } = Object.fromEntries(back.searchParams);
    hub.skip(121_000);
    assert.equal((await call('POST', `/verifications/${id}/return`, signed)).status, 403);
  });

  it('counts sends by the browser that a proxy names, whatever that browser says of itself', async () => {
    const limited = await hub.makeApp({ name: 'Bank', lines: ['office'] });
    await setVerification(hub, limited, { returnUrls: [returnUrl], limits: { address: { short: 1, long: 100 } } });
    const resendFrom = async (forwarded: string) => {
      const wish = { to: fictionNumber(), returnUrl };
      const { body } = await nativeApi(hub.served.url, limited)('POST', '/verifications', wish);
      const { ask } = browser({ 'x-forwarded-for': forwarded });
      const { token } = await ask(String(body.page));
      hub.skip(31_000);
      await ask(String(body.page), { token, action: 'sms' });
      const seen = await nativeApi(hub.served.url, limited)('GET', `/verifications/${body.id}`);
      return seen.body.attempts.length === 2;
    };
    assert.equal(await resendFrom('203.0.113.1'), true);
    assert.equal(await resendFrom('198.51.100.1, 203.0.113.1'), false, 'the same one');
    assert.equal(await resendFrom('203.0.113.2'), true, 'others by the same proxy are not kept from it');
  });

  it('changes nothing by being looked at', async () => {
    const { id, page } = await begin();
    const { ask } = browser();
    for (const query of ['', '?action=cancel', '?said=wrong', '?code=123456&action=check']) await ask(page + query);
    const { body } = await call('GET', `/verifications/${id}`);
    assert.deepEqual([body.status, body.checksLeft, body.sendsLeft], ['pending', 5, 4]);
  });

  it('takes forms of its own page in the same browser only', async () => {
    const { id, page, code } = await begin();
    const mine = browser();
    const { token } = await mine.ask(page);
    const other = browser();
    await other.ask(page);
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    for (const [who, form] of [
      [other, { token, code }],
      [mine, { token: 'x', code }],
      [mine, { code }],
    ] as const)
      assert.equal((await who.ask(page, form)).to, `${page}?lang=en&said=refused`);
    const cookie = (await mine.ask(page, { token, code: wrong(code) })).to;
    assert.match(cookie, /said=wrong/);
    const response = await fetch(new URL(page, hub.served.url), {
      method: 'POST',
      headers: foreign,
      body: new URLSearchParams({ token, code }),
    });
    assert.equal(response.status, 403);
    assert.equal((await call('GET', `/verifications/${id}`)).body.status, 'pending');
    // The page of another verification has another token.
    const another = await begin();
    assert.equal(
      (await mine.ask(another.page, { token, code: another.code })).to,
      `${another.page}?lang=en&said=refused`,
    );
  });

  it('sends the code again and by other ways, when it is time', async () => {
    const { to, page } = await begin();
    const { ask } = browser();
    const { token, text } = await ask(page);
    assert.match(text, /name="action" value="sms" data-after="30">Send it again/);
    assert.doesNotMatch(text, /value="call"/, 'nothing here calls');
    assert.equal((await ask(page, { token, action: 'sms' })).to, `${page}?lang=en&said=wait`);
    hub.skip(31_000);
    assert.equal((await ask(page, { token, action: 'sms' })).to, `${page}?lang=en&said=resent`);
    await hub.codeFor(to, 2);
    hub.skip(120_000);
    const call = await ask(page, { token, action: 'call' });
    assert.equal(call.to, `${page}?lang=en&said=refused`, 'nothing here calls');
    assert.match((await ask(call.to)).text, /That is not possible just now\./);
  });

  it('offers a call after a text, where one can be made', async () => {
    const number = fictionNumber();
    const tested = await hub.makeApp({ name: 'Tested', lines: ['office'] });
    await setVerification(hub, tested, { returnUrls: [returnUrl], testNumbers: [{ number, code: '4711' }] });
    const { body } = await nativeApi(hub.served.url, tested)('POST', '/verifications', { to: number, returnUrl });
    const { ask } = browser();
    const { text, token } = await ask(String(body.page));
    assert.match(text, /name="action" value="call" data-after="60">Call me/);
    hub.skip(61_000);
    assert.match((await ask(String(body.page), { token, action: 'call' })).to, /said=resent/);
    assert.match(
      (await ask(String(body.page))).text,
      /We are calling .*value="sms" data-after="60">Send a text.*Send it again/s,
    );
    assert.match((await ask(String(body.page), { token, code: '4711' })).to, /status=approved/);
  });

  it('says when no code is looked at, for wrong ones were entered elsewhere', async () => {
    const to = fictionNumber();
    const start = async (purpose: string) => (await call('POST', '/verifications', { to, purpose, returnUrl })).body;
    const others = [await start('login'), await start('recovery')];
    const page = String((await start('address')).page);
    for (const { id } of others)
      for (let tries = 0; tries < 5; tries += 1) await call('POST', `/verifications/${id}/check`, { code: 'wrong' });
    const { ask } = browser();
    const { token } = await ask(page);
    const refused = await ask(page, { token, code: '000000' });
    assert.equal(refused.to, `${page}?lang=en&said=refused`);
    assert.match((await ask(refused.to)).text, /role="alert">That is not possible just now\./);
  });

  it('ends after five wrong codes, or when the person leaves it', async () => {
    const { page, code } = await begin();
    const { ask } = browser();
    const { token } = await ask(page);
    for (let tries = 0; tries < 5; tries += 1) await ask(page, { token, code: wrong(code) });
    const over = await ask(page);
    assert.match(over.text, /Too many wrong codes/);
    assert.doesNotMatch(over.text, /name="code"/);
    assert.equal((await ask(page, { token, code })).to, `${page}?lang=en&said=refused`);
    assert.doesNotMatch((await ask(`${page}?said=refused`)).text, /not possible just now/);

    const left = await begin();
    const two = browser();
    const back = new URL((await two.ask(left.page, { token: (await two.ask(left.page)).token, action: 'cancel' })).to);
    assert.equal(back.searchParams.get('status'), 'canceled');
    assert.match((await two.ask(left.page)).text, /<h1>Canceled<\/h1>/);
  });

  it('is the same for all that is not there', async () => {
    const { page } = await begin();
    const plain = await call('POST', '/verifications', { to: fictionNumber() });
    assert.equal(plain.body.page, null);
    const texts = new Set<string>();
    hub.skip(601_000);
    for (const path of [
      page,
      `/verify/${plain.body.id}`,
      `/verify/${plain.body.id.replace(/.$/, 'x')}`,
      '/verify/%3Cb%3E',
    ]) {
      const { status, text } = await browser({ 'accept-language': 'xx, de-CH;q=0.9, en;q=0.1' }).ask(path);
      assert.equal(status, 404);
      assert.match(text, /<html lang="de" dir="ltr">/);
      texts.add(text.replace(/action="[^"]*"/, ''));
    }
    assert.equal(texts.size, 1);
  });

  it('is there in every language', async () => {
    const { page } = await begin({ locale: 'ar', subject: '<Ann>', payment: { amount: '€ 5', payee: 'Fabrikam' } });
    const { ask } = browser();
    assert.match((await ask(page)).text, /<html lang="ar" dir="rtl">/);
    for (const { language, direction, page: words } of languages) {
      const { text, token } = await ask(`${page}?lang=${language}`);
      assert.match(text, new RegExp(`<html lang="${language}" dir="${direction}">`));
      assert.ok(text.includes(html`<h1>${words.title}</h1>`.text) && text.includes('€ 5'), language);
      assert.doesNotMatch(text, /<Ann|\{\w/);
      assert.equal((await ask(`${page}?lang=${language}`, { token })).to, `${page}?lang=${language}`);
    }
    assert.match((await ask(`${page}?lang=nowhere`)).text, /lang="ar"/);
  });

  it('leads only to where the app said that it may', async () => {
    for (const other of [
      'https://shop.example/other',
      'https://shop.example.evil.example/login',
      'https://evil@shop.example/login',
      'http://shop.example/login',
      'javascript:alert(1)',
    ]) {
      const { status, body } = await call('POST', '/verifications', { to: fictionNumber(), returnUrl: other });
      assert.deepEqual([status, body.code], [422, 'bad-parameter'], other);
    }
    const bound = await call('POST', '/verifications', { to: fictionNumber(), returnUrl, binding: 'session' });
    assert.equal(bound.status, 422);
    for (const bad of ['http://shop.example/', 'https://shop.example/?a=1', 'myapp://back'])
      await assert.rejects(setVerification(hub, app, { returnUrls: [bad] }), /400/);
  });
});

it('what is not markup becomes text', () => {
  assert.equal(
    html`<p title="${'"'}">${"<b>&'"}${html`<i>`}${[html`1`, html`2`]}${null}</p>`.text,
    '<p title="&quot;">&lt;b&gt;&amp;&#39;<i>12</p>',
  );
});

it('the language that a browser prefers is found', () => {
  const found = (header: string | undefined) => preferredWords(header).language;
  assert.deepEqual(
    [found(undefined), found('fr;q=0.2, pt-BR;q=0.8'), found('zh-TW,zh;q=0.9'), found('*'), found('en;q=0,ja')],
    ['en', 'pt', 'zh-Hant', 'en', 'ja'],
  );
});
