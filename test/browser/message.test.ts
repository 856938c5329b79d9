import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { eventually } from '../helpers/eventually.ts';
import { type Household, openHousehold } from './helpers/household.ts';
import { setStage, type Visitor } from './helpers/scene.ts';
import { keepSignedIn } from './helpers/sign-in.ts';

describe('a message', () => {
  const { scene } = setStage();
  let household: Household;
  let letIn: ReturnType<typeof keepSignedIn>;
  let at = '';

  before(async () => {
    household = await openHousehold();
    letIn = keepSignedIn(household.hub);
    at = `http://localhost:${household.hub.port}`;
  });
  after(() => household?.close());

  /** Opens the inbox, lets a text come to Ann, and opens its page. */
  const openNew = async (visitor: Visitor, service: string, text: string): Promise<Page> => {
    await letIn(visitor, 'ann');
    const { page } = visitor;
    await page.goto(`${at}/`);
    household.text('ann', text);
    await page.getByRole('heading', { name: service, level: 2 }).getByRole('link').click();
    await page.getByRole('heading', { name: service, level: 1 }).waitFor();
    return page;
  };
  const delivery = (page: Page, destination: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: destination }) });

  it(
    'says why it went where, with each try and its answer, and goes again',
    scene(async ({ enter }) => {
      household.slack.failNext({ status: 503, times: 2 });
      const page = await openNew(await enter({ size: 'phone' }), 'Netflix', 'Your Netflix code is 730516');
      await delivery(page, 'kitchen-slack').getByText('by “Streaming”').waitFor();
      await delivery(page, 'kitchen-slack').getByText('not now').waitFor();
      await delivery(page, 'kitchen-slack').getByText('Sent', { exact: true }).waitFor();
      // Whether somebody else got it too is theirs.
      assert.equal(await delivery(page, 'bobs-slack').count(), 0);
      await eventually(() => household.slack.messages.length === 2, 'both have it');
      await delivery(page, 'kitchen-slack').getByRole('button', { name: 'Send again' }).click();
      await eventually(() => household.slack.messages.length === 3, 'Slack has it again');
      await delivery(page, 'kitchen-slack').locator('.attempts li').nth(2).waitFor();
    }),
  );

  it(
    'is not there for whom it is not for, whatever they ask',
    scene(async ({ enter }) => {
      const page = await openNew(await enter(), 'PayPal', 'Your PayPal code is 271828');
      const bob = await enter();
      await letIn(bob, 'bob');
      bob.complaints.expect(/^404: GET \/api\/v1\/messages\//);
      await bob.page.goto(page.url());
      await bob.page.getByRole('heading', { name: 'Message', level: 1 }).waitFor();
      await bob.page.getByText('There is no such message, or it is not for you.').waitFor();
      await bob.page.goto(`${at}/`);
      await bob.page.getByLabel('Search').fill('PayPal');
      await bob.page.getByText('No message fits.').waitFor();
      assert.equal((await bob.page.content()).includes('PayPal code'), false);
    }),
  );

  it(
    'warns everybody who sees it when somebody else has asked for it',
    scene(async ({ enter }) => {
      const page = await openNew(await enter(), 'Dropbox', 'Your Dropbox code is 707070');
      await page.getByRole('button', { name: 'This wasn’t me' }).click();
      await page.getByText('Give the code to nobody').waitFor();
      await page.getByRole('link', { name: 'Codes', exact: true }).click();
      const card = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Dropbox' }) });
      await card.getByText('Somebody else may be trying to get in').waitFor();
      await card.getByRole('link', { name: 'Dropbox' }).click();
      await page.getByRole('button', { name: 'It was me after all' }).click();
      await page.getByRole('button', { name: 'This wasn’t me' }).waitFor();
    }),
  );

  it(
    'comes first to whoever waits for it',
    scene(async ({ enter }) => {
      const visitor = await enter({ size: 'phone' });
      await letIn(visitor, 'bob');
      const { page } = visitor;
      await page.goto(`${at}/wait`);
      await page.getByLabel(/From which service/).fill('Airbnb');
      await page.getByRole('button', { name: 'Start waiting' }).click();
      await page.getByRole('heading', { name: 'Waiting for a code of Airbnb' }).waitFor();
      household.text('bob', 'Your Airbnb code is 314159');
      await page.getByRole('heading', { name: 'Here it is: Airbnb' }).waitFor();
      assert.equal(await page.locator('.code-text').textContent(), '314159');
    }),
  );
});
