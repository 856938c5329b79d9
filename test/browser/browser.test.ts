import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it, type TestContext } from 'node:test';
import { assertAccessible } from './helpers/accessible.ts';
import { type Scene, setStage } from './helpers/scene.ts';
import { giveAuthenticator } from './helpers/sign-in.ts';

const good = '<!doctype html><html lang="en"><title>Good</title><main><h1>Good</h1><button>Go</button></main></html>';

describe('the browser of the tests', () => {
  const stage = setStage({ names: ['hub.lan'] });
  let server: Server;
  let port = 0;
  let page = good;

  before(async () => {
    server = createServer((request, response) => {
      const status = request.url === '/broken' ? 500 : 200;
      response.writeHead(status, { 'content-type': 'text/html', 'content-security-policy': "default-src 'self'" });
      response.end(request.url === '/' ? page : '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(() => new Promise((resolve) => server.close(resolve)));

  const play = (test: TestContext, scene: (scene: Scene) => Promise<void>) => stage.scene(scene)(test);

  it('has nothing against a good page', (t) =>
    play(t, async ({ enter }) => {
      page = good;
      const { page: tab } = await enter();
      await tab.goto(`http://localhost:${port}/`);
      await assertAccessible(tab);
    }));

  for (const [what, body, complaint] of [
    ['breaks the policy', '<script>throw new Error()</script>', /Content Security Policy/],
    ['asks for what fails', '<img alt="" src="/broken">', /500: GET \/broken/],
    ['asks for what is elsewhere', '<img alt="" src="http://example.com/x.png">', /Content Security Policy/],
  ] as const) {
    it(`fails where a page ${what}`, async (t) => {
      page = good.replace('</main>', `${body}</main>`);
      const visit = play(t, async ({ enter }) => {
        const { page: tab } = await enter();
        await tab.goto(`http://localhost:${port}/`, { waitUntil: 'networkidle' });
      });
      await fails(visit, complaint);
    });
  }

  it('fails where a script does', async (t) => {
    page = good;
    const visit = play(t, async ({ enter }) => {
      const { page: tab } = await enter();
      await tab.goto(`http://localhost:${port}/`);
      await tab.evaluate("setTimeout(() => { throw new Error('on purpose'); })");
      await tab.waitForTimeout(50);
    });
    await fails(visit, /uncaught: Error: on purpose/);
  });

  it('says what is not accessible, and where', async (t) => {
    page = good.replace('<button>Go', '<button>');
    const visit = play(t, async ({ enter }) => {
      const { page: tab } = await enter();
      await tab.goto(`http://localhost:${port}/`);
      await assertAccessible(tab);
    });
    await fails(visit, /critical: Buttons must have discernible text.*\n +<button><\/button>/);
  });

  it('makes passkeys, by names that lead here and on them alone', (t) =>
    play(t, async ({ enter }) => {
      page = good;
      const visitor = await enter();
      await giveAuthenticator(visitor);
      await visitor.page.goto(`http://localhost:${port}/`);
      assert.equal(
        await visitor.page.evaluate('PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()'),
        true,
      );
      await visitor.page.goto(`http://hub.lan:${port}/`);
      assert.equal(await visitor.page.evaluate('isSecureContext'), false);
      await assert.rejects(visitor.page.goto(`http://example.com:${port}/`), /ERR_NAME_NOT_RESOLVED/);
      visitor.complaints.expect(/ERR_NAME_NOT_RESOLVED/);
    }));
});

/** The scene is to fail, with a picture of it; the pictures go. */
async function fails(visit: Promise<void>, pattern: RegExp): Promise<void> {
  const { message } = await visit.then(
    () => assert.fail('the scene passed'),
    (error: Error) => error,
  );
  const pictures = [...message.matchAll(/picture: (\S+\.png)/g)].map(([, path = '']) => path);
  for (const path of pictures) await rm(path);
  assert.match(message, pattern);
  assert.equal(pictures.length, 1);
}
