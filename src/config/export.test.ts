import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportConfiguration } from './export.ts';
import { readConfiguration } from './load.ts';
import { testKinds } from './test-kinds.ts';

function read(text: string) {
  const { configuration, problems } = readConfiguration(text, testKinds);
  assert.deepEqual(problems, []);
  assert(configuration !== null);
  return configuration;
}

const text = `
publicUrl: https://codes.example.com
defaultRegion: US
network: { allowHosts: [127.0.0.1] }
broker: { username: hub, password: hunter2 }
lines: [{ id: burner, number: "+15550100001", unmatched: [] }]
sources:
  - { id: 4g-stick, kind: probe, url: "http://192.168.8.1", password: hunter2 }
  - { id: spare, kind: probe, enabled: false, url: "http://192.168.9.1", password: "\${SPARE}" }
destinations:
  - { id: desk, kind: bell, url: "https://example.com", token: "pre-\${T}", show: full, template: "{code}" }
providers: [{ id: acme, kind: pigeon, url: "https://example.com", token: hunter2, regions: [US] }]
routes: [{ name: A, when: { hasCode: true }, to: [desk], stop: true }]
`;

test('what is exported reads as the same configuration, but for secrets', () => {
  const before = read(text);
  const exported = exportConfiguration(before, testKinds);
  const after = read(exported);
  const secrets = ['${BROKER_PASSWORD}', '${_4G_STICK_PASSWORD}', '${SPARE}', '${DESK_TOKEN}', '${ACME_TOKEN}'];
  assert.deepEqual(
    [
      after.broker?.password,
      after.sources[0]?.settings.password,
      after.sources[1]?.settings.password,
      after.destinations[0]?.settings.token,
      after.providers[0]?.settings.token,
    ],
    secrets,
  );
  assert.deepEqual(withoutSecrets(after), withoutSecrets(before));
  assert(!/hunter2|pre-/.test(exported));
  assert.match(exported, /DESK_TOKEN\}"? # was written out; set DESK_TOKEN/);
  assert.doesNotMatch(exported, /set SPARE/);
});

test('exporting twice changes nothing', () => {
  const once = exportConfiguration(read(text), testKinds);
  const twice = exportConfiguration(read(once), testKinds);
  assert.deepEqual(read(twice), read(once));
});

function withoutSecrets(configuration: ReturnType<typeof read>) {
  return JSON.parse(
    JSON.stringify(configuration, (name, value) => (name === 'password' || name === 'token' ? '' : value)),
  );
}
