import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../helpers/twilio-hub.ts';
import { type Household, openHousehold } from './helpers/household.ts';
import { openPage } from './helpers/pages.ts';
import { setStage, type Visitor } from './helpers/scene.ts';
import { keepSignedIn } from './helpers/sign-in.ts';
import { type Pushes, takePushes, workerReady } from './helpers/worker.ts';

const minuteMs = 60_000;

describe('notifications', () => {
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

  const open = async (visitor: Visitor, path: string) => {
    await letIn(visitor, 'ann');
    await visitor.context.grantPermissions(['notifications', 'clipboard-read', 'clipboard-write']);
    await openPage(visitor.page, at(path));
    await visitor.page.getByText('Live', { exact: true }).waitFor();
    await workerReady(visitor.page);
    return visitor.page;
  };
  const payload = (more: object) => ({
    id: '01a2b3c4-0000-7000-8000-000000000001',
    title: 'GitHub: 482913',
    body: '482913 is your GitHub code.',
    code: '482913',
    service: 'GitHub',
    sender: '+15550100004',
    line: 'family',
    expiresAt: new Date(Date.now() + 10 * minuteMs).toISOString(),
    test: false,
    ...more,
  });
  const shows = (pushes: Pushes, count: number) =>
    until(async () => {
      const shown = await pushes.shown();
      return shown.length === count ? shown : undefined;
    });

  it(
    'are shown with what copies, and once for a message',
    scene(async ({ enter }) => {
      const pushes = await takePushes(await open(await enter(), '/settings'));
      const github = { title: 'GitHub: 482913', body: '482913 is your GitHub code.', actions: ['Copy code'] };
      await pushes.deliver(payload({}));
      // Somebody looks at the app: it makes no noise.
      assert.deepEqual(await shows(pushes, 1), [{ ...github, silent: true }]);
      await pushes.deliver(payload({}));
      await pushes.deliver(payload({ id: 'other', title: 'A note', code: undefined }));
      const [first, second] = await shows(pushes, 2);
      assert.deepEqual([first?.title, first?.actions], [github.title, github.actions]);
      assert.deepEqual([second?.title, second?.actions], ['A note', []]);
    }),
  );

  it(
    'say when a code came too late, and go when it has expired',
    scene(async ({ enter }) => {
      const page = await open(await enter(), '/settings');
      const pushes = await takePushes(page);
      await pushes.deliver(payload({ expiresAt: new Date(Date.now() - minuteMs).toISOString() }));
      const [late] = await shows(pushes, 1);
      assert.equal(late?.title, 'GitHub: a code has expired');
      assert.equal(late?.body, 'It came too late. Ask for a new one.');
      assert.deepEqual(late?.actions, []);
      await pushes.deliver(payload({ id: 'other', title: 'Example: 1111', code: '1111' }));
      await until(async () => ((await pushes.shown())[0]?.title === 'Example: 1111' ? true : undefined));
      assert.equal((await pushes.shown()).length, 1);
    }),
  );

  it(
    'speak the language of the page',
    scene(async ({ enter }) => {
      const page = await open(await enter(), '/settings');
      await page.getByLabel('Language').selectOption('de');
      await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
      const pushes = await takePushes(page);
      await pushes.deliver(payload({}));
      const [shown] = await shows(pushes, 1);
      assert.deepEqual(shown?.actions, ['Code kopieren']);
    }),
  );

  it(
    'open the message in a tab that is there',
    scene(async ({ enter }) => {
      const page = await open(await enter(), '/');
      household.text('ann', 'Your Steam code is 626262');
      const link = page.locator('.due-code', { hasText: 'Steam' }).first().getByRole('link');
      const path = String(await link.getAttribute('href'));
      const pushes = await takePushes(page);
      const id = path.split('/').at(-1);
      await pushes.deliver(payload({ id, title: 'Steam: 626262', code: '626262' }));
      await shows(pushes, 1);
      await page.getByRole('link', { name: 'Settings', exact: true }).click();
      await pushes.press('Steam: 626262', 'copy');
      await page.waitForURL(/copy=1/);
      await page.getByText('You can paste the code now').waitFor();
    }),
  );

  it(
    'go once somebody has taken the code',
    scene(async ({ enter }) => {
      const page = await open(await enter(), '/');
      household.text('ann', 'Your Twitch code is 636363');
      const card = page.locator('.due-code', { hasText: 'Twitch' }).first();
      const id = String(await card.getByRole('link').getAttribute('href'))
        .split('/')
        .at(-1);
      const pushes = await takePushes(page);
      await pushes.deliver(payload({ id, title: 'Twitch: 636363', code: '636363' }));
      await pushes.deliver(payload({ id: 'other', title: 'Other', code: '1111' }));
      await shows(pushes, 2);
      await card.getByRole('button', { name: 'Copy' }).click();
      const [left] = await shows(pushes, 1);
      assert.equal(left?.title, 'Other');
    }),
  );

  it(
    'lead to the message, which copies its code at once',
    scene(async ({ enter }) => {
      const page = await open(await enter(), '/');
      household.text('ann', 'Your Discord code is 606060');
      const link = page.locator('.due-code', { hasText: 'Discord' }).first().getByRole('link');
      const path = String(await link.getAttribute('href'));
      await page.goto(at(`${path}?copy=1`));
      await page.getByText('You can paste the code now').waitFor();
      assert.equal(await page.evaluate('navigator.clipboard.readText()'), '606060');
    }),
  );

  it(
    'lead to the message, which copies at the first key where it may not at once',
    scene(async ({ enter }) => {
      const visitor = await enter();
      const page = await open(visitor, '/');
      household.text('ann', 'Your Airbnb code is 616161');
      const link = page.locator('.due-code', { hasText: 'Airbnb' }).first().getByRole('link');
      const path = String(await link.getAttribute('href'));
      // Playwright's own scripts count as somebody's touch.
      await page.addInitScript(`
        let touched = false;
        addEventListener('keydown', () => { touched = true; }, { capture: true });
        const write = navigator.clipboard.writeText.bind(navigator.clipboard);
        navigator.clipboard.writeText = async (text) => {
          if (!touched) throw new DOMException('nobody touched this page', 'NotAllowedError');
          await write(text);
        };
        document.execCommand = () => false;
      `);
      await page.goto(at(`${path}?copy=1`));
      await page.getByText('Press any key').waitFor();
      assert.equal(await page.evaluate('document.activeElement.textContent'), 'Copy code');
      await page.keyboard.press('Enter');
      await page.getByText('You can paste the code now').waitFor();
      assert.equal(await page.evaluate('navigator.clipboard.readText()'), '616161');
    }),
  );
});

