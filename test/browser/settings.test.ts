import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { eventually } from '../helpers/eventually.ts';
import { until } from '../helpers/twilio-hub.ts';
import { assertAccessible } from './helpers/accessible.ts';
import { furnish, type Household, openHousehold } from './helpers/household.ts';
import { openPage } from './helpers/pages.ts';
import { setStage, type Visitor } from './helpers/scene.ts';
import { keepSignedIn } from './helpers/sign-in.ts';

type Items = Record<'lines' | 'sources' | 'destinations' | 'routes', Record<string, unknown>[]>;

describe('settings', () => {
  const { scene } = setStage();
  let household: Household;
  let letIn: ReturnType<typeof keepSignedIn>;

  before(async () => {
    household = await openHousehold({
      // A stick that has been out of its network for a while.
      change: (api) => ({
        ...api,
        lines: () =>
          api.lines().map((report) => ({
            ...report,
            troubles:
              report.line.id === 'bobs-phone' ? [{ sourceId: 'bobs-stick', trouble: 'deregistered', since: 0 }] : [],
          })),
      }),
    });
    await furnish(household);
    letIn = keepSignedIn(household.hub);
  });
  after(() => household?.close());

  const open = async (visitor: Visitor, person: 'ann' | 'bob', path: string) => {
    await letIn(visitor, person);
    await openPage(visitor.page, `http://localhost:${household.hub.port}/settings/${path}`);
    return visitor.page;
  };
  const items = async () => (await (await household.hub.api('/configuration/items')).json()) as Items;
  const put = async (path: string, value: object) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(value);
    const { status } = await household.hub.api(`/configuration/${path}`, { method: 'PUT', headers, body });
    assert.equal(status, 200);
  };

  it(
    'add a Slack channel, whose address is never seen again',
    scene(async ({ enter }) => {
      const visitor = await enter();
      const { complaints } = visitor;
      complaints.expect(/^422: PUT /);
      const page = await open(visitor, 'ann', 'destinations');
      const answers = keepAnswers(page);
      await page.getByRole('link', { name: 'Add a destination' }).click();
      await page.getByRole('link', { name: /^Slack/ }).click();
      const address = page.getByRole('textbox', { name: 'Webhook address of Slack' });
      await page.getByLabel('Short name').fill('team');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Please fill this in.').waitFor();
      assert.equal(await focusedLabel(page), 'Webhook address of Slack');
      await address.fill('not an address');
      await page.getByRole('button', { name: 'Save' }).click();
      await page
        .locator('.field', { has: address })
        .locator('.error', { hasText: /^Expected/ })
        .waitFor();
      assert.equal(await address.getAttribute('aria-invalid'), 'true');
      assert.equal(await page.getByLabel('Short name').inputValue(), 'team');
      await assertAccessible(page);
      await address.fill(household.slack.webhookUrl);
      await page.getByRole('button', { name: 'Save' }).click();

      const card = cardOf(page, 'team');
      household.slack.failNext({ status: 404 });
      await card.getByRole('button', { name: 'Send a test' }).click();
      await card.getByText(/^Refused after \d+ ms: .*no_service/).waitFor();
      await card.getByRole('link', { name: 'Edit: team' }).click();
      await page.getByText('Set', { exact: true }).waitFor();
      await page.getByLabel('What it shows').selectOption('Only that something came');
      await page.getByRole('button', { name: 'Save' }).click();
      const sent = household.slack.messages.length;
      await card.getByRole('button', { name: 'Send a test' }).click();
      await card.getByText(/^It was taken after/).waitFor();
      assert.equal(household.slack.messages.length, sent + 1, 'the address is still the one that was typed');

      const secret = new URL(household.slack.webhookUrl).pathname;
      assert(!(await page.content()).includes(secret));
      assert(!(await answers()).includes(secret));
    }),
  );

  it(
    'make a route, tried on past messages first',
    scene(async ({ enter }) => {
      const visitor = await enter();
      const page = await open(visitor, 'ann', 'routes');
      await page.getByRole('link', { name: 'Add a route' }).click();
      await page.getByLabel('Name').fill('Banks');
      await page.getByLabel('Service', { exact: true }).fill('PayPal');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Take out PayPal' }).waitFor();
      await page.getByLabel('Texts', { exact: true }).selectOption('with a code');
      await page.getByRole('button', { name: 'Try it on past messages' }).click();
      await page.getByText('Please fill this in.').waitFor();
      await page.getByLabel('bobs-slack').check();
      await page.getByLabel('Only at certain times').check();
      await page.getByLabel('From').fill('00:00');
      await page.getByLabel('Until').fill('23:59');
      const here = await page.evaluate('Intl.DateTimeFormat().resolvedOptions().timeZone');
      assert.equal(await page.getByLabel('Time zone').inputValue(), here);
      await page.getByLabel('Sun').check();
      await page.getByLabel('Only at certain times').uncheck();
      await page.getByRole('button', { name: 'Try it on past messages' }).click();
      await page.getByText(/^1 of \d+ messages would have gone elsewhere/).waitFor();
      const row = page.getByRole('row', { name: /PayPal/ });
      await row.getByRole('cell', { name: 'bobs-slack' }).waitFor();
      assert.deepEqual((await items()).routes.length, 1);
      await assertAccessible(page);
      await page.getByRole('button', { name: 'Save' }).click();
      await cardOf(page, '2. Banks').waitFor();
      const { id: _id, revision: _revision, ...made } = (await items()).routes.at(-1) ?? {};
      const when = { service: ['PayPal'], hasCode: true };
      assert.deepEqual(made, { provisioned: false, name: 'Banks', when, to: ['bobs-slack'], stop: false });

      household.text('ann', '551 204 is your PayPal code to sign in.');
      const arrived = () => JSON.stringify(household.slack.messages).includes('551204');
      await eventually(arrived, 'the code goes where the new route says');
    }),
  );

  it(
    'put routes in order and add a line by keys alone',
    scene(async ({ enter }) => {
      await put('routes/first', { name: 'First', to: ['kitchen-slack'] });
      await put('routes/second', { name: 'Second', to: [] });
      const page = await open(await enter(), 'ann', 'routes');
      await tabTo(page, 'Ask Second earlier');
      await page.keyboard.press('Enter');
      await page.getByText(/^Second is now number \d of \d\.$/).waitFor();
      await until(async () => (/^Ask Second/.test(await focusedLabel(page)) ? true : undefined));
      const order = (await until(async () => {
        const ids = (await items()).routes.map(({ id }) => id);
        return ids.indexOf('second') < ids.indexOf('first') ? ids : undefined;
      })) as string[];
      assert.equal(order[0], 'streaming', 'those of the file stay first');

      await page.goto(page.url().replace('routes', 'lines'));
      await tabTo(page, 'Add a line');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Add a line' }).waitFor();
      await tabTo(page, 'Short name');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('spare');
      await page.keyboard.press('Tab');
      await page.keyboard.type('+15550100007');
      await page.keyboard.press('Enter');
      await cardOf(page, 'spare').getByText('Nothing brings its texts yet').waitFor();
      assert.equal((await items()).lines.find(({ id }) => id === 'spare')?.number, '+15550100007');
    }),
  );

  it(
    'keep what was typed when somebody else was faster, and ask before it is left',
    scene(async ({ enter }) => {
      await put('lines/shared', { number: '+15550100011', owner: 'ann' });
      const visitor = await enter();
      visitor.complaints.expect(/^412: PUT /);
      const page = await open(visitor, 'ann', 'lines?edit=shared');
      await page.getByLabel('Phone number').fill('+15550100012');
      await put('lines/shared', { number: '+15550100013', owner: 'bob' });
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Somebody else changed this meanwhile').waitFor();
      await page.getByRole('button', { name: 'Show theirs' }).click();
      const mine = page.getByRole('listitem').filter({ hasText: 'Phone number +15550100012' });
      await mine.waitFor();
      assert.equal(await page.getByLabel('Phone number').inputValue(), '+15550100013');

      await page.getByRole('link', { name: 'Codes' }).click();
      await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Cancel' }).click();
      assert.match(page.url(), /edit=shared$/);

      await mine.getByRole('button', { name: 'Take mine' }).click();
      await page.getByRole('button', { name: 'Save' }).click();
      await cardOf(page, 'shared').getByText('+15550100012 · belongs to Bob').waitFor();
      await page.getByRole('button', { name: 'Remove: shared' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      await cardOf(page, 'shared').waitFor({ state: 'detached' });
    }),
  );

  it(
    'make the secret of a gateway and show it once, with an address that works',
    scene(async ({ enter }) => {
      const page = await open(await enter(), 'ann', 'sources?new=webhook');
      await page.getByLabel('Short name').fill('old-phone');
      await page.getByLabel('Which line it brings texts of').selectOption('family · +15550100001');
      await page.getByRole('button', { name: 'Make one: Secret in the address' }).click();
      const secret = await page.getByRole('textbox', { name: /^Secret in the address/ }).inputValue();
      assert.match(secret, /^[A-Za-z0-9_-]{32}$/);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { name: 'old-phone can be called now' }).waitFor();
      await assertAccessible(page);
      const address = `http://localhost:${household.hub.port}/hooks/old-phone/${secret}`;
      await page.getByText(address, { exact: true }).waitFor();
      assert.match(
        String(await page.locator('code', { hasText: /^curl/ }).first().textContent()),
        /"sender":"\+15550100099"/,
      );
      const body = JSON.stringify({ sender: '+15550100099', text: 'Your Etsy code is 661234' });
      const { status } = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      assert.equal(status, 200);
      await page.getByRole('button', { name: 'Done' }).click();
      await cardOf(page, 'old-phone').getByText('/hooks/old-phone/…').waitFor();
      assert(!(await page.content()).includes(secret));
    }),
  );

  it(
    'lock what the configuration file has, and say what troubles a line',
    scene(async ({ enter }) => {
      const page = await open(await enter({ size: 'phone' }), 'ann', 'destinations?edit=kitchen-slack');
      const card = cardOf(page, 'kitchen-slack');
      await card.getByText(/^It stands in the configuration file .*keypigeon\.yaml/).waitFor();
      assert.equal(await card.getByRole('link').count(), 0);
      assert.deepEqual(await card.getByRole('button').allTextContents(), ['Send a test']);

      await page.goto(page.url().replace(/destinations.*/, 'lines'));
      const line = cardOf(page, 'bobs-phone');
      await line.getByText('It is not in its network, so no text can come.').waitFor();
      await line.getByText('Example Mobile, connected').waitFor();
      await line.getByText('Strong').waitFor();
      await assertAccessible(page);
    }),
  );

  it(
    'let members set up what is theirs, and no more',
    scene(async ({ enter }) => {
      const visitor = await enter({ size: 'phone' });
      const page = await open(visitor, 'bob', 'lines');
      await cardOf(page, 'bobs-phone').waitFor();
      assert.equal(await page.locator('.item-card').count(), 1);
      assert.equal(await page.getByRole('link', { name: /^(Add|Edit)/ }).count(), 0);

      await page.goto(page.url().replace('lines', 'sources'));
      await page.getByText('Only owners of this hub can see this page.').waitFor();

      await page.goto(page.url().replace('sources', 'destinations'));
      await page.getByRole('link', { name: 'Add a destination' }).click();
      await page.getByRole('heading', { name: 'Add a destination' }).waitFor();
      assert.equal(await page.getByRole('link', { name: /MQTT/ }).count(), 0);
      await page.getByRole('link', { name: /^Another phone/ }).click();
      await page.getByLabel('Phone to text').fill('+15550100031');
      assert.equal(await page.getByLabel('Belongs to').count(), 0);
      assert.equal(await page.getByLabel(/^family/).count(), 0, "another person's line");
      await page.getByLabel(/^bobs-phone/).check();
      await assertAccessible(page);
      await page.getByRole('button', { name: 'Save' }).click();
      await cardOf(page, 'sms').getByRole('button', { name: 'Send me a code' }).waitFor();
    }),
  );
});

function cardOf(page: Page, name: string) {
  return page.locator('.item-card', { has: page.getByRole('heading', { name, exact: true }) });
}

/** All that the API answers from now on, as one text. */
function keepAnswers(page: Page): () => Promise<string> {
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith('/api/') && !pathname.endsWith('/events')) bodies.push(response.text().catch(() => ''));
  });
  return async () => (await Promise.all(bodies)).join('\n');
}

/** How what has the focus is called. */
async function focusedLabel(page: Page): Promise<string> {
  return String(
    await page.evaluate(`{
      const { ariaLabel, labels, textContent } = document.activeElement;
      (ariaLabel ?? labels?.[0]?.textContent ?? textContent ?? '').trim();
    }`),
  );
}

/** Presses Tab until something of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if ((await focusedLabel(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`80 presses of Tab did not lead to ${name}`);
}
