import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { handIn, pathSecret } from '../../src/http/fixtures.ts';
import { type HilinkSimulator, startHilinkSimulator } from '../../src/simulators/hilink/simulator.ts';
import { apiCaller, type Call } from '../helpers/api-caller.ts';
import { type ServedHub, serveHub } from '../helpers/served-hub.ts';
import { until } from '../helpers/twilio-hub.ts';
import { assertAccessible } from './helpers/accessible.ts';
import { type Household, openHousehold } from './helpers/household.ts';
import { openPage } from './helpers/pages.ts';
import { setStage, type Visitor } from './helpers/scene.ts';
import { keepSignedIn } from './helpers/sign-in.ts';

describe('line tests', () => {
  const { scene } = setStage();
  let household: Household;
  /** Has no line test. */
  let other: Household;
  let letIn: ReturnType<typeof keepSignedIn>;
  before(async () => {
    household = await openHousehold({ lineTest: true });
    other = await openHousehold();
    letIn = keepSignedIn(household.hub);
  });
  after(async () => {
    await household?.close();
    await other?.close();
  });

  const at = () => `http://localhost:${household.hub.port}/settings`;

  it(
    'show a text that is sent by a click arrive',
    scene(async ({ enter }) => {
      const visitor = await enter({ size: 'phone' });
      const { page } = visitor;
      await letIn(visitor, 'ann');
      await openPage(page, `${at()}/lines`);
      await page.getByRole('link', { name: 'Line tests' }).click();
      const card = page.getByRole('listitem').filter({ hasText: 'A text to the line bobs-phone, sent by family' });
      const sent = () => household.sticks.ann.state().sent;
      const before = sent().length;
      await card.getByRole('button', { name: 'Test now: daily' }).click();
      const { content } = await until(() => sent().at(before));
      household.text('bob', content, '+15550100001');
      await card.getByText('Arrives', { exact: true }).waitFor();
      await card.getByText(/^0 of \d+$/).waitFor();
      await card.getByText('Newest tests').click();
      await card.getByRole('listitem').first().waitFor();
      await assertAccessible(page);
    }),
  );

  it(
    'are explained where there is none, and stay what the file says',
    scene(async ({ enter }) => {
      const ann = await enter();
      await keepSignedIn(other.hub)(ann, 'ann');
      await openPage(ann.page, `http://localhost:${other.hub.port}/settings/line-tests`);
      await ann.page.getByRole('heading', { name: 'Know that texts still arrive' }).waitFor();
      await ann.page.getByRole('button', { name: 'Add a line test' }).waitFor();
      await assertAccessible(ann.page);
      await letIn(ann, 'ann');
      await openPage(ann.page, `${at()}/line-tests`);
      await ann.page.getByText(/^It stands in the configuration file \S+keypigeon.yaml,/).waitFor();
      assert.equal(await ann.page.getByRole('button', { name: 'Edit: daily' }).count(), 0);
      await ann.page.getByRole('button', { name: 'Add a line test' }).click();
      const dialog = ann.page.getByRole('dialog', { name: 'Add a line test' });
      await dialog.getByLabel('Which line is tested?').selectOption('family');
      await dialog.getByLabel('What sends the text?').selectOption('bobs-phone');
      await dialog.getByLabel('Name').fill('daily');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByText('There is one of this name already.').waitFor();
      await dialog.getByLabel('Name').fill('mine');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await ann.page.getByRole('button', { name: 'Edit: mine' }).waitFor();
    }),
  );
});