describe('several tabs', () => {
  const { scene } = setStage();
  let household: Household;

  before(async () => {
    household = await openHousehold();
  });
  after(() => household?.close());

  it(
    'share one stream, and go on without a gap when the one that holds it closes',
    scene(async ({ enter }) => {
      const visitor = await enter();
      await keepSignedIn(household.hub)(visitor, 'ann');
      let streams = 0;
      visitor.context.on('request', (request) => {
        if (/\/api\/v1\/events/.test(request.url())) streams += 1;
      });
      const inbox = `http://localhost:${household.hub.port}/`;
      const tabs = [visitor.page, await visitor.context.newPage(), await visitor.context.newPage()];
      for (const tab of tabs) {
        await openPage(tab, inbox);
        await tab.getByText('Live', { exact: true }).waitFor();
      }
      assert.equal(streams, 1);
      household.text('ann', 'Your Spotify code is 482913');
      for (const tab of tabs) await tab.locator('.due-code', { hasText: 'Spotify' }).first().waitFor();
      assert.equal(streams, 1);
      const [first, ...others] = tabs;
      household.text('ann', 'Your Twitch code is 909090');
      await first?.close();
      household.text('ann', 'Your Reddit code is 808080');
      for (const tab of others) {
        await tab.locator('.due-code', { hasText: 'Twitch' }).first().waitFor();
        await tab.locator('.due-code', { hasText: 'Reddit' }).first().waitFor();
      }
      assert.equal(streams, 2);
    }),
  );
});
