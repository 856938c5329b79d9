import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { makeFirstSetupLink } from '../../src/access/setup.ts';
import { type HilinkSimulator, startHilinkSimulator } from '../../src/simulators/hilink/simulator.ts';
import { type SlackSimulator, startSlackSimulator } from '../../src/simulators/slack.ts';
import { eventually } from '../helpers/eventually.ts';
import { type ServedHub, serveHub } from '../helpers/served-hub.ts';
import { assertAccessible } from './helpers/accessible.ts';
import { sender } from './helpers/household.ts';
import { setStage } from './helpers/scene.ts';
import { giveAuthenticator, signIn } from './helpers/sign-in.ts';

const json = { 'content-type': 'application/json' };
/** Browsers ask who is signed in before anybody is. */
const askedInVain = /^401: GET \/api\/v1\/account$/;

describe('the set-up wizard', () => {
  const stage = setStage();
  let stick: HilinkSimulator;
  let slack: SlackSimulator;
  let hub: ServedHub;

  before(async () => {
    [stick, slack] = await Promise.all([startHilinkSimulator(), startSlackSimulator()]);
    hub = await serveHub(null, { machine: { root: '/nowhere', addresses: [stick.url] } });
    // Slack is on this machine here.
    const body = JSON.stringify({ allowHosts: ['127.0.0.1'] });
    assert.equal((await hub.api('/configuration/general', { method: 'PUT', headers: json, body })).status, 200);
  });
  after(async () => {
    await hub.close();
    await Promise.all([stick.close(), slack.close()]);
  });

  const at = (path: string) => `http://localhost:${hub.port}${path}`;
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

  it(
    'leads from the first start to a code on the screen and at Slack',
    stage.scene(async ({ enter }) => {
      const visitor = await enter();
      const { page, complaints } = visitor;
      complaints.expect(askedInVain);
      await giveAuthenticator(visitor);
      const link = await makeFirstSetupLink(hub.hub.api);
      assert.ok(link !== null && link !== 'elsewhere');
      await page.goto(at(`/setup#${link.token}`));
      await page.getByLabel('Your name').fill('Ann Example');
      await page.getByRole('button', { name: 'Let’s go' }).click();
      await page.getByRole('button', { name: 'Make a passkey' }).click();

      await heading(page, 'Where do your codes arrive?');
      await page.getByText('Found one.').waitFor();
      await assertAccessible(page);
      await page.getByRole('link', { name: 'Use this one' }).click();

      await heading(page, 'Which number is it?');
      await assertAccessible(page);
      const number = page.getByLabel('Phone number');
      await number.fill('555');
      await page.getByText('Begin with + and the country').waitFor();
      await number.fill('+1 555 010 0001');
      await page.getByLabel('What do you call it?').fill('Our burner');
      await page.getByText('It will be called our-burner in lists.').waitFor();
      await page.getByRole('button', { name: 'Save and go on' }).click();

      await heading(page, 'Let a first text arrive');
      await page.getByText('+15550100001', { exact: true }).waitFor();
      await page.getByText('Works', { exact: true }).waitFor();
      await assertAccessible(page);
      await page.reload();
      await page.getByText('Waiting for it.').waitFor();
      stick.inject({ sender, text: '391746 is your GitHub authentication code.\n\n@github.com #391746' });
      await page.getByRole('heading', { name: 'It came!' }).waitFor();
      assert.equal(await page.locator('.code-text').textContent(), '391746');
      await assertAccessible(page);
      await page.getByRole('link', { name: 'Go on' }).click();

      await heading(page, 'Where shall codes go?');
      await page.getByRole('link', { name: /^Slack/ }).click();
      await page.getByLabel(/^Webhook address/).fill(slack.webhookUrl);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('button', { name: 'Send a test' }).click();
      await page.getByText(/^It was taken after/).waitFor();
      assert.equal(slack.messages.length, 1);
      await assertAccessible(page);
      await page.getByRole('link', { name: 'Go on' }).click();

      await heading(page, 'Which codes go where?');
      await page.getByLabel('Texts of GitHub go where I say').check();
      await page.getByRole('button', { name: 'Try it on past messages' }).click();
      await page.getByText(/of 1 messages would have gone elsewhere/).waitFor();
      await page.getByRole('button', { name: 'Make this rule' }).click();
      await page.getByText('The rule is in effect.').waitFor();
      await assertAccessible(page);
      await page.getByRole('link', { name: 'Go on' }).click();

      await heading(page, 'That is it');
      await assertAccessible(page);
      await page.getByRole('link', { name: 'To your codes' }).click();
      stick.inject({ sender, text: '604182 is your GitHub authentication code.\n\n@github.com #604182' });
      await page.locator('.due-code.big', { hasText: '604182' }).waitFor();
      await eventually(() => JSON.stringify(slack.messages).includes('604182'), 'the code comes to Slack');
      const { routes } = (await (await hub.api('/configuration/items')).json()) as {
        routes: { name: string; when: object; to: string[] }[];
      };
      assert.deepEqual(
        routes.map(({ name, when, to }) => ({ name, when, to })),
        [{ name: 'GitHub codes', when: { service: 'GitHub', hasCode: true }, to: ['slack'] }],
      );
    }),
  );

  it(
    'leaves no number behind where its source could not be made, and goes back',
    stage.scene(async ({ enter }) => {
      const visitor = await enter();
      const { page, complaints } = visitor;
      complaints.expect(/^422: PUT /);
      await signIn(visitor, hub, 'ann-example');
      await page.goto(at('/set-up'));
      await page.getByRole('link', { name: 'A Twilio number' }).click();
      await page.getByLabel('Number', { exact: true }).selectOption('A new one');
      await page.getByLabel('Phone number').fill('+15550100002');
      await page.getByLabel(/^account sid/i).fill('wrong');
      await page.getByLabel('Auth token').fill('for-tests-only');
      await page.getByRole('button', { name: 'Save and go on' }).click();
      await page.getByText('expected the Account SID').waitFor();
      const { lines } = (await (await hub.api('/configuration/items')).json()) as { lines: { id: string }[] };
      assert.deepEqual(
        lines.map(({ id }) => id),
        ['our-burner'],
      );
      await page.getByLabel(/^account sid/i).fill(`AC${'2'.repeat(32)}`);
      await page.goBack();
      await heading(page, 'Where do your codes arrive?');
    }),
  );
});
