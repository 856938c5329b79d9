import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { nativeApi } from '../helpers/native-api.ts';
import type { Credentials } from '../helpers/twilio-hub.ts';
import { fictionNumber, serveVerifyHub, setVerification, type VerifyHub, wrong } from '../helpers/verify-hub.ts';
import { assertAccessible } from './helpers/accessible.ts';
import { setStage } from './helpers/scene.ts';
import { colorSchemes } from './helpers/sizes.ts';

describe('the hosted page, for somebody at a browser', () => {
  const { scene } = setStage();
  let hub: VerifyHub;
  let app: Credentials;
  let shop: Server;
  let returnUrl: string;

  before(async () => {
    hub = await serveVerifyHub();
    shop = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<link rel="icon" href="data:,"><h1>Shop</h1>');
    });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    returnUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/login`;
    app = await hub.makeApp({ name: 'Northwind Traders', lines: ['office'] });
    await setVerification(hub, app, { returnUrls: [returnUrl] });
  });
  after(async () => {
    shop?.closeAllConnections();
    shop?.close();
    await hub?.close();
  });

  async function begin(more: object = {}) {
    const to = fictionNumber();
    const { body } = await nativeApi(hub.served.url, app)('POST', '/verifications', { to, returnUrl, ...more });
    return { url: `${hub.served.url}${body.page}`, code: await hub.codeFor(to) };
  }
  const backAt = (page: Page) => page.waitForURL((url) => url.href.startsWith(returnUrl));

  it(
    'sends a code that is pasted by itself, and leads back',
    scene(async ({ enter }) => {
      const { page } = await enter({ size: 'phone' });
      const { url, code } = await begin();
      await page.goto(url);
      assert.equal(await page.evaluate('document.activeElement.id'), 'code');
      await page.locator('#code').fill(wrong(code));
      await page.getByRole('alert').getByText('Tries left: 4').waitFor();
      await page.locator('#code').fill(`${code.slice(0, 3)} ${code.slice(3)}`);
      await backAt(page);
      assert.equal(new URL(page.url()).searchParams.get('status'), 'approved');
    }),
  );

  it(
    'waits for the button while somebody types, and counts down',
    scene(async ({ enter }) => {
      const { page } = await enter();
      const { url, code } = await begin();
      await page.goto(url);
      await page.getByRole('timer').getByText('9:5').waitFor();
      assert.ok(await page.getByRole('button', { name: 'Send it again' }).isDisabled());
      await page.locator('#code').pressSequentially(code);
      assert.equal(page.url(), url);
      await page.getByRole('button', { name: 'Confirm' }).click();
      await backAt(page);
    }),
  );

  it(
    'works without scripts',
    scene(async ({ enter }) => {
      const { page } = await enter({ javaScriptEnabled: false });
      const { url, code } = await begin();
      await page.goto(url);
      await page.getByRole('button', { name: 'Send it again' }).click();
      await page.getByText('Please wait a moment').waitFor();
      await page.getByLabel('Language').selectOption('de');
      await page.getByRole('button', { name: 'Change' }).click();
      await page.getByRole('textbox', { name: 'Code' }).fill(code);
      await page.getByRole('button', { name: 'Bestätigen' }).click();
      await backAt(page);
      await page.goto(url);
      await page.getByRole('link', { name: 'Back to Northwind Traders' }).click();
      await backAt(page);
      assert.equal(new URL(page.url()).search, '');
    }),
  );

  for (const size of ['phone', 'desktop'] as const)
    it(
      `is there for everybody: ${size}`,
      scene(async ({ enter }) => {
        const { page, complaints } = await enter({ size });
        complaints.expect(/^404/);
        const { url, code } = await begin({ subject: 'Ann', payment: { amount: '€ 12.90', payee: 'Fabrikam' } });
        for (const language of ['en', 'de', 'ar', 'ja', 'ta'])
          for (const [query, colorScheme] of [
            ['', 'light'],
            ['&said=wrong', 'dark'],
          ] as const) {
            await page.emulateMedia({ colorScheme });
            await page.goto(`${url}?lang=${language}${query}`);
            await assertAccessible(page);
          }
        for (let tries = 0; tries < 5; tries += 1)
          await Promise.all([page.waitForEvent('load'), page.locator('#code').fill(wrong(code))]);
        for (const address of [url, `${hub.served.url}/verify/none`])
          for (const colorScheme of colorSchemes) {
            await page.emulateMedia({ colorScheme });
            await page.goto(address);
            await assertAccessible(page);
          }
      }),
    );
});
