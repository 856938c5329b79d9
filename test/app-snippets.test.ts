import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { curlSnippet, twilioSnippet } from '../web/src/pages/apps/snippets.ts';
import { serveVerifyHub, type VerifyHub } from './helpers/verify-hub.ts';

const run = promisify(execFile);
const cwd = fileURLToPath(new URL('..', import.meta.url));

describe('what the page of a new app gives to be pasted', () => {
  let hub: VerifyHub;
  before(async () => {
    hub = await serveVerifyHub();
  });
  after(() => hub.close());

  it('runs as a program', async () => {
    const app = await hub.makeApp({ name: "Ann's", lines: ['office'] });
    const program = `${twilioSnippet(app, hub.served.url, "Ann's")}\nconsole.log(valid);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd, timeout: 20_000 });
    assert.equal(stdout.trim(), 'false');
    assert.match(program, /const to = '\+12025550143'; \/\/ your own phone/);
    const { verifications } = await newest(app.accountSid);
    assert.deepEqual(
      verifications.map(({ service, checks }) => [service, checks]),
      [["Ann's", 1]],
    );
  });

  it('asks as curl would', async () => {
    const app = await hub.makeApp({ name: 'shop', lines: ['office'] });
    const lines = curlSnippet(app, hub.served.url);
    const ask = /curl -u '(.*?)' -H '(.*?): (.*?)' \\\n {2}-d '(.*?)' '(.*?)'/g;
    const [start, check] = [...lines.matchAll(ask)];
    const started = await post(start ?? []);
    assert.equal(started.status, 201);
    const { id } = (await started.json()) as { id: string };
    assert.equal((await post(check ?? [], id)).status, 200);
  });

  async function newest(sid: string) {
    const answer = await hub.served.api(`/apps/${sid}/verifications`);
    return (await answer.json()) as { verifications: { service: string; checks: number }[] };
  }

  function post([, credentials = '', name = '', value = '', body = '', url = '']: readonly string[], id = '') {
    const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    return fetch(url.replace('ID', id), { method: 'POST', headers: { authorization, [name]: value }, body });
  }
});
