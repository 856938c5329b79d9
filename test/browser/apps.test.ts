import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { serveHub } from '../helpers/served-hub.ts';
import { basic, startCallReceiver, until } from '../helpers/twilio-hub.ts';
import { assertAccessible } from './helpers/accessible.ts';
import { type Household, openHousehold } from './helpers/household.ts';
import { openPage } from './helpers/pages.ts';
import { setStage, type Visitor } from './helpers/scene.ts';
import { keepSignedIn, signIn } from './helpers/sign-in.ts';
import { makeUsedApp, makeVerifyingApp, testNumber } from './helpers/verifying-app.ts';

interface Settings {
  regions: string[] | null;
  limits: object;
  dailyCost: string | null;
  lifetimeMinutes: number;
  domain: string | null;
  safe: string[];
  fallBackFromTotp: boolean;
  returnUrls: string[];
  testNumbers: { number: string }[];
  console: boolean;
}

describe('apps', () => {
  const { scene } = setStage();
  let household: Household;
  let letIn: ReturnType<typeof keepSignedIn>;
  before(async () => {
    household = await openHousehold();
    letIn = keepSignedIn(household.hub);
  });
  after(() => household?.close());

  const open = async (visitor: Visitor, person: 'ann' | 'bob', path = '') => {
    await letIn(visitor, person);
    await openPage(visitor.page, `http://localhost:${household.hub.port}/settings/apps${path}`);
    return visitor.page;
  };
  const settingsOf = async (sid: string) =>
    (await (await household.hub.api(`/apps/${sid}/verification`)).json()) as Settings;

  const readBlocks = async () =>
    ((await (await household.hub.api('/verification-blocks')).json()) as { blocks: object[] }).blocks;

  it(
    'begin with what they are for, and hand out credentials that work, once',
    scene(async ({ enter }) => {
      const page = await open(
        await enter({ size: 'phone', permissions: ['clipboard-read', 'clipboard-write'] }),
        'ann',
      );
      await page.getByRole('heading', { name: 'Let your own program send codes' }).waitFor();
      await page.getByRole('button', { name: 'New app' }).click();
      await page.getByLabel('What is the app called?').fill('Example Shop');
      await page.getByLabel('Only these').check();
      await page.getByRole('button', { name: 'Make it' }).click();
      await page.getByText('Choose at least one line.').waitFor();
      await assertAccessible(page);
      await page.getByLabel(/^family/).check();
      await page.getByRole('button', { name: 'Make it' }).click();

      const dialog = page.getByRole('dialog', { name: 'Example Shop is ready' });
      await dialog.waitFor();
      await assertAccessible(page);
      const [accountSid = '', authToken = ''] = await dialog.locator('.app-given code').allTextContents();
      await dialog.getByRole('button', { name: 'Copy: Auth token' }).click();
      assert.equal(await page.evaluate('navigator.clipboard.readText()'), authToken);
      const headers = basic({ accountSid, authToken });
      const answer = await fetch(`${household.hub.url}/v2/Services`, { headers });
      assert.equal(answer.status, 200);
      await dialog.getByText('It sends to phones in one country so far: United States.').waitFor();
      const example = dialog.getByRole('region', { name: 'Example' });
      const address = `http://localhost:${household.hub.port}`;
      assert.match((await example.textContent()) ?? '', new RegExp(`client.verify.baseUrl = '${address}'`));
      await dialog.getByLabel('With plain HTTP').check();
      assert.match((await example.textContent()) ?? '', new RegExp(`^curl -u '${accountSid}:${authToken}'`));
      await dialog.getByText('A key besides').click();
      await dialog.getByText('API key secret', { exact: true }).waitFor();

      await dialog.getByRole('link', { name: 'Open the app' }).click();
      await page.getByRole('heading', { name: 'Example Shop', level: 1 }).waitFor();
      await page.getByText('No code was asked for yet.').waitFor();
      assert(!(await page.content()).includes(authToken));
      await page.reload();
      await page.getByRole('heading', { name: 'Example Shop', level: 1 }).waitFor();
      assert(!(await page.content()).includes(authToken));
    }),
  );

  it(
    'say beside their example that a hub without a country sends nowhere',
    scene(async ({ enter, test }) => {
      const hub = await serveHub(null);
      test.after(hub.close);
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ id: 'ann', name: 'Ann', role: 'owner' });
      assert.equal((await hub.api('/people', { method: 'POST', headers, body })).status, 201);
      const visitor = await enter();
      await signIn(visitor, hub, 'ann');
      const { page } = visitor;
      await openPage(page, `http://localhost:${hub.port}/settings/apps`);
      await page.getByRole('button', { name: 'New app' }).click();
      await page.getByLabel('What is the app called?').fill('Shop');
      await page.getByRole('button', { name: 'Make it' }).click();
      const dialog = page.getByRole('dialog', { name: 'Shop is ready' });
      await dialog.getByText('It sends to no phone yet').waitFor();
      await assertAccessible(page);
      await dialog.getByRole('link', { name: 'Choose countries' }).click();
      await page.getByText('Only the country of this hub, which is not set: to no phone at all').waitFor();
    }),
  );

  it(
    'tell what befell each verification, without its code and address',
    scene(async ({ enter }) => {
      const app = await makeUsedApp(household.hub);
      const page = await open(await enter(), 'ann', `/${app.accountSid}`);
      const approved = page.getByRole('group').filter({ hasText: '+1…42' });
      await approved.getByText('Approved').waitFor();
      await approved.getByText('Test number').waitFor();
      await approved.locator('summary').click();
      const steps = approved.getByRole('list', { name: 'What happened' }).getByRole('listitem');
      await steps.nth(2).waitFor();
      const told = await steps.allTextContents();
      assert.equal(told.length, 3);
      assert.match(told[0] ?? '', /The app asked for a code by text.*A test number: nothing was sent/);
      assert.match(told[1] ?? '', /A wrong code was typed \(1\)/);
      assert.match(told[2] ?? '', /The right code was typed/);
      await assertAccessible(page);
      const content = await page.content();
      assert(!content.includes(testNumber.code) && !content.includes('0143'));

      const sent = page.getByRole('group').filter({ hasText: '+1…43' });
      await sent.locator('summary').click();
      await until(async () => {
        await page.getByRole('button', { name: 'Look again' }).click();
        return (await sent.getByText(/^(Sent|Arrived).* · by the line family/).count()) > 0 ? true : undefined;
      });
    }),
  );

  it(
    'come by pages where there were many',
    scene(async ({ enter }) => {
      const numbers = Array.from({ length: 23 }, (_, index) => ({ number: `+155501000${40 + index}`, code: '1234' }));
      const app = await makeVerifyingApp(household.hub, 'Busy', { testNumbers: numbers });
      for (const { number } of numbers) assert.equal(await app.start(number), 201);
      const page = await open(await enter({ size: 'tablet' }), 'ann', `/${app.accountSid}`);
      const rows = page.locator('.verification');
      await rows.nth(19).waitFor();
      assert.equal(await rows.count(), 20);
      await page.getByRole('button', { name: 'Show older ones' }).click();
      await rows.nth(22).waitFor();
      assert.equal(await page.getByRole('button', { name: 'Show older ones' }).count(), 0);
      assert.match((await rows.nth(22).textContent()) ?? '', /\+1…40/);
    }),
  );

  it(
    'may be changed in what they may do, without losing what is never shown',
    scene(async ({ enter }) => {
      const app = await makeVerifyingApp(household.hub, 'Careful', { testNumbers: [testNumber] });
      const page = await open(await enter(), 'ann', `/${app.accountSid}`);
      await page.getByLabel('These countries').check();
      await page.getByLabel('Add a country').selectOption('Germany');
      await page.getByRole('button', { name: 'Take out United States' }).click();
      await page.getByLabel('Phone number').fill('+1 555 010 0043');
      await page.getByRole('button', { name: 'Add it' }).click();
      await page.getByText('Expected 4 to 10 digits.').waitFor();
      await page.getByLabel('Code', { exact: true }).fill('007700');
      await page.keyboard.press('Enter');
      await page.getByText('Limits', { exact: true }).click();
      await page.getByLabel('Of this app in all, a day').fill('9');
      await page.getByLabel(/^Print codes/).check();
      await page.getByLabel(/^Codes also for people with an authenticator app/).check();
      await page.getByLabel(/^What may its codes cost in a day/).fill('a lot');
      await page.getByLabel('For how many minutes is a code good?').fill('90');
      await page.getByLabel(/^On which site are codes typed/).fill('https://shop.example');
      await page
        .getByRole('textbox', { name: /^Where may the hub’s page lead back to/ })
        .fill('https://shop.example/in');
      await page.keyboard.press('Enter');
      await page.getByRole('textbox', { name: /^Never hold these back/ }).fill('+4479');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Expected an amount, such as 2.50.').waitFor();
      await assertAccessible(page);
      await page.getByLabel(/^What may its codes cost in a day/).fill('2,50');
      await page.getByText('Expected a whole number from 2 to 60.').waitFor();
      await page.getByLabel('For how many minutes is a code good?').fill('5');
      await page.getByText('Expected a domain, such as shop.example.').waitFor();
      await page.getByLabel(/^On which site are codes typed/).fill('shop.example');

      await page.getByRole('link', { name: 'Settings' }).first().click();
      await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Saved. It holds from the next code on.').waitFor();
      const saved = await settingsOf(app.accountSid);
      assert.deepEqual(
        [saved.regions, saved.limits, saved.console, saved.testNumbers.map(({ number }) => number)],
        [['DE'], { app: { short: 1000, long: 9 } }, true, [testNumber.number, '+15550100043']],
      );
      assert.deepEqual(
        [saved.dailyCost, saved.safe, saved.fallBackFromTotp, saved.returnUrls],
        ['2.50', ['+4479'], true, ['https://shop.example/in']],
      );
      assert.deepEqual([saved.lifetimeMinutes, saved.domain], [5, 'shop.example']);
      await app.start(testNumber.number);
      assert.equal(await app.check(testNumber.number, testNumber.code), 201);

      await page.getByRole('button', { name: 'Take out Germany' }).click();
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Choose at least one country.').waitFor();
    }),
  );

  it(
    'say where codes are held back, and what they cost',
    scene(async ({ enter }) => {
      const { hub } = household;
      const app = await makeVerifyingApp(hub, 'Popular', { limits: { prefix: { short: 1, long: 20 } } });
      const headers = { 'content-type': 'application/json' };
      const prices = { currency: 'EUR', prices: [{ kind: 'sms', price: '0.0079' }] };
      await hub.api('/prices', { method: 'PUT', headers, body: JSON.stringify(prices) });
      assert.equal(await app.start('+12035550150'), 201);
      assert.equal(await app.start('+12035550155'), 403);
      const page = await open(await enter({ size: 'phone' }), 'ann', `/${app.accountSid}`);
      const block = page.getByText('Nothing is sent to numbers that begin with +1203555');
      await block.waitFor();
      await until(async () => {
        await page.reload();
        await page.getByRole('heading', { name: 'Newest verifications' }).waitFor();
        return (await page.getByText('sent once · about €0.0079').count()) > 0 ? true : undefined;
      });
      await assertAccessible(page);
      await page.locator('.verification').first().locator('summary').click();
      await page.getByText(/^Sent.* · €0\.0079$/).waitFor();
      await page.getByRole('button', { name: 'Send there again' }).click();
      await block.waitFor({ state: 'detached' });
      assert.equal((await readBlocks()).length, 0);
    }),
  );

  it(
    'are told of changes at an address of theirs, signed with a secret that is shown once',
    scene(async ({ enter }) => {
      const receiver = await startCallReceiver();
      try {
        const app = await makeVerifyingApp(household.hub, 'Told', { testNumbers: [testNumber] });
        const page = await open(await enter({ size: 'phone' }), 'ann', `/${app.accountSid}`);
        const section = page.getByRole('region', { name: 'Tell it of changes' });
        await section.getByLabel('Address to call').fill('shop.example');
        await section.getByRole('button', { name: 'Save the address' }).click();
        await section.getByText('Expected an address that begins with https:// or http://.').waitFor();
        await section.getByLabel('Address to call').fill(`${receiver.url}/told`);
        await section.getByRole('button', { name: 'Save the address' }).click();
        const dialog = page.getByRole('dialog', { name: 'The secret of the calls' });
        await dialog.waitFor();
        const [secret = ''] = await dialog.locator('.app-given code').allTextContents();
        assert.match(secret, /^whsec_/);
        await assertAccessible(page);
        await dialog.getByRole('button', { name: 'Done' }).click();
        await section.getByText('Nothing went wrong').waitFor();
        receiver.statuses.push(500);
        await app.start(testNumber.number);
        await until(async () => {
          await page.reload();
          await section.getByRole('button', { name: 'New secret' }).waitFor();
          return (await section.getByText('The last call was not taken:').count()) > 0 ? true : undefined;
        });
        assert(!(await page.content()).includes(secret));
        await section.getByRole('button', { name: 'New secret' }).click();
        await dialog.waitFor();
        const [next = ''] = await dialog.locator('.app-given code').allTextContents();
        assert.match(next, /^whsec_/);
        assert.notEqual(next, secret);
        await dialog.getByRole('button', { name: 'Done' }).click();
        await section.getByText('The old secret is good for a day, too.').waitFor();
        await section.getByRole('button', { name: 'Stop calling' }).click();
        const sure = page.getByRole('dialog', { name: 'Stop calling?' });
        await sure.getByRole('button', { name: 'Stop calling' }).click();
        await section.getByRole('button', { name: 'New secret' }).waitFor({ state: 'detached' });
        assert.equal(await section.getByLabel('Address to call').inputValue(), '');
      } finally {
        await receiver.close();
      }
    }),
  );

  it(
    'get keys that can be exchanged, and end when they are revoked',
    scene(async ({ enter }) => {
      const app = await makeVerifyingApp(household.hub, 'Short-lived');
      const page = await open(await enter(), 'ann', `/${app.accountSid}`);
      await page.getByRole('button', { name: 'Make a key' }).click();
      const dialog = page.getByRole('dialog', { name: 'A new API key' });
      await dialog.waitFor();
      await assertAccessible(page);
      const [keySid = '', secret = ''] = await dialog.locator('.app-given code').allTextContents();
      const headers = basic({ accountSid: keySid, authToken: secret });
      const ask = async () => (await fetch(`${household.hub.url}/v2/Services`, { headers })).status;
      assert.equal(await ask(), 200);
      await dialog.getByRole('button', { name: 'Done' }).click();
      await page.getByRole('button', { name: `Revoke ${keySid}` }).click();
      const sure = page.getByRole('dialog', { name: 'Revoke this key?' });
      await sure.getByRole('button', { name: 'Cancel' }).click();
      assert.equal(await ask(), 200);
      await page.getByRole('button', { name: `Revoke ${keySid}` }).click();
      await sure.getByRole('button', { name: 'Revoke', exact: true }).click();
      await page.getByRole('button', { name: `Revoke ${keySid}` }).waitFor({ state: 'detached' });
      assert.equal(await ask(), 401);

      await page.getByRole('button', { name: 'Revoke this app' }).click();
      const asked = page.getByRole('dialog', { name: 'Revoke Short-lived?' });
      await asked.getByRole('button', { name: 'Revoke', exact: true }).click();
      await page.getByText(/^This app is revoked/).waitFor();
      assert.equal(await page.getByRole('heading', { name: 'What it may do' }).count(), 0);
      assert.equal(await app.start(testNumber.number), 401);
      await page.getByRole('navigation', { name: 'Apps' }).getByRole('link').click();
      const row = page.getByRole('listitem').filter({ hasText: 'Short-lived' });
      await row.getByText('Revoked', { exact: true }).waitFor();
    }),
  );

  it(
    'are for owners alone',
    scene(async ({ enter }) => {
      const page = await open(await enter(), 'bob');
      await page.getByText('Only owners of this hub can see this page.').waitFor();
      await openPage(page, `${page.url()}/AC${'0'.repeat(32)}`);
      await page.getByText('Only owners of this hub can see this page.').waitFor();
    }),
  );
});
