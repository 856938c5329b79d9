import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { firstLoadScripts } from './helpers/first-load.ts';
import { furnish, type Household, openHousehold } from './helpers/household.ts';
import { appPages, findPlaces, openPage, type Places } from './helpers/pages.ts';
import { setStage, type Visitor } from './helpers/scene.ts';
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
        if (as !== null) await signIn(visitor, as);
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

  const load = async ({ context }: Visitor) => {
    const scripts = await firstLoadScripts(context, `http://localhost:${household.hub.port}`);
    const sum = [...scripts.values()].reduce((bytes, more) => bytes + more, 0);
    assert.ok(scripts.size > 1 && sum <= 60_000, `${sum} bytes: ${JSON.stringify([...scripts])}`);
    return [...scripts.keys()].join(' ');
  };

  for (const [language, locale, other] of [
    ['en', 'en-GB', 'de'],
    ['de', 'de-AT', 'en'],
  ] as const)
    it(
      `brings at most 60 kB of scripts, and the words of no other language (${language})`,
      stage.scene(async ({ enter }) => {
        const visitor = await enter({ locale });
        await keepSignedIn(household.hub)(visitor, 'ann');
        const loaded = await load(visitor);
        assert.match(loaded, new RegExp(`/assets/${language}-`));
        assert.doesNotMatch(loaded, new RegExp(`/assets/${other}-`));
      }),
    );

  it(
    'brings the language that somebody has chosen, not that of the browser',
    stage.scene(async ({ enter }) => {
      const visitor = await enter({ locale: 'en-GB' });
      await keepSignedIn(household.hub)(visitor, 'ann');
      await visitor.context.addInitScript(
        "if (location.protocol === 'http:') localStorage.setItem('keypigeon.language', 'de')",
      );
      const loaded = await load(visitor);
      assert.match(loaded, /\/assets\/de-/);
      assert.doesNotMatch(loaded, /\/assets\/en-/);
    }),
  );

  it(
    'of another language changes the words of the page that is open',
    stage.scene(async ({ enter }) => {
      const { page, context } = await enter();
      await keepSignedIn(household.hub)({ context }, 'ann');
      for (const [path, english, german] of [
        ['settings/apps', 'Let your own program send codes', 'Lass dein eigenes Programm Codes senden'],
        ['settings/destinations?new=mqtt', 'Address of the broker', 'Adresse des Brokers'],
        ['set-up', 'Where do your codes arrive?', 'Wo kommen deine Codes an?'],
      ] as const) {
        await openPage(page, `http://localhost:${household.hub.port}/${path}`);
        await page.getByText(english, { exact: true }).first().waitFor();
        await page.getByLabel('Language').selectOption('Deutsch');
        await page.getByText(german, { exact: true }).first().waitFor();
        await page.getByLabel('Sprache').selectOption('English');
        await page.getByText(english, { exact: true }).first().waitFor();
      }
    }),
  );
});
