import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type Household, openHousehold } from './helpers/household.ts';
import { openPage } from './helpers/pages.ts';
import { setStage } from './helpers/scene.ts';
import { keepSignedIn } from './helpers/sign-in.ts';
import { workerReady } from './helpers/worker.ts';

const live = (page: Page) => page.getByText('Live', { exact: true }).waitFor();

describe('without the hub', () => {
  const { scene } = setStage();
  let household: Household;
  let letIn: ReturnType<typeof keepSignedIn>;
  let at: (path: string) => string;

  before(async () => {
    household = await openHousehold();
    letIn = keepSignedIn(household.hub);
    at = (path) => `http://localhost:${household.hub.port}${path}`;
  });
  after(() => household?.close());

  it(
    'the app opens, says that there is no connection, and goes on when the hub is back',
    scene(async ({ enter }) => {
      const visitor = await enter();
      const { page, complaints } = visitor;
      await letIn(visitor, 'ann');
      await openPage(page, at('/'));
      await live(page);
      await workerReady(page);
      complaints.expect(/ERR_CONNECTION|ERR_SOCKET|ERR_EMPTY|ERR_INCOMPLETE|ERR_FAILED/);
      await household.hub.restart(async () => {
        await page.goto(at('/settings'));
        await page.getByRole('heading', { name: 'Settings' }).waitFor();
        await page.getByText('No connection to the hub').waitFor();
        await page.getByRole('button', { name: 'Sign out: Ann' }).waitFor();
        // A page that was never looked at before is there, too.
        await page.goto(at('/wait'));
        await page.getByText('No connection to the hub').waitFor();
        await page.goto(at('/'));
        await page.getByText('The hub does not answer').waitFor();
      });
      household.text('ann', 'Your Spotify code is 482913');
      await page.locator('.due-code', { hasText: 'Spotify' }).first().waitFor({ timeout: 20_000 });
      await live(page);
    }),
  );

  it(
    'nothing of messages is kept in the browser, and nothing at all of the API',
    scene(async ({ enter }) => {
      const visitor = await enter();
      const { page } = visitor;
      await letIn(visitor, 'ann');
      await openPage(page, at('/'));
      await workerReady(page);
      household.text('ann', 'Your PayPal code is 271828');
      await page.locator('.due-code', { hasText: 'PayPal' }).first().waitFor();
      const kept = (await page.evaluate(`(async () => {
        const found = [];
        for (const name of await caches.keys()) {
          const cache = await caches.open(name);
          for (const request of await cache.keys()) {
            const response = await cache.match(request);
            found.push({ path: new URL(request.url).pathname, text: await response.text() });
          }
        }
        return { found, storage: JSON.stringify(localStorage), databases: await indexedDB.databases() };
      })()`)) as { found: { path: string; text: string }[]; storage: string; databases: unknown[] };
      const paths = kept.found.map(({ path }) => path);
      assert.ok(paths.includes('/index.html'));
      const foreign = paths.filter((path) => !/^\/(assets\/[^/]+|[a-z0-9-]+\.\w+|worker-settings)$/.test(path));
      assert.deepEqual(foreign, []);
      assert.ok(!kept.found.some(({ text }) => text.includes('271828')));
      assert.ok(!kept.storage.includes('271828'));
      assert.equal(JSON.parse(JSON.parse(kept.storage)['keypigeon.person']).id, 'ann');
      assert.deepEqual(kept.databases, []);
      await page.getByRole('button', { name: 'Sign out: Ann' }).click();
      await page.waitForURL(/\/sign-in/);
      assert.equal(await page.evaluate("localStorage.getItem('keypigeon.person')"), null);
    }),
  );

  it(
    'whoever signed out sees no page of theirs',
    scene(async ({ enter }) => {
      const { page, complaints } = await enter();
      complaints.expect(/^401: GET \/api\/v1\/account$/);
      await openPage(page, at('/sign-in'));
      await workerReady(page);
      complaints.expect(/ERR_CONNECTION|ERR_SOCKET|ERR_EMPTY|ERR_INCOMPLETE|ERR_FAILED/);
      await household.hub.restart(async () => {
        await page.goto(at('/settings'));
        await page.waitForURL(/\/sign-in/);
      });
    }),
  );
});
