import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { serveHub } from '../helpers/served-hub.ts';
import { type Household, openHousehold } from './helpers/household.ts';
import { openPage } from './helpers/pages.ts';
import { setStage, type Visitor } from './helpers/scene.ts';
import { keepSignedIn, signIn } from './helpers/sign-in.ts';

describe('what else may look at the hub', () => {
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
    await openPage(visitor.page, at(path));
    return visitor.page;
  };
  const revoke = async (page: Page, name: string) => {
    await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: `Revoke ${name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Revoked.').waitFor();
    assert.equal(await page.getByRole('button', { name: `Revoke ${name}` }).count(), 0);
  };

  it(
    'a board is made, opens by its address, and is revoked',
    scene(async ({ enter }) => {
      const page = await open(await enter(), '/settings/boards');
      await page.getByRole('button', { name: 'Make a board' }).click();
      await page.getByLabel('Where does it hang?').fill('Kitchen');
      await page.getByRole('button', { name: 'Make it' }).click();
      const address = String(await page.getByRole('dialog').locator('code').textContent());
      assert.match(address, /\/board\/kitchen#.{40,}$/);
      await page.getByRole('img', { name: 'QR code of the board’s address' }).waitFor();

      const wall = await enter({ size: 'tablet' });
      wall.complaints.expect(/^401: /);
      await wall.page.goto(address);
      household.text('ann', 'Your Spotify code is 482913');
      await wall.page.getByRole('article').filter({ hasText: 'Spotify' }).waitFor();
      await revoke(page, 'Kitchen');
      household.text('ann', 'Your Reddit code is 808080');
      await wall.page.getByText('This board has no valid token').waitFor();
      assert.equal(await wall.page.getByRole('article').count(), 0);
    }),
  );

  it(
    'a token is made, does what it may and no more, and is revoked',
    scene(async ({ enter }) => {
      const page = await open(await enter(), '/settings/tokens');
      await page.getByRole('button', { name: 'Make a token' }).click();
      await page.getByLabel('What is it for?').fill('Widget');
      await page.getByRole('checkbox', { name: 'Look' }).uncheck();
      await page.getByRole('button', { name: 'Make it' }).click();
      await page.getByText('Choose at least one thing').waitFor();
      await page.getByRole('checkbox', { name: 'Look' }).check();
      await page.getByRole('button', { name: 'Make it' }).click();
      const token = (await page.getByRole('dialog').locator('code').first().textContent()) ?? '';
      const ask = async (path: string) => {
        const headers = { authorization: `Bearer ${token}` };
        return (await fetch(`http://127.0.0.1:${household.hub.port}/api/v1${path}`, { headers })).status;
      };
      assert.deepEqual([await ask('/messages'), await ask('/tokens')], [200, 403]);
      await revoke(page, 'Widget');
      assert.equal(await ask('/messages'), 401);
      assert.equal((await page.content()).includes(token), false);
    }),
  );

  it(
    'nobody but owners gets there',
    scene(async ({ enter }) => {
      const visitor = await enter();
      await letIn(visitor, 'bob');
      for (const path of ['boards', 'tokens', 'general']) {
        await openPage(visitor.page, at(`/settings/${path}`));
        await visitor.page.getByText('Only owners of this hub can see this page').waitFor();
      }
      await openPage(visitor.page, at('/settings'));
      assert.equal(await visitor.page.getByRole('link', { name: 'Tokens' }).count(), 0);
    }),
  );

  it(
    'what a file says of the hub is shown locked',
    scene(async ({ enter }) => {
      const page = await open(await enter(), '/settings/general');
      await page.getByText(/configuration file .*keypigeon\.yaml/).waitFor();
      await page.getByText('US', { exact: true }).waitFor();
      assert.equal(await page.getByRole('main').getByRole('textbox').count(), 0);
    }),
  );
});

describe('a hub without a file', () => {
  const { scene } = setStage();

  it(
    'is told its address and country in the browser, and says what is wrong where',
    scene(async ({ enter, test }) => {
      const hub = await serveHub(null);
      test.after(hub.close);
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ id: 'ann', name: 'Ann', role: 'owner' });
      assert.equal((await hub.api('/people', { method: 'POST', headers, body })).status, 201);
      const visitor = await enter();
      await signIn(visitor, hub, 'ann');
      visitor.complaints.expect(/^422: PUT \/api\/v1\/configuration\/general$/);
      const { page } = visitor;
      await openPage(page, `http://localhost:${hub.port}/settings/general`);
      await page.getByLabel('Address of this hub').fill('codes');
      await page.getByLabel('Country').fill('d');
      const devices = page.getByRole('textbox', { name: /^Devices in your network/ });
      for (const device of ['192.168.1.0/24', 'nas.local']) {
        await devices.fill(device);
        await devices.press('Enter');
      }
      const proxies = page.getByRole('textbox', { name: /^Reverse proxies that are believed/ });
      await proxies.fill('172.18.0.0/16');
      await proxies.press('Enter');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('A whole address is needed').waitFor();
      assert.equal(await page.getByLabel('Address of this hub').getAttribute('aria-invalid'), 'true');
      assert.equal(await devices.getAttribute('aria-invalid'), 'false');
      await page.getByLabel('Address of this hub').fill('');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Two letters, such as US or DE.', { exact: true }).waitFor();
      await page.getByLabel('Country').fill('de');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved. It is in effect.').waitFor();
      const items = await (await hub.api('/configuration/items')).json();
      const { general } = items as { general: Record<string, unknown> };
      assert.equal(general.defaultRegion, 'DE');
      assert.deepEqual(general.allowHosts, ['192.168.1.0/24', 'nas.local']);
      assert.deepEqual(general.trustedProxies, ['127.0.0.0/8', '::1', '172.18.0.0/16']);
    }),
  );
});
