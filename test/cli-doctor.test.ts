import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startHilinkSimulator } from '../src/simulators/hilink/simulator.ts';
import { runProgram, startProgram, temporaryFolder } from './helpers/command-line.ts';
import { createFakeMachine } from './helpers/fake-machine.ts';

describe('doctor', { concurrency: 2 }, () => {
  test('says which stick is there and what it answers', async (t) => {
    const stick = await startHilinkSimulator();
    t.after(() => stick.close());
    const folder = await temporaryFolder(t);
    const env = { KEYPIGEON_DATA: folder };
    const { code, stdout } = await runProgram(t, ['doctor', '--sys', folder, '--url', stick.url], { env });
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^ok {5}node: version 2/m);
    assert.match(stdout, /^look {3}hub: none is running on /m);
    assert.match(stdout, new RegExp(`^ok {5}stick at ${stick.url}: E3372, version .*, token family B`, 'm'));
    const json = (await runProgram(t, ['doctor', '--sys', folder, '--url', stick.url, '--json'], { env })).stdout;
    assert.equal((JSON.parse(json) as { sticks: { name: string }[] }).sticks[0]?.name, 'E3372');
  });

  test('logs in with the password of the configuration, and out again', async (t) => {
    const stick = await startHilinkSimulator({ profile: 'scram', password: 'stick-password' });
    t.after(() => stick.close());
    const folder = await temporaryFolder(t);
    await writeFile(
      join(folder, 'keypigeon.yaml'),
      `lines: [{ id: burner }]
sources: [{ id: stick, kind: hilink, url: "${stick.url}", password: "\${STICK_PASSWORD}" }]
destinations: [{ id: out, kind: console }]
`,
    );
    const env = { KEYPIGEON_DATA: folder, STICK_PASSWORD: 'stick-password' };
    const { code, stdout } = await runProgram(t, ['doctor', '--sys', folder], { env });
    assert.equal(code, 0, stdout);
    assert.match(stdout, /logged in/);
    assert.doesNotMatch(stdout, /stick-password/);
    assert.equal(stick.state().loggedInSessions, 0);
  });

  test('looks for no stick where every source is of another kind, and asks the hub for its configuration', async (t) => {
    const folder = await temporaryFolder(t);
    const file = join(await temporaryFolder(t), 'elsewhere.yaml');
    const hook = 'sources: [{ id: hook, kind: webhook, bearer: "${HOOK_TOKEN}" }]';
    await writeFile(file, `lines: [{ id: burner }]\n${hook}\ndestinations: [{ id: out, kind: console }]\n`);
    const env = { KEYPIGEON_DATA: folder };
    const hub = startProgram(t, ['serve'], {
      env: { ...env, KEYPIGEON_CONFIG: file, HOOK_TOKEN: 'a-token-of-16-letters' },
    });
    await hub.says(/listens on/);
    const { code, stdout } = await runProgram(t, ['doctor', '--sys', folder], { env });
    assert.equal(code, 0, stdout);
    assert.doesNotMatch(stdout, /stick|keypigeon\.yaml/);
  });

  test('does not log in to a stick that a hub has, and does not ask for its password then', async (t) => {
    const stick = await startHilinkSimulator({ profile: 'scram', password: 'stick-password' });
    t.after(() => stick.close());
    stick.inject({ sender: '+15550100007', text: 'Your Example code is 314159' });
    const folder = await temporaryFolder(t);
    await writeFile(
      join(folder, 'keypigeon.yaml'),
      `lines: [{ id: burner }]
sources: [{ id: stick, kind: hilink, url: "${stick.url}", password: "\${STICK_PASSWORD}" }]
destinations: [{ id: out, kind: console }]
`,
    );
    const env = { KEYPIGEON_DATA: folder, STICK_PASSWORD: 'stick-password' };
    const hub = startProgram(t, ['serve'], { env });
    await hub.says(/the stick answers/);
    // Only the hub is told the password: its own word is what counts.
    const { code, stdout } = await runProgram(t, ['doctor', '--sys', folder], { env: { KEYPIGEON_DATA: folder } });
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^ok {5}stick at .*: not logged in to, because the hub is/m);
    const messages = await runProgram(t, ['messages'], { env });
    assert.match(messages.stdout, /314159 {2}\(backlog\) Your Example code is 314159\n/);
  });

  test('asks a running hub how its lines are, and lines shows each source by itself', async (t) => {
    const [first, second] = [await startHilinkSimulator(), await startHilinkSimulator()];
    t.after(() => Promise.all([first.close(), second.close()]));
    second.scenario({ registration: 'denied' });
    const folder = await temporaryFolder(t);
    await writeFile(
      join(folder, 'keypigeon.yaml'),
      `lines: [{ id: burner }]
sources:
  - { id: one, kind: hilink, url: "${first.url}" }
  - { id: two, kind: hilink, url: "${second.url}" }
destinations: [{ id: out, kind: console }]
`,
    );
    const env = { KEYPIGEON_DATA: folder };
    startProgram(t, ['serve'], { env });
    const lines = async () => (await runProgram(t, ['lines'], { env })).stdout;
    for (const deadline = Date.now() + 20_000; !/refused by the network/.test(await lines()); ) {
      assert.ok(Date.now() < deadline, 'the second stick is seen within 20 s');
    }
    assert.match(
      await lines(),
      /^ {2}SIM ready, on its network, .*\n(.*\n)+ {2}one .*\n {4}SIM ready, on its network, /m,
    );
    assert.match(await lines(), /^ {2}two \(hilink\).*\n {4}SIM ready, refused by the network, /m);
    const { code, stdout } = await runProgram(t, ['doctor', '--sys', folder], { env });
    assert.equal(code, 1, stdout);
    assert.match(stdout, /^ok {5}line burner \(one\): it is on the network: Example Mobile, signal -51 dBm$/m);
    assert.match(stdout, /^ok {5}line burner \(one\): places for texts used: 0 of 500$/m);
    assert.match(stdout, /^WRONG {2}line burner \(two\): the network refuses its SIM .*was replaced$/m);
  });

  test('a stick that does not answer, an open key, a bad file and a taken port are told with what to do', async (t) => {
    const other = createServer().listen(0, '127.0.0.1');
    t.after(() => other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const folder = await temporaryFolder(t);
    const key = join(folder, 'keypigeon.key');
    await writeFile(key, `k1 ${Buffer.alloc(32, 7).toString('base64')}\n`);
    await chmod(key, 0o644);
    await writeFile(join(folder, 'keypigeon.yaml'), 'route: []\n');
    const env = {
      KEYPIGEON_DATA: folder,
      KEYPIGEON_LISTEN: `127.0.0.1:${(other.address() as AddressInfo).port}`,
    };
    const { code, stdout } = await runProgram(t, ['doctor', '--sys', folder, '--url', 'http://127.0.0.1:1'], { env });
    assert.equal(code, 1);
    assert.match(stdout, /^WRONG {2}key: others can open .* \(mode 644\): chmod 600 /m);
    assert.match(stdout, /^WRONG {2}configuration: .*keypigeon\.yaml:1:1: route: .*did you mean routes\?$/m);
    assert.match(stdout, /^WRONG {2}port: .* is taken or not allowed: .*KEYPIGEON_LISTEN$/m);
    assert.match(stdout, /^WRONG {2}stick at http:\/\/127\.0\.0\.1:1: /m);
  });

  test('tells what is plugged in and which destination cannot be reached', async (t) => {
    const machine = createFakeMachine();
    t.after(() => rmSync(machine.root, { recursive: true, force: true }));
    machine.plug('1-1', '12d1:1f01', 'HUAWEI_MOBILE', [{ class: '08' }]);
    const folder = await temporaryFolder(t);
    const file = `lines: [{ id: burner }]
sources: [{ id: hook, kind: webhook, bearer: "a-token-of-16-letters" }]
destinations: [{ id: desk, kind: mqtt, url: "mqtt://127.0.0.1:1", topic: codes }]
`;
    await writeFile(join(folder, 'keypigeon.yaml'), file);
    const env = { KEYPIGEON_DATA: folder };
    const { code, stdout } = await runProgram(t, ['doctor', '--sys', machine.root], { env });
    assert.equal(code, 1);
    assert.match(stdout, /^WRONG {2}usb 1-1: HUAWEI_MOBILE \(12d1:1f01\) is still in storage mode .*usb_modeswitch/m);
    assert.match(
      stdout,
      /^WRONG {2}destination desk \(mqtt\): 127\.0\.0\.1:1 cannot be reached: nobody listens there/m,
    );
    const json = (await runProgram(t, ['doctor', '--sys', machine.root, '--json'], { env })).stdout;
    const { findings } = JSON.parse(json) as { findings: { area: string; level: string; text: string }[] };
    assert.equal(findings.find(({ area }) => area === 'usb 1-1')?.level, 'problem');
  });

  test('looks for no HiLink stick where a serial modem is plugged in, and asks the modem', async (t) => {
    const machine = createFakeMachine();
    t.after(() => rmSync(machine.root, { recursive: true, force: true }));
    machine.plug('1-1', '12d1:1001', 'HUAWEI Mobile', [{ class: 'ff', protocol: '02', ports: ['ttyUSB987'] }]);
    const { stdout } = await runProgram(t, ['doctor', '--sys', machine.root], {
      env: { KEYPIGEON_DATA: await temporaryFolder(t) },
    });
    assert.match(stdout, /^ok {5}usb 1-1: HUAWEI Mobile \(12d1:1001\) is a serial modem/m);
    assert.match(stdout, /^WRONG {2}modem \/dev\/ttyUSB987: there is no \/dev\/ttyUSB987/m);
    assert.doesNotMatch(stdout, /HiLink stick was found/);
  });
});
