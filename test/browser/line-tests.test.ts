import { after, before, describe, it } from 'node:test';
import { until } from '../helpers/twilio-hub.ts';
import { assertAccessible } from './helpers/accessible.ts';
import { type Household, openHousehold } from './helpers/household.ts';
import { openPage } from './helpers/pages.ts';
import { setStage } from './helpers/scene.ts';
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
    'are explained where there is none, and are for owners',
    scene(async ({ enter }) => {
      const ann = await enter();
      await keepSignedIn(other.hub)(ann, 'ann');
      await openPage(ann.page, `http://localhost:${other.hub.port}/settings/line-tests`);
      await ann.page.getByRole('heading', { name: 'Know that texts still arrive' }).waitFor();
      await assertAccessible(ann.page);
      const bob = await enter();
      await letIn(bob, 'bob');
      await openPage(bob.page, `${at()}/line-tests`);
      await bob.page.getByText('Only owners of this hub can see this page.').waitFor();
    }),
  );
});
