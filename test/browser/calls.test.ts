import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTwilioSimulator, type TwilioSimulator } from '../../src/simulators/twilio.ts';
import { eventually } from '../helpers/eventually.ts';
import { type ServedHub, serveHub } from '../helpers/served-hub.ts';
import { assertAccessible } from './helpers/accessible.ts';
import { openPage } from './helpers/pages.ts';
import { setStage } from './helpers/scene.ts';
import { keepSignedIn } from './helpers/sign-in.ts';
import { colorSchemes, viewports } from './helpers/sizes.ts';

const account = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'for-tests-only' };
const publicUrl = 'https://hub.example.org';

describe('a call that asks for a key', () => {
  const { scene } = setStage();
  let twilio: TwilioSimulator;
  let hub: ServedHub;
  let signIn: ReturnType<typeof keepSignedIn>;

  before(async () => {
    twilio = await startTwilioSimulator({ ...account, reach: (url) => url.replace(publicUrl, hub.url) });
    hub = await serveHub(`
publicUrl: ${publicUrl}
people: [{ id: ann, name: Ann }, { id: bob, name: Bob }]
lines: [{ id: office, number: "+15550100002", owner: ann, unmatched: [] }]
sources: [{ id: calls, kind: twilio-voice, line: office, accountSid: ${account.accountSid}, authToken: ${account.authToken}, apiBaseUrl: "${twilio.url}" }]
`);
    signIn = keepSignedIn(hub);
  });
  after(async () => {
    await hub?.close();
    await twilio?.close();
  });

  const ask = async (words: string) => {
    const call = await twilio.calls.callIn({
      from: '+15550100004',
      to: '+15550100002',
      voiceUrl: `${publicUrl}/hooks/calls`,
    });
    await call.say(words);
    return call;
  };

  it(
    'comes up by itself, and one click presses the key',
    scene(async ({ enter }) => {
      const visitor = await enter();
      await signIn(visitor, 'ann');
      const { page } = visitor;
      await openPage(page, `http://localhost:${hub.port}/`);
      await page.getByText('Live', { exact: true }).waitFor();
      const call = await ask('This is Example. If you are signing in right now, press the pound key to approve.');
      const card = page.getByRole('article', { name: 'A call asks you to press a key' });
      await card.getByText('press the pound key to approve').waitFor();
      for (const [name, viewport] of Object.entries(viewports))
        for (const colorScheme of colorSchemes) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          await assertAccessible(page);
          if (process.env.PICTURES !== undefined)
            await page.screenshot({ path: `${process.env.PICTURES}/calls-${name}-${colorScheme}.png` });
        }
      await card.getByRole('button', { name: 'Press # (pound)' }).click();
      await page.getByRole('heading', { name: 'The key was pressed' }).waitFor();
      await eventually(() => call.keys === '#', 'the key');
      await call.hangUp();
    }),
  );

  it(
    'is hung up beside its message, and is not shown to others',
    scene(async ({ enter }) => {
      const [ann, bob] = [await enter(), await enter({ size: 'phone' })];
      await signIn(ann, 'ann');
      await signIn(bob, 'bob');
      const call = await ask('Press 1 to approve the transfer.');
      const { calls } = (await (await hub.api('/calls')).json()) as { calls: { messageId: string; state: string }[] };
      const message = calls.find(({ state }) => state === 'asking')?.messageId;
      await openPage(bob.page, `http://localhost:${hub.port}/`);
      await bob.page.getByText('Live', { exact: true }).waitFor();
      assert.equal(await bob.page.getByText('A call asks you').count(), 0);
      await openPage(ann.page, `http://localhost:${hub.port}/messages/${message}`);
      await ann.page.getByRole('button', { name: 'It is not me: hang up' }).click();
      await eventually(() => call.status === 'completed', 'the end');
      await ann.page.getByRole('heading', { name: 'A call asks you' }).waitFor({ state: 'hidden' });
      assert.equal(call.keys, '');
    }),
  );
});
