import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { runProgram, startProgram, temporaryFolder } from './helpers/command-line.ts';

const secretPath = 'a-path-that-nobody-guesses';
const configuration = `
people: [{ id: ann, name: Ann }]
lines: [{ id: burner, number: "+15550100001", owner: ann }]
sources: [{ id: hook, kind: webhook, line: burner, pathSecret: "\${HOOK_PATH}" }]
destinations: [{ id: out, kind: console, owner: ann }]
`;

async function makeFolder(t: TestContext, yaml: string | null = configuration): Promise<string> {
  const folder = await temporaryFolder(t);
  if (yaml !== null) await writeFile(join(folder, 'keypigeon.yaml'), yaml);
  return folder;
}

function serve(t: TestContext, folder: string, env: Record<string, string> = {}) {
  return startProgram(t, ['serve'], { env: { KEYPIGEON_DATA: folder, HOOK_PATH: secretPath, ...env } });
}

const listens = /listens on (http:\/\/\S+)\n/;

describe('serve', { concurrency: 3 }, () => {
  test('tells where it listens, its adapters, and the token once; ends cleanly at SIGTERM', async (t) => {
    const folder = await makeFolder(t);
    const first = serve(t, folder);
    const [, token = ''] = await first.says(/shown this once; keep it safe: (kp_\S+)\n/);
    const [, url = ''] = await first.says(listens);
    assert.match(first.stdout(), / {2}source hook \(webhook, line burner\): /);
    assert.match(first.stdout(), / {2}destination out \(console\): /);
    const answer = await fetch(`${url}/api/v1/sources`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 200);
    assert.equal((await stat(join(folder, 'keypigeon.key'))).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, 'keypigeon.sock'))).mode & 0o777, 0o600);
    assert.equal((await first.stop()).code, 0);
    assert.equal(existsSync(join(folder, 'keypigeon.sock')), false);
    const second = serve(t, folder);
    await second.says(listens);
    assert.equal((await second.stop('SIGINT')).code, 0);
    assert.doesNotMatch(second.stdout(), /kp_/);
  });

  test('without any file it shows how to set it up, at every start until an owner can sign in', async (t) => {
    const folder = await makeFolder(t, null);
    for (const [start, screen] of [
      [
        'first',
        /^Keypigeon \S+ listens on http:\S+\n\n {2}Set up: \S+\n\n {2}Open this .*\n\n {2}Programs .*kp_\S+\n\n$/,
      ],
      ['second', /^Keypigeon \S+ listens on http:\S+\n\n {2}Set up: \S+\n\n {2}Open this .*\n\n$/],
    ] as const) {
      const hub = serve(t, folder);
      const [, link = ''] = await hub.says(
        / {2}Set up: (http:\/\/localhost:\d+\/setup#[A-Za-z0-9_-]{43})\n[\s\S]*\n\n$/,
      );
      assert.match(hub.stdout(), screen, start);
      const { origin, hash } = new URL(link);
      const answer = await fetch(`${origin}/api/v1/setup/look`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: hash.slice(1) }),
      });
      assert.equal(answer.status, 200);
      const { stderr } = await hub.stop();
      assert.doesNotMatch(stderr, new RegExp(hash.slice(1)), 'the link is in no log');
    }
  });

  test('a text that was acknowledged is listed, delivered and explained', async (t) => {
    const folder = await makeFolder(t);
    const env = { KEYPIGEON_DATA: folder };
    const hub = serve(t, folder);
    const [, url = ''] = await hub.says(listens);
    const text = { sender: '+15550100007', text: 'Your Example code is 271828.' };
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/hooks/hook/${secretPath}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(text),
    });
    assert.ok(answer.ok, String(answer.status));
    await hub.says(/271828 is your Example code/);
    const read = async (...args: string[]) => {
      const { code, stdout, stderr } = await runProgram(t, [...args, '--json'], { env });
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout) as Record<string, unknown>;
    };
    const running = await read('messages', '--limit', '1');
    assert.equal(running.code, '271828');
    const delivery = await read('deliveries', '--message', String(running.id));
    assert.equal(delivery.destination, 'out');
    const sent = await runProgram(t, ['send-test', 'out'], { env });
    assert.match(sent.stdout, /^out: taken after /);
    assert.equal((await runProgram(t, ['send-test', 'nowhere'], { env })).code, 1);
    const retried = await runProgram(t, ['deliveries', 'retry', String(delivery.id)], { env });
    assert.match(retried.stdout, /is sent again/);
    const supposed = await runProgram(t, ['explain', '--line', 'burner', '--text', 'Your code is 1234'], { env });
    assert.match(supposed.stdout, /with the code 1234:\n[\s\S]*line's owner\.\nTo out\.\n/);
    const lines = await read('lines');
    assert.match(JSON.stringify(lines), /"id":"hook","kind":"webhook","health":\{"state":"/);
    const healthy = await runProgram(t, ['doctor', '--no-stick'], { env });
    assert.match(healthy.stdout, /ok {5}hub: version .* is running/);
    await hub.stop();
    assert.deepEqual(await read('messages', '--limit', '1'), running, 'the same without a hub');
    const tried = await read('deliveries', String(delivery.id));
    assert.equal((tried.attempts as unknown[]).length, 2);
    const explained = await runProgram(t, ['explain', String(running.id)], { env });
    assert.match(explained.stdout, /To out\.\nDeliveries:\n.* to out: sent/);
  });

  test('a second one on the same folder is refused, and the first goes on', async (t) => {
    const folder = await makeFolder(t);
    const first = serve(t, folder);
    const [, url = ''] = await first.says(listens);
    const { code, stderr } = await serve(t, folder).ended;
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^keypigeon: another hub serves the data folder .*; stop it first, or set KEYPIGEON_DATA.*\n$/,
    );
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
  });

  test('a port that is taken is one line', async (t) => {
    const other = createServer().listen(0, '127.0.0.1');
    t.after(() => other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await serve(t, await makeFolder(t), { KEYPIGEON_LISTEN: `127.0.0.1:${port}` }).ended;
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^keypigeon: 127\\.0\\.0\\.1:${port} is taken .*set KEYPIGEON_LISTEN.*\\n$`));
  });

  // Permissions do not bind root, so the folder is one that nobody can write: a file stands in its place.
  test('a data folder that cannot be written is one line', async (t) => {
    const file = join(await makeFolder(t), 'keypigeon.yaml');
    const { code, stderr } = await serve(t, file).ended;
    assert.equal(code, 1);
    assert.match(stderr, /^keypigeon: the data folder .* cannot be written \(E\w+\); make it writable.*\n$/);
  });

  test('a missing key and a wrong key are refused, and no fresh one is made', async (t) => {
    const folder = await makeFolder(t);
    const keyFile = join(folder, 'keypigeon.key');
    const first = serve(t, folder);
    await first.says(listens);
    await first.stop();
    const key = await readFile(keyFile, 'utf8');
    await unlink(keyFile);
    const missing = await serve(t, folder).ended;
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /^keypigeon: .*keypigeon\.key is missing.*put the key file back.*\n$/);
    assert.equal(existsSync(keyFile), false);
    await writeFile(keyFile, `k1 ${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o600 });
    const wrong = await serve(t, folder).ended;
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /^keypigeon: key k1 .* is not the one that sealed this store.*\n$/);
    await writeFile(keyFile, key);
    await serve(t, folder).says(listens);
  });

  test('with a certificate it speaks HTTPS; one that is no good is one line', async (t) => {
    const folder = await makeFolder(t, null);
    const files = {
      KEYPIGEON_TLS_CERT: join(import.meta.dirname, 'fixtures', 'hub.crt'),
      KEYPIGEON_TLS_KEY: join(import.meta.dirname, 'fixtures', 'hub.key'),
    };
    const hub = serve(t, folder, files);
    const [, port = ''] = await hub.says(/listens on https:\/\/127\.0\.0\.1:(\d+)\n/);
    await hub.says(/Set up: https:\/\/hub\.example\.com:\d+\/setup#.*\n {2}Set up: https:\/\/localhost:\d+\/setup#/);
    const moved = await fetch(`http://127.0.0.1:${port}/healthz`, { redirect: 'manual' });
    assert.equal(moved.headers.get('location'), `https://127.0.0.1:${port}/healthz`);
    const lines = await runProgram(t, ['lines'], { env: { KEYPIGEON_DATA: folder } });
    assert.equal(lines.code, 0, 'commands reach it by its socket');
    assert.equal((await hub.stop()).code, 0);
    for (const [env, words] of [
      [
        { ...files, KEYPIGEON_TLS_KEY: '' },
        /^keypigeon: .*KEYPIGEON_TLS_KEY is not set, but KEYPIGEON_TLS_CERT is: .*\n$/,
      ],
      [{ ...files, KEYPIGEON_TLS_KEY: files.KEYPIGEON_TLS_CERT }, /^keypigeon: .*hub\.crt .* is no private key .*\n$/],
    ] as const) {
      const { code, stderr } = await serve(t, folder, env).ended;
      assert.equal(code, 1);
      assert.match(stderr, words);
    }
  });

  test('a named configuration file that is missing is one line', async (t) => {
    const folder = await makeFolder(t, null);
    const { code, stderr } = await serve(t, folder, { KEYPIGEON_CONFIG: join(folder, 'other.yaml') }).ended;
    assert.equal(code, 1);
    assert.match(stderr, /^keypigeon: .*other\.yaml cannot be read \(ENOENT\); check KEYPIGEON_CONFIG\n$/);
  });

  test('bad YAML stops the first start, and a later one goes on with what was good', async (t) => {
    const folder = await makeFolder(t, configuration.replace('kind: console', 'kind: consol'));
    const refused = await serve(t, folder).ended;
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /^keypigeon: .*keypigeon\.yaml:5:\d+: destinations\[0\]\.kind: .*did you mean console\?\n$/,
    );
    await writeFile(join(folder, 'keypigeon.yaml'), configuration);
    const good = serve(t, folder);
    await good.says(listens);
    await good.stop();
    await writeFile(join(folder, 'keypigeon.yaml'), `${configuration}\nroute: []\n`);
    const later = serve(t, folder);
    await later.says(listens);
    assert.match(
      later.stderr(),
      /keypigeon\.yaml:\d+:\d+: route: .*did you mean routes\?\n.*nothing changed; going on as before\n/,
    );
    assert.match(later.stdout(), /source hook/);
  });

  test('the file is applied live; with problems it changes nothing; SIGHUP looks again', async (t) => {
    const folder = await makeFolder(t);
    const file = join(folder, 'keypigeon.yaml');
    const hub = serve(t, folder);
    await hub.says(listens);
    const ids = async () => {
      const { stdout } = await runProgram(t, ['lines', '--json'], { env: { KEYPIGEON_DATA: folder } });
      return stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id);
    };
    await writeFile(file, configuration.replace('burner,', 'burner, unmatched: [nowhere],'));
    await hub.says(/there is no destination "nowhere"[\s\S]*keypigeon\.yaml: has problems, so nothing changed\n/);
    assert.deepEqual(await ids(), ['burner']);
    await writeFile(file, configuration.replaceAll('burner', 'drawer'));
    await hub.says(/keypigeon\.yaml: applied\n/);
    assert.deepEqual(await ids(), ['drawer']);
    hub.process.kill('SIGHUP');
    await hub.says(/keypigeon\.yaml: unchanged\n/);
  });

  test('stays up with a broker that cannot be reached', async (t) => {
    const yaml =
      `${configuration}  - { id: desk, kind: mqtt, owner: ann, url: "mqtt://127.0.0.1:1", topic: codes }\n`.replace(
        'destinations: [{ id: out, kind: console, owner: ann }]\n',
        'destinations:\n',
      );
    const hub = serve(t, await makeFolder(t, yaml));
    const [, url = ''] = await hub.says(listens);
    assert.match(hub.stdout(), / {2}destination desk \(mqtt\): /);
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
    assert.equal((await hub.stop()).code, 0);
  });
});
