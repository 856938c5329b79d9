import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../helpers/twilio-hub.ts';
import { assertAccessible } from './helpers/accessible.ts';
import { type Household, openHousehold } from './helpers/household.ts';
import { openPage } from './helpers/pages.ts';
import { setStage, type Visitor } from './helpers/scene.ts';
import { keepSignedIn } from './helpers/sign-in.ts';
import { makeVerifyingApp } from './helpers/verifying-app.ts';

interface Price {
  kind: string;
  by: string | null;
  to: string | null;
  price: string;
}

describe('costs', () => {
  const { scene } = setStage();
  let household: Household;
  let letIn: ReturnType<typeof keepSignedIn>;
  before(async () => {
    household = await openHousehold();
    letIn = keepSignedIn(household.hub);
  });
  after(() => household?.close());

  const open = async (visitor: Visitor, person: 'ann' | 'bob') => {
    await letIn(visitor, person);
    await openPage(visitor.page, `http://localhost:${household.hub.port}/settings/costs`);
    return visitor.page;
  };
  const read = async <Answer>(path: string) => (await (await household.hub.api(path)).json()) as Answer;
  const readPrices = () => read<{ currency: string; prices: Price[] }>('/prices');

  it(
    'begin with what they are for, and take prices',
    scene(async ({ enter }) => {
      const page = await open(await enter({ size: 'phone' }), 'ann');
      await page.getByRole('heading', { name: 'Know what your codes cost' }).waitFor();
      await page.getByText('Nothing is held back.').waitFor();
      await assertAccessible(page);
      await page.getByRole('button', { name: 'Add a price' }).click();
      const dialog = page.getByRole('dialog', { name: 'Add a price' });
      await dialog.getByLabel('By which line or provider?').selectOption('family');
      await dialog.getByLabel('Where to?').selectOption('A country');
      await dialog.getByLabel(/^Price/).fill('little');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByText('Choose a country.').waitFor();
      await dialog.getByText('Expected an amount with at most six decimals').waitFor();
      await assertAccessible(page);
      await dialog.getByLabel('Country').selectOption('Canada');
      await dialog.getByLabel(/^Price/).fill('0,000079');
      await dialog.getByRole('button', { name: 'Save' }).click();
      const row = page.getByRole('listitem').filter({ hasText: 'Text to Canada' });
      await row.getByText(/0\.000079/).waitFor();
      assert.deepEqual((await readPrices()).prices, [{ kind: 'sms', by: 'family', to: 'CA', price: '0.000079' }]);
    }),
  );

  it(
    'let prices be changed, replaced and removed, and their currency chosen',
    scene(async ({ enter }) => {
      const page = await open(await enter({ size: 'tablet' }), 'ann');
      const name = 'Text to Canada by family';
      await page.getByRole('button', { name: `Change: ${name}` }).click();
      await page.getByRole('textbox', { name: /^Price/ }).fill('0.02');
      await page.keyboard.press('Enter');
      await page.getByText(/0\.02$/).waitFor();
      await page.getByRole('button', { name: 'Add a price' }).click();
      await page.getByLabel('What is sent?').selectOption('Call');
      await page.getByLabel('By which line or provider?').selectOption('twilio');
      await page.getByLabel('Where to?').selectOption('Numbers that begin with…');
      await page.getByLabel('How the numbers begin').fill('+44 79');
      await page.getByRole('textbox', { name: /^Price/ }).fill('0.1');
      await page.keyboard.press('Enter');
      await page.getByText('Call to numbers that begin with +4479').waitFor();
      await page.getByRole('button', { name: 'Change the currency' }).click();
      await page.getByLabel('Currency', { exact: true }).selectOption('CHF');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('All prices are in CHF.').waitFor();
      await page.getByRole('button', { name: `Remove: ${name}` }).click();
      const sure = page.getByRole('dialog', { name: 'Remove this price?' });
      await sure.getByRole('button', { name: 'Remove' }).click();
      await page.getByRole('button', { name: `Remove: ${name}` }).waitFor({ state: 'detached' });
      const call = { kind: 'call', by: 'twilio', to: '+4479', price: '0.10' };
      assert.deepEqual(await readPrices(), { currency: 'CHF', prices: [call] });
      await page.getByRole('button', { name: 'Add a price' }).click();
      await page.getByLabel('What is sent?').selectOption('Call');
      await page.getByLabel('By which line or provider?').selectOption('twilio');
      await page.getByLabel('Where to?').selectOption('Numbers that begin with…');
      await page.getByLabel('How the numbers begin').fill('+4479');
      await page.getByText('There is one for this already, CHF 0.10: it is replaced.').waitFor();
    }),
  );

  it(
    'are summed by app and line, with what the month comes to, and lift what is held back',
    scene(async ({ enter }) => {
      const { hub } = household;
      const headers = { 'content-type': 'application/json' };
      const prices = { currency: 'EUR', prices: [{ kind: 'sms', price: '0.05' }] };
      await hub.api('/prices', { method: 'PUT', headers, body: JSON.stringify(prices) });
      const app = await makeVerifyingApp(hub, 'Popular', { limits: { prefix: { short: 1, long: 20 } } });
      assert.equal(await app.start('+12035550150'), 201);
      assert.equal(await app.start('+12035550155'), 403);
      await until(async () => {
        const { total } = await read<{ total: { sends: number } }>('/costs');
        return total.sends > 0 ? true : undefined;
      });
      const page = await open(await enter({ size: 'phone' }), 'ann');
      const month = page.getByRole('region', { name: /^\w+ \d{4}$/ });
      await month.getByText(/^sent once · If it goes on so, the month comes to about €\d+\.\d\d\.$/).waitFor();
      const cells = async (table: string) =>
        (await month.getByRole('table', { name: table }).locator('tbody td').allTextContents()).join(' ');
      assert.equal(await cells('By app'), '1 €0.05');
      assert.equal(await cells('By line and provider'), '1 €0.05');
      await month.getByRole('link', { name: 'line: family' }).waitFor();
      await assertAccessible(page);

      await month.getByRole('button', { name: 'The month before' }).click();
      await month.getByText(/^Nothing was sent in/).waitFor();
      assert.equal(await month.getByRole('button', { name: 'The month after' }).isDisabled(), false);
      await month.getByRole('button', { name: 'The month after' }).click();
      await month.getByText(/^sent once/).waitFor();
      assert.equal(await month.getByRole('button', { name: 'The month after' }).isDisabled(), true);

      const block = page.getByText('Nothing is sent to numbers that begin with +1203555');
      await block.waitFor();
      await page.getByRole('button', { name: 'Send there again' }).click();
      await block.waitFor({ state: 'detached' });
      assert.deepEqual(await read('/verification-blocks'), { blocks: [] });

      await month.getByRole('link', { name: 'Popular' }).click();
      await page.getByRole('heading', { name: 'Popular', level: 1 }).waitFor();
      await page.getByRole('link', { name: 'Costs' }).click();
      await page.getByRole('heading', { name: 'Costs', level: 1 }).waitFor();
    }),
  );

  it(
    'are for owners alone',
    scene(async ({ enter }) => {
      const page = await open(await enter(), 'bob');
      await page.getByText('Only owners of this hub can see this page.').waitFor();
    }),
  );
});
