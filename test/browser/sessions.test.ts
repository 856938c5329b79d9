import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { goodPassword } from '../helpers/web-browser.ts';
import { type Household, openHousehold } from './helpers/household.ts';
import { setStage } from './helpers/scene.ts';
import { signIn } from './helpers/sign-in.ts';

const nobodyYet = /^401: GET \/api\/v1\/account$/;

async function signInByPassword(page: Page, person: string): Promise<void> {
  await page.getByLabel('Your sign-in name').fill(person);
  await page.getByLabel('Password', { exact: true }).fill(goodPassword);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Sign out:/ }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

describe('a session', () => {
  const { scene } = setStage();
  let household: Household;
  let at = '';

  before(async () => {
    household = await openHousehold();
    at = `http://localhost:${household.hub.port}`;
  });
  after(() => household?.close());

  it(
    'ends and begins anew, for somebody else too, without the page being loaded anew',
    scene(async ({ enter }) => {
      const visitor = await enter();
      const { page, complaints } = visitor;
      complaints.expect(/^401: /);
      await signIn(visitor, household.hub, 'bob');
      await signIn(visitor, household.hub, 'ann');
      await page.goto(`${at}/`);
      household.text('ann', 'Your Spotify code is 246801');
      await page.getByText('246').first().waitFor();
      await signOut(page);
      assert.equal(await page.getByText('Spotify').count(), 0);
      await signInByPassword(page, 'bob');
      await page.getByRole('button', { name: 'Sign out: Bob' }).waitFor();
      assert.equal(new URL(page.url()).pathname, '/');
      await page.getByText('Live', { exact: true }).waitFor();
      household.text('bob', 'Your Airbnb code is 135791');
      await page.getByRole('heading', { name: 'Airbnb' }).waitFor();
      assert.equal(await page.getByText('Spotify').count(), 0);
    }),
  );

  it(
    'goes on to where one wanted to be, and never to another site',
    scene(async ({ enter }) => {
      const visitor = await enter();
      const { page, complaints } = visitor;
      complaints.expect(nobodyYet);
      await signIn(visitor, household.hub, 'ann');
      for (const next of [
        '/\t/evil.example',
        '//localhost:1/',
        '\\\\evil.example',
        '/%5cevil.example',
        'data:text/html,x',
      ]) {
        await page.goto(`${at}/sign-in?next=${encodeURIComponent(next)}`);
        await page.getByRole('button', { name: 'Sign out: Ann' }).waitFor();
        assert.equal(new URL(page.url()).origin, at, next);
      }
      // The page may be asking for something still.
      complaints.expect(/^401: GET /);
      await visitor.context.clearCookies();
      await page.goto(`${at}/wait?service=GitHub`);
      await page.waitForURL('**/sign-in?next=*');
      await signInByPassword(page, 'ann');
      await page.getByRole('heading', { name: 'Waiting for a code' }).waitFor();
      assert.equal(page.url(), `${at}/wait?service=GitHub`);
    }),
  );

  it(
    'is asked for anew when the session was ended elsewhere',
    scene(async ({ enter }) => {
      const visitor = await enter();
      const { page, complaints } = visitor;
      await signIn(visitor, household.hub, 'ann');
      await page.goto(`${at}/`);
      await page.getByText('Live', { exact: true }).waitFor();
      complaints.expect(/^401: /);
      await household.hub.api('/people/ann/reset', { method: 'POST' });
      // The end of its stream may have told the page before it asks for anything.
      const asks = page.getByRole('link', { name: 'Waiting', exact: true }).click({ timeout: 3_000 });
      await Promise.allSettled([asks, page.getByRole('heading', { name: 'Sign in' }).waitFor()]);
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      assert.equal(await page.getByText('Something came').count(), 0);
    }),
  );
});
