import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { assertAccessible } from './helpers/accessible.ts';
import { furnish, type Household, openHousehold } from './helpers/household.ts';
import { appPages, findPlaces, openPage, type Places } from './helpers/pages.ts';
import { setStage } from './helpers/scene.ts';
import { keepSignedIn } from './helpers/sign-in.ts';
import { viewports } from './helpers/sizes.ts';

describe('every page is there for everybody, on a phone, a tablet and a desktop, light and dark', () => {
  const { scene } = setStage();
  let household: Household;
  let places: Places;
  let signIn: ReturnType<typeof keepSignedIn>;

  before(async () => {
    household = await openHousehold({ lineTest: true });
    await furnish(household);
    places = await findPlaces(household);
    signIn = keepSignedIn(household.hub);
  });
  after(() => household?.close());

  it('and none is left out', () => {
    const known = new Set(appPages.map(({ path }) => path(places).split(/[?#]/)[0]));
    const left = addresses().filter((at) => ![...known].some((path) => path === at || path?.startsWith(`${at}/`)));
    assert.deepEqual(left, [], 'a new page is one line in test/browser/helpers/pages.ts');
  });

  for (const { name, path, as } of appPages) {
    it(
      name,
      scene(async ({ enter }) => {
        const visitor = await enter({ reducedMotion: 'reduce', colorScheme: 'light' });
        const { page, complaints } = visitor;
        if (name === 'sign-in') complaints.expect(/^401: GET \/api\/v1\/account$/);
        if (as !== null) await signIn(visitor, as);
        await openPage(page, `http://localhost:${household.hub.port}${path(places)}`);
        const missing = await page.getByRole('heading', { name: 'There is no such page' }).count();
        assert.equal(missing, name === 'not-found' ? 1 : 0);
        for (const viewport of Object.values(viewports)) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme: 'light' });
          await assertAccessible(page);
          await page.emulateMedia({ colorScheme: 'dark' });
          await assertAccessible(page, { colorsOnly: true });
        }
      }),
    );
  }
});

/** Where the app has pages, as its own list says. */
function addresses(): string[] {
  const list = readFileSync(new URL('../../web/src/pages/pages.ts', import.meta.url), 'utf8');
  const found = [...list.matchAll(/\bat: '(\/[^']*)'/g)].map(([, at = '']) => at);
  assert.ok(found.includes('/') && found.length > 10, 'the list of pages was not understood');
  return found;
}
