import { describe, it } from 'node:test';
import { startProgram } from '../helpers/command-line.ts';
import { temporaryFolder } from '../helpers/databases.ts';
import { setStage } from './helpers/scene.ts';
import { giveAuthenticator } from './helpers/sign-in.ts';

describe('the first start of the program', () => {
  const { scene } = setStage();

  it(
    'prints a link that makes whoever opens it the owner, once',
    scene(async ({ enter, test }) => {
      const folder = temporaryFolder();
      test.after(folder.remove);
      const program = startProgram(test, ['serve'], { env: { KEYPIGEON_DATA: folder.path } });
      const [, link = ''] = await program.says(/Set up: (http:\/\/localhost\S+)/);
      const ann = await enter({ size: 'phone' });
      await giveAuthenticator(ann);
      await ann.page.goto(link);
      await ann.page.getByLabel('Your name').fill('Ann');
      await ann.page.getByRole('button', { name: 'Let’s go' }).click();
      await ann.page.getByRole('button', { name: 'Make a passkey' }).click();
      await ann.page.waitForURL('**/set-up');
      await ann.page.getByRole('button', { name: 'Sign out: Ann' }).waitFor();
      const stranger = await enter();
      stranger.complaints.expect(/^40\d: (GET|POST) \/api\/v1\/(account|setup\/look)$/);
      await stranger.page.goto(link);
      await stranger.page.getByRole('heading', { name: 'This link is not good any more' }).waitFor();
      // Their pages are still open, and would go on.
      for (const { complaints } of [ann, stranger])
        complaints.expect(/ERR_CONNECTION|ERR_SOCKET|ERR_EMPTY|ERR_INCOMPLETE/);
      await program.stop();
    }),
  );
});
