import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { makeFirstSetupLink } from '../../src/access/setup.ts';
import { type HilinkSimulator, startHilinkSimulator } from '../../src/simulators/hilink/simulator.ts';
import { type SlackSimulator, startSlackSimulator } from '../../src/simulators/slack.ts';
import { startTwilioSimulator } from '../../src/simulators/twilio.ts';
import { eventually } from '../helpers/eventually.ts';
import { type ServedHub, serveHub } from '../helpers/served-hub.ts';
import { assertAccessible } from './helpers/accessible.ts';
import { sender } from './helpers/household.ts';
import { setStage } from './helpers/scene.ts';
import { giveAuthenticator, signIn } from './helpers/sign-in.ts';

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
const json = { 'content-type': 'application/json' };

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

  it(
    'leads from the first start to a code on the screen and at Slack',
    stage.scene(async ({ enter }) => {
      const visitor = await enter();
      const { page } = visitor;
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
});

describe('the set-up wizard, run again', () => {
  const stage = setStage();
  let hub: ServedHub;

  before(async () => {
    hub = await serveHub(null, { machine: { root: '/nowhere', addresses: [] } });
    const body = JSON.stringify({ name: 'Ann Example', role: 'owner' });
    assert.equal((await hub.api('/people', { method: 'POST', headers: json, body })).status, 201);
    await put('lines/our-burner', { number: '+15550100001', owner: 'ann-example' });
  });
  after(() => hub.close());

  const at = (path: string) => `http://localhost:${hub.port}${path}`;
  const put = async (path: string, body: object) => {
    const init = { method: 'PUT', headers: json, body: JSON.stringify(body) };
    assert.equal((await hub.api(`/configuration/${path}`, init)).status, 200);
  };

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

  it(
    'shows what to put into a phone, once, and takes what the phone then hands in',
    stage.scene(async ({ enter }) => {
      const visitor = await enter();
      const { page } = visitor;
      await signIn(visitor, hub, 'ann-example');
      await page.goto(at('/set-up'));
      await page.getByRole('link', { name: 'An old iPhone' }).click();
      await page.getByLabel('Number', { exact: true }).selectOption('A new one');
      await page.getByLabel('What do you call it?').fill('Phone in the drawer');
      await page.getByRole('button', { name: 'Save and go on' }).click();
      await page.getByRole('heading', { name: 'On the iPhone' }).waitFor();
      const values = page.locator('.phone-value code');
      const [address = '', header = ''] = await values.allTextContents();
      assert.match(address, /\/hooks\/iphone\/[0-9a-f]{48}$/);
      await page.getByText('As a QR code').first().click();
      await page.getByRole('img', { name: 'QR code: Address' }).waitFor();
      await assertAccessible(page);
      const handIn = (authorization: string) =>
        fetch(address, {
          method: 'POST',
          headers: { ...json, authorization },
          body: JSON.stringify({ sender, text: 'Your Example code is 482913' }),
        });
      assert.equal((await handIn('Bearer of-somebody-else')).status, 401);
      await page.getByText('could not prove that it is your phone').waitFor();
      assert.equal((await handIn(header)).status, 200);
      await page.getByRole('heading', { name: 'It came!' }).waitFor();
      assert.equal(await page.locator('.code-text').textContent(), '482913');

      // Opened again, the page does not have them any more, and the hub does not give them out.
      await page.goto(at('/set-up?step=text&source=iphone'));
      await page.getByRole('heading', { name: 'It came!' }).waitFor();
      assert.equal((await page.locator('body').innerText()).includes(header), false);
      assert.equal(await values.count(), 0);
    }),
  );

  it(
    'makes new secrets for a phone',
    stage.scene(async ({ enter }) => {
      const visitor = await enter();
      const { page } = visitor;
      await signIn(visitor, hub, 'ann-example');
      await page.goto(at('/set-up?step=number&kind=webhook&app=bogkonstantin'));
      await page.getByLabel('Number', { exact: true }).selectOption('A new one');
      await page.getByLabel('Which app will you use?').selectOption('textbee');
      await page.getByLabel('Number', { exact: true }).selectOption('A new one');
      await page.getByRole('button', { name: 'Save and go on' }).click();
      await page.getByRole('heading', { name: 'On the phone, with textbee' }).waitFor();
      const values = page.locator('.phone-value code');
      const before = await values.allTextContents();
      await page.reload();
      await page.getByRole('button', { name: 'Make new secrets' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Make new secrets' }).click();
      await page.getByText('They are shown only now').waitFor();
      const after = await values.allTextContents();
      assert.equal(after[0], before[0], 'the address stays');
      assert.notEqual(after[1], before[1]);
    }),
  );

  it(
    'says why nothing may have come, and at once what surely keeps texts away',
    stage.scene(async ({ enter }) => {
      const silent = await startHilinkSimulator();
      try {
        await put('lines/silent', { number: '+15550100005', owner: 'ann-example' });
        await put('sources/silent', { kind: 'hilink', line: 'silent', url: silent.url, pollSeconds: 0.2 });
        const visitor = await enter();
        const { page } = visitor;
        await signIn(visitor, hub, 'ann-example');
        await page.clock.install();
        await page.goto(at('/set-up?step=text&source=silent'));
        await page.getByText('Waiting for it.').waitFor();
        await page.clock.runFor(61_000);
        await page.getByRole('heading', { name: 'Nothing has come for a minute' }).waitFor();
        await page.getByText('It may be another number.').waitFor();
        await assertAccessible(page);
        silent.scenario({ sim: 'pin' });
        await put('sources/silent', { kind: 'hilink', line: 'silent', url: silent.url, pollSeconds: 0.3 });
        await page.goto(at('/set-up?step=text&source=silent'));
        await page.getByText('The SIM card wants its PIN.').waitFor();
        await page.getByRole('link', { name: 'Open the web page of the stick' }).waitFor();
      } finally {
        await silent.close();
      }
    }),
  );

  it(
    'enters the hub at Twilio, once it has an address there, and says what it replaced',
    stage.scene(async ({ enter }) => {
      const account = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'for-tests-only' };
      const provider = await startTwilioSimulator({ ...account, numbers: [{ phoneNumber: '+15550100002' }] });
      try {
        const visitor = await enter();
        const { page, complaints } = visitor;
        complaints.expect(/^422: PUT \/api\/v1\/configuration\/general$/);
        await signIn(visitor, hub, 'ann-example');
        await page.goto(at('/set-up?step=number&kind=twilio'));
        await page.getByLabel('Number', { exact: true }).selectOption('A new one');
        await page.getByRole('button', { name: 'Save and go on' }).click();
        await page.getByText('Twilio needs to know which of your numbers it is.').waitFor();
        await page.getByLabel('Phone number').fill('+1 555 010 0002');
        await page.getByLabel(/^account sid/i).fill(account.accountSid);
        await page.getByLabel(/^auth token/i).fill(account.authToken);
        await page.getByText('More settings').click();
        await page.getByLabel(/api/i).first().fill(provider.url);
        await page.getByRole('button', { name: 'Save and go on' }).click();
        const address = page.getByLabel('Address of this hub in the internet');
        await address.fill('codes.example.com');
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByText('expected an address as https://').waitFor();
        await address.fill('https://codes.example.com');
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByRole('button', { name: 'Enter this hub there' }).click();
        await page.getByText('Before, it was https://demo.twilio.com').waitFor();
        assert.equal(provider.numbers[0]?.smsUrl, 'https://codes.example.com/hooks/twilio');
        await assertAccessible(page);
      } finally {
        await provider.close();
      }
    }),
  );
});
