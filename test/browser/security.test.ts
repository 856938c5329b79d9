import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { firstLoadScripts } from './helpers/first-load.ts';
import { furnish, type Household, openHousehold } from './helpers/household.ts';
import { appPages, findPlaces, openPage, type Places } from './helpers/pages.ts';
import { setStage } from './helpers/scene.ts';
import { keepSignedIn } from './helpers/sign-in.ts';

/** Runs if it ever becomes HTML, in one of the ways that HTML has. */
const hostile = '"\'><img src=x onerror="ran=1"><script>ran=1</script><svg onload="ran=1">';

describe('what others write', () => {
  const { scene } = setStage();
  let household: Household;
  let places: Places;
  let signIn: ReturnType<typeof keepSignedIn>;

  before(async () => {
    const named = (name: string) => `${name} ${hostile}`;
    household = await openHousehold({ names: { ann: named('Ann'), bob: named('Bob'), route: named('Streaming') } });
    household.text('ann', `${hostile} Your Netflix code is 482913\n\n@javascript:ran=1 #482913`, hostile);
    household.text('ann', `<b>${hostile}</b>: 135790 is your ${hostile} code`, 'javascript:ran=1');
    await furnish(household);
    places = await findPlaces(household);
    signIn = keepSignedIn(household.hub);
  });
  after(() => household?.close());

  for (const as of ['ann', null] as const) {
    it(
      as === null ? 'never runs on a page that is open to all' : 'never runs on a page of somebody who signed in',
      scene(async ({ enter }) => {
        const visitor = await enter();
        const { page, complaints } = visitor;
        if (as === null) complaints.expect(/^401: GET \/api\/v1\/account$/);
        else await signIn(visitor, as);
        for (const { name, path } of appPages.filter((one) => one.as === as)) {
          await openPage(page, `http://localhost:${household.hub.port}${path(places)}`);
          // Whatever can be opened is.
          await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
          assert.equal(await page.evaluate('typeof ran'), 'undefined', name);
          const made = page.locator('[onerror], [onload], [href^="javascript:"], #app script');
          assert.equal(await made.count(), 0, name);
          if (name === 'message') await page.getByText('<script>ran=1</script>').first().waitFor();
        }
      }),
    );
  }
});

describe('the first load', () => {
  const stage = setStage();
  let household: Household;

  before(async () => {
    household = await openHousehold();
    await furnish(household);
  });
  after(() => household?.close());

  it(
    'brings at most 60 kB of scripts',
    stage.scene(async ({ enter }) => {
      const visitor = await enter();
      await keepSignedIn(household.hub)(visitor, 'ann');
      const scripts = await firstLoadScripts(visitor.context, `http://localhost:${household.hub.port}`);
      const sum = [...scripts.values()].reduce((bytes, more) => bytes + more, 0);
      assert.ok(scripts.size > 1 && sum <= 60_000, `${sum} bytes: ${JSON.stringify([...scripts])}`);
    }),
  );
});