describe('line tests of a hub without a file', () => {
  const { scene } = setStage();
  let stick: HilinkSimulator;
  let hub: ServedHub;
  let letIn: ReturnType<typeof keepSignedIn>;
  let call: Call;
  before(async () => {
    stick = await startHilinkSimulator();
    hub = await serveHub(null);
    letIn = keepSignedIn(hub);
    call = apiCaller(hub);
    await put('POST', '/people', { id: 'ann', name: 'Ann', role: 'owner' });
    await put('POST', '/people', { id: 'bob', name: 'Bob', role: 'member' });
    await put('PUT', '/configuration/lines/burner', { number: '+15550100001', owner: 'ann' });
    await put('PUT', '/configuration/lines/mailbox', { owner: 'ann' });
    await put('PUT', '/configuration/lines/office', office);
    await put('PUT', '/configuration/sources/stick', {
      kind: 'hilink',
      line: 'burner',
      url: stick.url,
      pollSeconds: 0.2,
    });
    await put('PUT', '/configuration/sources/phone', { kind: 'webhook', line: 'office', pathSecret });
    await put('PUT', '/configuration/providers/mail', { kind: 'smtp', host: '127.0.0.1', from: 'a@example.com' });
  });
  after(async () => {
    await hub.close();
    await stick.close();
  });

  const office = { number: '+15550100002', owner: 'bob' };
  const put = async (method: string, path: string, body: object) => {
    const { status, text } = await call(method, path, body);
    assert.ok(status < 300, `${path}: ${text}`);
  };
  const canaries = async () => {
    const all = (await call('GET', '/configuration/items')).body.general.canaries as { provisioned: boolean }[];
    return all.map(({ provisioned: _, ...test }) => test);
  };
  const open = async (visitor: Visitor, person: string) => {
    await letIn(visitor, person);
    await openPage(visitor.page, `http://localhost:${hub.port}/settings/line-tests`);
    return visitor.page;
  };
  const usual = { id: 'office-by-burner', to: 'office', via: 'burner', lostAfterSeconds: 300, enabled: true };

  it(
    'are made, with what is wrong said at the field',
    scene(async ({ enter }) => {
      const visitor = await enter({ size: 'phone' });
      visitor.complaints.expect(/^422: PUT \/api\/v1\/configuration\/general$/);
      const page = await open(visitor, 'ann');
      await page.getByRole('button', { name: 'Add a line test' }).click();
      const dialog = page.getByRole('dialog', { name: 'Add a line test' });
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByText('Choose a line.', { exact: true }).waitFor();
      await assertAccessible(page);
      const to = dialog.getByLabel('Which line is tested?');
      const via = dialog.getByLabel('What sends the text?');
      assert.equal(await page.evaluate('document.activeElement.id'), await to.getAttribute('id'));
      assert.deepEqual(await to.locator('option').allTextContents(), [
        ...['Choose…', 'burner · +15550100001', 'office · +15550100002'],
      ]);
      await to.selectOption('office');
      assert.deepEqual(await via.locator('option').allTextContents(), ['Choose…', 'burner', 'mailbox']);
      await via.selectOption('burner');
      await dialog.getByLabel('How often?').fill('3');
      await dialog.getByLabel('Unit').selectOption('minutes');
      await dialog.getByText('Expected something between 5 minutes and 7 days.').waitFor();
      await dialog.getByLabel('How often?').fill('30');
      await put('PUT', '/configuration/lines/office', { ...office, number: null });
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByText('line office has no number').waitFor();
      assert.equal(await to.getAttribute('aria-invalid'), 'true');
      await put('PUT', '/configuration/lines/office', office);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.deepEqual(await canaries(), [{ ...usual, everyMinutes: 30 }]);
      // The first one is sent at once.
      const { content } = await until(() => stick.state().sent.at(0));
      await handIn(hub.url, content, 'phone');
      await page.getByText('Arrives', { exact: true }).waitFor();
    }),
  );

  it(
    'are changed and turned off, while somebody else changes them too',
    scene(async ({ enter }) => {
      const page = await open(await enter(), 'ann');
      const other = { ...usual, id: 'other', everyMinutes: 360 };
      await page.getByRole('button', { name: 'Edit: office-by-burner' }).click();
      const dialog = page.getByRole('dialog', { name: 'Change office-by-burner' });
      await put('PUT', '/configuration/general', { canaries: [other, { ...usual, everyMinutes: 30 }] });
      await dialog.getByLabel('How often?').fill('2');
      await dialog.getByLabel('Unit').selectOption('days');
      await dialog.getByLabel('Lost after how many minutes?').fill('2,5');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      const changed = { ...usual, everyMinutes: 2880, lostAfterSeconds: 150 };
      assert.deepEqual(await canaries(), [other, changed]);
      const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: usual.id }) });
      await card.getByText('every 2 days').waitFor();
      await card.getByRole('button', { name: 'Turn off' }).click();
      await card.getByText('sent by hand only').waitFor();
      assert.deepEqual(await canaries(), [other, { ...changed, enabled: false }]);
      await assertAccessible(page);
      await put('PUT', '/configuration/general', { canaries: [{ ...other, everyMinutes: 60 }, changed] });
      await page.getByRole('button', { name: 'Turn off: other' }).click();
      await page.getByText('Somebody else has changed it meanwhile.').waitFor();
    }),
  );

  it(
    'show a member those of their own lines, and nothing to change',
    scene(async ({ enter }) => {
      await put('PUT', '/configuration/general', {
        canaries: [
          { ...usual, enabled: false },
          { ...usual, id: 'not-bobs', to: 'burner', via: 'office', enabled: false },
        ],
      });
      const visitor = await enter({ size: 'phone' });
      await letIn(visitor, 'bob');
      const { page } = visitor;
      await openPage(page, `http://localhost:${hub.port}/settings`);
      await page.getByRole('link', { name: 'Line tests' }).click();
      await page.getByRole('heading', { name: usual.id }).waitFor();
      await page.getByText('1 minute').or(page.getByText('arrived')).first().waitFor();
      assert.equal(await page.getByText('not-bobs').count(), 0);
      assert.equal(await page.locator('main').getByRole('button').count(), 0);
      await assertAccessible(page);
    }),
  );

  it(
    'are removed, and no line goes before its tests',
    scene(async ({ enter }) => {
      await put('PUT', '/configuration/general', { canaries: [{ ...usual, enabled: false }] });
      assert.match((await call('DELETE', '/configuration/sources/phone')).text, /^$/);
      const refused = await call('DELETE', '/configuration/lines/office');
      assert.deepEqual(
        [refused.status, refused.body.detail],
        [409, 'The line "office" is still named by the line test "office-by-burner"; change or remove that first.'],
      );
      const page = await open(await enter(), 'ann');
      await page.getByRole('button', { name: 'Remove: office-by-burner' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      await page.getByRole('heading', { name: 'Know that texts still arrive' }).waitFor();
      assert.deepEqual(await canaries(), []);
      assert.equal((await call('DELETE', '/configuration/lines/office')).status, 204);
    }),
  );
});
