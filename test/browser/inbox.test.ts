import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type Household, lanName, openHousehold } from './helpers/household.ts';
import { openPage } from './helpers/pages.ts';
import { setStage, type Visitor } from './helpers/scene.ts';
import { keepSignedIn, signIn } from './helpers/sign-in.ts';

const clipboard = (page: Page) => page.evaluate('navigator.clipboard.readText()');

describe('the inbox', () => {
  const { scene } = setStage({ names: [lanName] });
  let household: Household;
  let letIn: ReturnType<typeof keepSignedIn>;
  let inbox = '';

  before(async () => {
    household = await openHousehold();
    letIn = keepSignedIn(household.hub);
    inbox = `http://localhost:${household.hub.port}/`;
  });
  after(() => household?.close());

  const open = async (visitor: Visitor, person: 'ann' | 'bob') => {
    await letIn(visitor, person);
    await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openPage(visitor.page, inbox);
    await live(visitor.page);
    return visitor.page;
  };
  const live = (page: Page) => page.getByText('Live', { exact: true }).waitFor();
  const due = (page: Page) => page.getByRole('region', { name: 'Codes you can use now' });
  const codeOf = (page: Page, service: string) =>
    due(page)
      .getByRole('article')
      .filter({ has: page.getByRole('heading', { name: service }) })
      .locator('.code-text');

  it(
    'shows a code when it comes, and one press copies it',
    scene(async ({ enter }) => {
      const page = await open(await enter(), 'ann');
      household.text('ann', 'Your Spotify code is 482913');
      await codeOf(page, 'Spotify').waitFor();
      assert.equal(await codeOf(page, 'Spotify').textContent(), '482913');
      await page.getByRole('button', { name: 'Copy code of Spotify' }).first().click();
      await page.getByText('Copied', { exact: true }).first().waitFor();
      assert.equal(await clipboard(page), '482913');
    }),
  );

  it(
    'shows everybody what is theirs, and nothing else',
    scene(async ({ enter }) => {
      const [ann, bob] = [await enter(), await enter({ size: 'phone' })];
      await open(ann, 'ann');
      await open(bob, 'bob');
      household.text('ann', 'Your PayPal code is 271828');
      household.text('bob', 'Your Airbnb code is 314159');
      household.text('ann', 'Your Netflix code is 161803');
      await codeOf(ann.page, 'PayPal').waitFor();
      await codeOf(bob.page, 'Airbnb').waitFor();
      // A route brings it to Bob too.
      await codeOf(bob.page, 'Netflix').waitFor();
      assert.deepEqual(await found(bob.page, ['161803', '271828', 'PayPal']), ['161803']);
      // She owns the hub: she may know that something came, not what.
      assert.deepEqual(await found(ann.page, ['271828', '314159', 'Airbnb']), ['271828']);
      await ann.page.getByText('Something came to bobs-phone').first().waitFor();
    }),
  );

  it(
    'tells others that a code is taken',
    scene(async ({ enter }) => {
      const [ann, bob] = [await enter(), await enter({ size: 'phone' })];
      await open(ann, 'ann');
      await open(bob, 'bob');
      household.text('ann', 'Your Netflix code is 577215');
      await codeOf(ann.page, 'Netflix').filter({ hasText: '577215' }).waitFor();
      await ann.page.getByRole('button', { name: 'Copy code of Netflix' }).first().click();
      await due(bob.page).getByText('Taken by Ann').first().waitFor();
    }),
  );

  it(
    'is worked by keys alone',
    scene(async ({ enter }) => {
      const page = await open(await enter(), 'ann');
      household.text('ann', 'Your Discord code is 606060');
      await codeOf(page, 'Discord').waitFor();
      await page.keyboard.press('c');
      await page.getByText('Copied', { exact: true }).first().waitFor();
      assert.equal(await clipboard(page), '606060');
      await page.keyboard.press('/');
      await page.keyboard.type('Discord');
      const rows = page.getByRole('listitem').filter({ hasText: /Discord|Spotify/ });
      await rows.filter({ hasText: 'Spotify' }).waitFor({ state: 'detached' });
      assert.equal(await rows.count(), 1);
      await page.reload();
      await live(page);
      await page.keyboard.press('Tab');
      assert.equal(await focused(page), 'Skip to content');
      await page.keyboard.press('Enter');
      await tabTo(page, 'Discord');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/messages\//);
      await page.getByRole('heading', { name: 'Discord' }).waitFor();
      await tabTo(page, 'Codes');
      await page.keyboard.press('Enter');
      await codeOf(page, 'Discord').waitFor();
    }),
  );

  it(
    'misses nothing while it opens',
    scene(async ({ enter }) => {
      const visitor = await enter();
      await letIn(visitor, 'ann');
      const { page } = visitor;
      const { promise: read, resolve: onRead } = Promise.withResolvers<void>();
      const { promise: go, resolve: letGo } = Promise.withResolvers<void>();
      page.on('response', (response) => {
        if (/\/api\/v1\/messages\?/.test(response.url())) onRead();
      });
      // The stream of events is on a long way, and begins behind what came meanwhile.
      await page.route('**/api/v1/events*', async (route) => {
        await go;
        await route.continue();
      });
      await page.goto(inbox);
      await read;
      household.text('ann', 'Your Dropbox code is 707070');
      await arrived(household, '707070');
      letGo();
      await codeOf(page, 'Dropbox').waitFor();
    }),
  );

  it(
    'has what came while the hub was away, without being asked',
    scene(async ({ enter }) => {
      const visitor = await enter();
      const page = await open(visitor, 'ann');
      const document = await page.evaluate('(window.same = true)');
      visitor.complaints.expect(/ERR_CONNECTION|ERR_SOCKET|ERR_EMPTY|ERR_INCOMPLETE/);
      await household.hub.restart(() => household.text('ann', 'Your Reddit code is 808080'));
      await codeOf(page, 'Reddit').waitFor({ timeout: 20_000 });
      household.text('ann', 'Your Twitch code is 909090');
      await codeOf(page, 'Twitch').waitFor();
      assert.equal(await page.evaluate('window.same'), document, 'the page was not loaded anew');
      assert.equal(await due(page).getByRole('heading', { name: 'Reddit' }).count(), 1);
    }),
  );

  it(
    'copies without HTTPS too, and says what HTTPS would add',
    scene(async ({ enter }) => {
      const visitor = await enter();
      await signIn(visitor, household.hub, 'ann', lanName);
      const { page } = visitor;
      await openPage(page, `http://${lanName}:${household.hub.port}/`);
      await live(page);
      assert.equal(await page.evaluate('isSecureContext'), false);
      await page.getByText('This page is not encrypted').waitFor();
      household.text('ann', 'Your Adobe code is 515151');
      await codeOf(page, 'Adobe').waitFor();
      await page.getByRole('button', { name: 'Copy code of Adobe' }).first().click();
      await page.getByText('Copied', { exact: true }).first().waitFor();
      const other = await visitor.context.newPage();
      await visitor.context.grantPermissions(['clipboard-read']);
      await other.goto(`http://localhost:${household.hub.port}/icon.svg`);
      assert.equal(await clipboard(other), '515151');
    }),
  );
});

/** Which of these words the page holds, seen or not. */
async function found(page: Page, words: string[]): Promise<string[]> {
  const all = String(await page.evaluate('document.documentElement.textContent')) + (await page.content());
  return words.filter((word) => all.includes(word));
}

async function focused(page: Page): Promise<string> {
  return String(
    await page.evaluate(`
      const { ariaLabel, textContent } = document.activeElement;
      document.activeElement === document.body ? '' : (ariaLabel ?? textContent ?? '').trim();
    `),
  );
}

/** Presses Tab until something of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`60 presses of Tab did not lead to ${name}`);
}

/** Waits until the hub has committed a message with this code. */
async function arrived({ hub }: Household, code: string): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if ((await (await hub.api('/messages?limit=10')).text()).includes(code)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the text did not arrive within 10 s');
}
