import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import mqtt from 'mqtt';
import { startProgram, temporaryFolder } from './helpers/command-line.ts';

test('the demo shows a code on its way, any MQTT client gets it, and nothing is left', async (t) => {
  const folder = await temporaryFolder(t);
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  const env = { TMPDIR: temporary, KEYPIGEON_DATA: folder };
  const demo = startProgram(t, ['demo', '--every', '0.3'], { env });
  const [, port, username = '', password = '', topic = ''] = await demo.says(
    /mosquitto_sub -h 127\.0\.0\.1 -p (\d+) -u (\S+) -P (\S+) -t (\S+)\n/,
  );
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { username, password, protocolVersion: 4 });
  t.after(() => client.endAsync(true));
  const received = new Promise<string>((resolve) =>
    client.on('message', (_topic, payload) => resolve(payload.toString())),
  );
  await client.subscribeAsync(topic);
  const { code } = JSON.parse(await received) as { code?: string };
  await demo.says(/at stick {3}[\s\S]*\+\d+(\.\d)? m?s {2}found {6}code [\s\S]* {2}published {2}to MQTT by desk: sent/);
  if (code !== undefined) await demo.says(new RegExp(`found {6}code ${code}`));
  const ended = await demo.stop('SIGINT');
  assert.equal(ended.code, 0);
  assert.equal(ended.stderr, '');
  assert.deepEqual(await readdir(temporary), []);
});

test('--seconds ends the demo, and two of them run side by side', async (t) => {
  const folder = await temporaryFolder(t);
  const demos = [1, 2].map(() => startProgram(t, ['demo', '--seconds', '8'], { env: { KEYPIGEON_DATA: folder } }));
  for (const { code, stdout } of await Promise.all(demos.map((demo) => demo.ended))) {
    assert.equal(code, 0);
    assert.match(stdout, /published {2}to MQTT/);
  }
});
