import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { makeFirstSetupLink } from '../../src/access/setup.ts';
import { stepOf, totpAt } from '../../src/support/totp.ts';
import { eventually } from '../helpers/eventually.ts';
import { createManualClock } from '../helpers/manual-clock.ts';
import { type ServedHub, serveHub } from '../helpers/served-hub.ts';
import { goodPassword } from '../helpers/web-browser.ts';
import { lanName } from './helpers/household.ts';
import { type Scene, setStage, type Visitor } from './helpers/scene.ts';
import { giveAuthenticator, signIn } from './helpers/sign-in.ts';

const minutes = 60_000;
/** Browsers ask who is signed in before anybody is. */
const askedInVain = /^401: GET \/api\/v1\/account$/;

describe('signing in', () => {
  const stage = setStage({ names: [lanName] });
  const clock = createManualClock(Date.now());
  let hub: ServedHub;

  before(async () => {
    const people = 'people: [{ id: bob, name: Bob }, { id: cem, name: Cem }, { id: dora, name: Dora }]';
    hub = await serveHub(`${people}\nnetwork: { serveHosts: [${lanName}] }\n`, { clock });
  });
  after(() => hub.close());

  const at = (path: string, host = 'localhost') => `http://${host}:${hub.port}${path}`;
  const linkOf = async (person: string): Promise<string> => {
    const answer = await hub.api(`/people/${person}/reset`, { method: 'POST' });
    return ((await answer.json()) as { path: string }).path;
  };
  const enter = async ({ enter: come }: Scene): Promise<Visitor> => {
    const visitor = await come();
    visitor.complaints.expect(askedInVain);
    return visitor;
  };
  const reaches = (page: Page, path: string) =>
    eventually(() => new URL(page.url()).pathname === path, `the page goes to ${path}`);

  it(
    'takes the first owner from the link to a passkey, and in again by it',
    stage.scene(async (scene) => {
      const visitor = await enter(scene);
      const { page } = visitor;
      await giveAuthenticator(visitor);
      const link = await makeFirstSetupLink(hub.hub.api);
      assert.ok(link !== null && link !== 'elsewhere');
      await page.goto(at(`/setup#${link.token}`));
      await page.getByLabel('Somebody else').check();
      assert.equal(new URL(page.url()).hash, '', 'the token is not in the address bar any more');
      await page.getByLabel('Your name').fill('Ann Example');
      await page.getByRole('button', { name: 'Let’s go' }).click();
      await page.getByRole('heading', { name: 'How will you sign in, Ann Example?' }).waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Make a passkey' }).click();
      await reaches(page, '/set-up');

      const signOut = async () => {
        await page.goto(at('/settings/account'));
        await page.getByRole('button', { name: 'Sign out here' }).click();
        await reaches(page, '/sign-in');
      };
      await signOut();
      // The field for the name suggests the passkey, and this authenticator takes what is suggested.
      await page.goto(at('/sign-in?next=/settings/people'));
      await reaches(page, '/settings/people');
      await signOut();
      await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false');
      await page.goto(at('/sign-in?next=/settings/people'));
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await reaches(page, '/settings/people');
      await page.getByText('Ann Example', { exact: true }).waitFor();
    }),
  );

  it(
    'goes without passkeys at a plain address, by password, app, recovery code and a trusted browser',
    stage.scene(async (scene) => {
      const { page, complaints } = await enter(scene);
      await page.goto(at(await linkOf('bob'), lanName));
      await page.getByRole('heading', { name: 'Welcome, Bob' }).waitFor();
      await page.getByRole('button', { name: 'Let’s go' }).click();
      await page.getByText('Why are there no passkeys here?').waitFor();
      await page.getByLabel('New password').fill(goodPassword);
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByRole('heading', { name: 'Your authenticator app' }).waitFor();
      await page.reload();
      await page.getByText('I cannot scan it').click();
      const code = codeOf((await page.locator('.secret').textContent()) ?? '', clock.now());
      await page.getByLabel('Code', { exact: true }).fill(code);
      await page.getByRole('button', { name: 'Confirm' }).click();
      const recoveryCode = (await page.locator('.recovery-codes li').first().textContent()) ?? '';
      assert.equal(await page.getByRole('button', { name: 'Finish' }).isDisabled(), true);
      await page.getByLabel('I keep them in a safe place').check();
      await page.getByRole('button', { name: 'Finish' }).click();
      await reaches(page, '/');

      const typePassword = async () => {
        await page.goto(at('/sign-in', lanName));
        await page.getByLabel('Your sign-in name').fill('bob');
        await page.getByLabel('Password', { exact: true }).fill(goodPassword);
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      };
      const signOut = async () => {
        // A page that asks for nothing more: what is under way when one signs out is refused.
        await page.goto(at('/settings', lanName));
        await page.getByRole('button', { name: 'Sign out: Bob' }).click();
        await reaches(page, '/sign-in');
      };
      await signOut();
      complaints.expect(/^401: POST \/api\/v1\/sign-in\/password$/);
      await typePassword();
      // Each code is taken once: the one that confirmed the app is not taken again.
      await page.getByLabel('Code from your authenticator app').fill(code);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByText('That code is not right').waitFor();
      await page.getByRole('button', { name: 'use a recovery code' }).click();
      await page.getByLabel('Recovery code').fill(recoveryCode.toLowerCase());
      await page.getByLabel('Trust this browser').check();
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await reaches(page, '/');
      await signOut();
      await typePassword();
      await reaches(page, '/');
    }),
  );

  it(
    'says the same of people whom there are not, and then lets wait',
    stage.scene(async (scene) => {
      const { page, complaints } = await enter(scene);
      complaints.expect(/^(401|429): POST \/api\/v1\/sign-in\/password$/);
      await page.goto(at('/sign-in'));
      const button = page.getByRole('button', { name: 'Sign in', exact: true });
      for (const person of ['cem', 'nobody', 'nobody', 'nobody', 'nobody', 'nobody']) {
        await page.getByLabel('Your sign-in name').fill(person);
        await page.getByLabel('Password', { exact: true }).fill('not the password');
        const answered = page.waitForResponse(/sign-in\/password/);
        await button.click();
        await answered;
        await page
          .getByText(/do not go together|Too many tries/)
          .first()
          .waitFor();
      }
      await page
        .getByText(/Too many tries\. You can try again in/)
        .first()
        .waitFor();
      assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), 'not the password');
      await page.locator('button[type=submit]:enabled').waitFor();
    }),
  );

  it(
    'leads nowhere else than to pages of the hub',
    stage.scene(async (scene) => {
      const visitor = await enter(scene);
      await signIn(visitor, hub, 'cem');
      for (const next of ['https://example.com/', '//example.com', '/\\example.com', 'javascript:alert(1)']) {
        await visitor.page.goto(at(`/sign-in?next=${encodeURIComponent(next)}`));
        await reaches(visitor.page, '/');
        assert.equal(new URL(visitor.page.url()).hostname, 'localhost');
      }
    }),
  );

  it(
    'says how to get another link when one is used',
    stage.scene(async (scene) => {
      const { page, complaints } = await enter(scene);
      complaints.expect(/^404: POST \/api\/v1\/setup\/look$/);
      const old = await linkOf('dora');
      await linkOf('dora');
      await page.goto(at(old));
      await page.getByRole('heading', { name: 'This link is not good any more' }).waitFor();
      await page.goto(at('/setup#cut-off'));
      await page.reload();
      await page.getByRole('heading', { name: 'Here you begin with a link' }).waitFor();
    }),
  );

  it(
    'asks who it is before a change, and goes on with what was typed',
    stage.scene(async (scene) => {
      const visitor = await enter(scene);
      const { page, complaints } = visitor;
      await signIn(visitor, hub, 'dora');
      clock.advance(16 * minutes);
      complaints.expect(/^403: PUT \/api\/v1\/account\/password$/);
      await page.goto(at('/settings/account'));
      await page.getByRole('button', { name: 'Change password' }).click();
      await page.getByLabel('New password').fill('another four random words');
      await page.getByRole('dialog').getByRole('button', { name: 'Change password' }).click();
      const again = page.getByRole('dialog', { name: 'Is it still you?' });
      await again.getByLabel('Password', { exact: true }).fill(goodPassword);
      await again.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByText('The password was set.').waitFor();
      assert.equal(await page.getByRole('dialog').count(), 0);
    }),
  );
});

function codeOf(secret: string, now: number): string {
  const letters = [...secret.replaceAll(' ', '')];
  const bits = letters.map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return totpAt(
    Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2)),
    stepOf(now),
  );
}
