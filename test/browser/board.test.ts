import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Household, openHousehold } from './helpers/household.ts';
import { setStage } from './helpers/scene.ts';
import { viewports } from './helpers/sizes.ts';

const json = { 'content-type': 'application/json' };

describe('a board on a wall', () => {
  const { scene } = setStage();
  let household: Household;
  let at = '';

  before(async () => {
    household = await openHousehold();
    at = `http://localhost:${household.hub.port}`;
  });
  after(() => household?.close());

  const makeBoard = async (name: string, person: string) => {
    const body = JSON.stringify({ name, scopes: ['board'], person });
    const made = await household.hub.api('/tokens', { method: 'POST', headers: json, body });
    const { id, token } = (await made.json()) as { id: string; token: string };
    return { id, token, url: `${at}/board/${name}#${token}` };
  };

  it(
    'shows codes of its person as they come, by its address alone, also after the hub was away',
    scene(async ({ enter }) => {
      const { page, complaints } = await enter({ size: 'tablet' });
      const { url, token } = await makeBoard('Kitchen', 'ann');
      const { promise: go, resolve: letGo } = Promise.withResolvers<void>();
      // Its stream is on a long way: what comes meanwhile is not lost.
      await page.route('**/api/v1/board/events', async (route) => {
        await go;
        await route.continue();
      });
      const asked = page.waitForRequest('**/api/v1/board/events');
      await page.goto(url);
      await asked;
      assert.equal(page.url(), `${at}/board/Kitchen`);
      const card = (name: string) => page.getByRole('article').filter({ hasText: name });
      household.text('ann', 'Your Spotify code is 482913');
      household.text('bob', 'Your Airbnb code is 314159');
      await came(household, 2);
      letGo();
      await card('Spotify').getByText('913').waitFor();
      await card('Spotify').getByText('for Ann').waitFor();
      assert.equal(await card('Airbnb').count(), 0);
      household.text('ann', 'Your Discord code is 606060');
      household.text('ann', 'Your Adobe code is 515151');
      await card('Adobe').waitFor();
      await card('Discord').waitFor();
      // Nobody scrolls a wall.
      for (const size of Object.values(viewports)) {
        await page.setViewportSize(size);
        const { width, height } = size;
        const fits = await page.evaluate(
          `document.documentElement.scrollWidth <= ${width} && document.documentElement.scrollHeight <= ${height}`,
        );
        assert.equal(fits, true, `three codes do not fit onto ${width} × ${height}`);
      }
      complaints.expect(/ERR_CONNECTION|ERR_SOCKET|ERR_EMPTY|ERR_INCOMPLETE/);
      await household.hub.restart(() => household.text('ann', 'Your Netflix code is 161803'));
      await card('Netflix').getByText('803').waitFor({ timeout: 20_000 });
      assert.equal((await page.content()).includes(token), false);
      await page.reload();
      await card('Netflix').getByText('803').waitFor();
    }),
  );

  it(
    'shows nothing more once its token is revoked',
    scene(async ({ enter }) => {
      const { page, complaints } = await enter();
      complaints.expect(/^401: /);
      const { id, url } = await makeBoard('Hall', 'ann');
      await page.goto(url);
      household.text('ann', 'Your Dropbox code is 707070');
      await page.getByRole('article').filter({ hasText: 'Dropbox' }).waitFor();
      await household.hub.api(`/tokens/${id}`, { method: 'DELETE' });
      household.text('ann', 'Your Reddit code is 808080');
      await page.getByText('This board has no valid token').waitFor();
      assert.equal(await page.getByRole('article').count(), 0);
    }),
  );
});

/** Waits until the hub has so many messages. */
async function came({ hub }: Household, count: number): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const { messages } = (await (await hub.api('/messages?limit=50')).json()) as { messages: unknown[] };
    if (messages.length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the texts did not arrive within 10 s');
}
