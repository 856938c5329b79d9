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
    household = await openHousehold();
    await furnish(household);
    places = await findPlaces(household);
    signIn = keepSignedIn(household.hub);
  });
  after(() => household?.close());

  for (const { name, path, as } of appPages) {
    it(
      name,
      scene(async ({ enter }) => {
        const visitor = await enter({ reducedMotion: 'reduce', colorScheme: 'light' });
        const { page, complaints } = visitor;
        if (as === null) complaints.expect(/^401: GET \/api\/v1\/account$/);
        else await signIn(visitor, as);
        await openPage(page, `http://localhost:${household.hub.port}${path(places)}`);
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
