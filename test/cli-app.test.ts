import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { runProgram, startProgram, temporaryFolder } from './helpers/command-line.ts';
import { officialClient } from './helpers/twilio-hub.ts';

const yaml = `
lines:
  - { id: office, number: "+15550100002" }
  - { id: burner, number: "+15550100001" }
`;

interface Credentials {
  accountSid: string;
  authToken: string;
}

test('app makes credentials with and without a hub, lists and revokes them', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'keypigeon.yaml'), yaml);
  const env = { KEYPIGEON_DATA: folder };
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runProgram(t, ['app', ...args], { env });
    assert.deepEqual([code, stderr], [0, ''], args.join(' '));
    return stdout;
  };
  const create = async (...args: string[]) => {
    const stdout = await run('create', ...args, '--json');
    assert.match(
      stdout,
      /^\{"accountSid":"AC\w{32}","authToken":"\w{32}","keySid":"SK\w{32}","keySecret":"\w{32}"\}\n$/,
    );
    return JSON.parse(stdout) as Credentials;
  };

  // Nothing was there before: the configuration file is applied first, as a hub does at its start.
  const early = await create('doorbell', '--line', 'office');
  const hub = startProgram(t, ['serve'], { env });
  const [, url = ''] = await hub.says(/listens on (http:\/\/\S+)\n/);
  const late = await create('second');
  for (const credentials of [early, late]) assert.deepEqual(await officialClient(credentials, url).messages.list(), []);

  const words = await run('create', 'third one');
  assert.match(words, /account SID {2}AC[0-9a-f]{32}\n {2}auth token {3}[0-9a-f]{32}\n/);
  const listed = await run('list');
  assert.match(listed, new RegExp(`${early.accountSid} +doorbell +owner +office +used `));
  assert.match(listed, new RegExp(`${late.accountSid} +second +owner +all lines +used `));
  assert.ok(!listed.includes(early.authToken));

  await run('revoke', early.accountSid);
  await assert.rejects(officialClient(early, url).messages.list(), { status: 401 });
  await hub.stop();
  await run('revoke', late.accountSid);
  const left = (await run('list', '--json')).trimEnd().split('\n');
  assert.deepEqual(
    left.map((line) => (JSON.parse(line) as { name: string }).name),
    ['third one'],
  );
});

test('app makes credentials where there is no line and nobody yet, and for somebody who was just added', async (t) => {
  const create = async (folder: string) => {
    const { code, stderr } = await runProgram(t, ['app', 'create', 'shop'], { env: { KEYPIGEON_DATA: folder } });
    assert.deepEqual([code, stderr], [0, '']);
    return (await runProgram(t, ['app', 'list'], { env: { KEYPIGEON_DATA: folder } })).stdout;
  };
  for (const [person, owner] of [
    [null, 'owner'],
    ['Ann', 'ann'],
  ] as const) {
    const folder = await temporaryFolder(t);
    const env = { KEYPIGEON_DATA: folder };
    const hub = startProgram(t, ['serve'], { env });
    await hub.says(/listens on/);
    if (person !== null) await runProgram(t, ['person', 'add', person, '--role', 'owner'], { env });
    assert.match(await create(folder), new RegExp(`shop +${owner} +all lines`));
    await hub.stop();
  }
});

test('app says what was wrong, in one line', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'keypigeon.yaml'), yaml);
  const env = { KEYPIGEON_DATA: folder };
  const refused: [args: string[], code: number, words: RegExp][] = [
    [[], 2, /what to do is missing; expected create, list or revoke/],
    [['make'], 2, /there is no "make"/],
    [['create'], 2, /create takes a name/],
    [['revoke', 'AC1'], 2, /revoke takes the account SID/],
    [['list', '--line', 'office'], 2, /--line and --owner belong to create/],
    [['list'], 1, /no hub is running/],
    [['create', 'a', '--line', 'nowhere'], 1, /there is no line "nowhere"; there are burner, office/],
    [['create', 'a', '--owner', 'nobody'], 1, /there is no person "nobody"/],
    [['revoke', `AC${'0'.repeat(32)}`], 1, /no such app/],
  ];
  for (const [args, code, words] of refused) {
    const { code: actual, stdout, stderr } = await runProgram(t, ['app', ...args], { env });
    assert.deepEqual([actual, stdout], [code, ''], args.join(' '));
    assert.match(stderr, words);
    assert.equal(stderr.trimEnd().split('\n').length, 1);
  }
});
