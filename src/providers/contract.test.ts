import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { z } from 'zod';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { startHttpSimulator } from '../simulators/http-simulator.ts';
import { createTroubleQueue } from '../simulators/trouble.ts';
import { createHttpClient } from '../support/http-client.ts';
import { secretNames } from '../support/secret.ts';
import { testCode, testContext, testHelp } from './fixtures.ts';
import { providerKinds } from './index.ts';
import type { ProviderKind } from './provider.ts';

/** Kinds that call an address by HTTP → the setting that holds it. */
const addressSettings: Record<string, string> = { http: 'url', vonage: 'apiBaseUrl' };
/** What the references of the examples stand for here. */
const references: Record<string, string> = {
  SMS_GATEWAY_TOKEN: 'geheim-geheim',
  SMS_REPORT_SECRET: 'geheim-geheim-geheim',
  SMTP_PASSWORD: 'geheim-geheim',
  TWILIO_AUTH_TOKEN: 'geheim-geheim',
  VONAGE_API_SECRET: 'geheim-geheim',
  VONAGE_REPORT_SECRET: 'geheim-geheim-geheim',
};

const http = createHttpClient({ connections: 4 });
const troubles = createTroubleQueue();
const server = await startHttpSimulator(
  {},
  troubles,
  () => ({ status: 200, body: '{"id":"r1"}' }),
  ({ status = 500 }) => ({ status, body: 'trouble' }),
);
after(async () => {
  await http.close();
  await server.close();
});

function resolved(kind: ProviderKind): Record<string, unknown> {
  const json = JSON.stringify(kind.example);
  return JSON.parse(json.replace(/\$\{(\w+)\}/g, (_whole, name: string) => references[name] ?? `no value for ${name}`));
}

function open(kind: ProviderKind, changes: object = {}) {
  const config = kind.config.parse({ ...resolved(kind), ...changes });
  return { config, provider: kind.open(config, testContext({ request: http.request })) };
}

test('kinds are unique and well named', () => {
  const names = providerKinds.map((kind) => kind.kind);
  assert.deepEqual(names, [...new Set(names)]);
  for (const name of names) assert.match(name, /^[a-z][a-z-]*$/);
});

for (const kind of providerKinds) {
  test(`${kind.kind}: says what it is, and every setting says what it is for`, () => {
    for (const words of [kind.title, kind.description]) assert.match(words, /^[A-Z].*\w/);
    assert.ok(URL.canParse(kind.homepage) && kind.concurrency >= 1);
    for (const [name, field] of Object.entries(kind.config.shape)) {
      const described = field as z.ZodType & { unwrap?: () => z.ZodType };
      const description = described.description ?? described.unwrap?.().description;
      assert.ok(description !== undefined && description.length > 10, `${kind.kind}.${name} has no description`);
    }
    assert.match(kind.config.safeParse({ ...resolved(kind), unheardOf: 1 }).error?.message ?? '', /unheardOf/);
  });

  test(`${kind.kind}: its example is valid, as written and with its references resolved`, () => {
    kind.config.parse(kind.example);
    const config = kind.config.parse(resolved(kind));
    assert.ok(kind.channels(config).length > 0);
    for (const common of ['id', 'kind', 'enabled', 'owner', 'regions', 'reportWithinSeconds']) {
      assert.equal(common in kind.example, false);
      assert.equal(common in kind.config.shape, false, `${common} belongs to every provider`);
    }
  });

  test(`${kind.kind}: opened, asked and closed without a send, twice over`, async () => {
    const { provider } = open(kind);
    const health = provider.health();
    assert.ok(health.detail.length > 0 && !health.detail.includes('\n') && health.since > 0);
    await provider.close();
    await provider.close();
  });

  test(`${kind.kind}: what surely was to leave no more does not, and nothing says a secret`, async () => {
    const { config, provider } = open(kind, unreachable(kind));
    const [channel = 'sms'] = kind.channels(config);
    const leaving = () => Promise.reject(new PermanentDeliveryError('the verification is over'));
    const code = testCode(channel === 'email' ? { to: 'ann@geheim.example', region: null } : {});
    await assert.rejects(provider.send(channel, code, testHelp({ leaving })), PermanentDeliveryError);
    if (kind.kind === 'console') return;
    const help = testHelp();
    const error = await provider.send(channel, code, help).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof TemporaryDeliveryError, `${error}`);
    assert.equal(help.left(), 1);
    const said = JSON.stringify([provider.health(), error.message, String(error.cause)]);
    const settings = config as Record<string, unknown>;
    for (const name of secretNames(kind.config))
      assert.equal(said.includes(String(settings[name] ?? 'no value')), false, name);
    assert.doesNotMatch(said, /geheim|482913|2025550143/);
    await provider.close();
  });
}

for (const [name, setting] of Object.entries(addressSettings)) {
  const kind = providerKinds.find((one) => one.kind === name);
  assert.ok(kind);
  const send = async (help = testHelp(), address = server.url) => {
    const { config, provider } = open(kind, { [setting]: address });
    try {
      return await provider.send(kind.channels(config)[0] ?? 'sms', testCode(), help);
    } finally {
      await provider.close();
    }
  };

  test(`${name}: 408, 429 and 503 say that it was not taken`, async () => {
    for (const status of [408, 429, 503]) {
      troubles.failNext({ status, retryAfter: 30 });
      await assert.rejects(send(), (error) => error instanceof TemporaryDeliveryError && error.retryAfterMs === 30_000);
    }
  });

  test(`${name}: other refusals and redirects are final`, async () => {
    for (const status of [301, 307, 400, 401, 403, 404, 422]) {
      troubles.failNext({ status });
      await assert.rejects(send(), PermanentDeliveryError);
    }
  });

  test(`${name}: whoever broke or fell silent may have sent it`, async () => {
    for (const status of [500, 502, 504]) {
      troubles.failNext({ status });
      await assert.rejects(send(), UnknownOutcomeError);
    }
    troubles.failNext({ instead: 'drop' });
    await assert.rejects(send(), UnknownOutcomeError);
    troubles.failNext({ instead: 'hang' });
    await assert.rejects(send(testHelp({ signal: AbortSignal.timeout(50) })), UnknownOutcomeError);
  });
}

/** Settings that lead nowhere. */
function unreachable(kind: ProviderKind): object {
  if (kind.kind === 'twilio') return { apiBaseUrl: 'http://127.0.0.1:1' };
  if (kind.kind === 'smtp') return { host: '127.0.0.1', port: 1 };
  const setting = addressSettings[kind.kind];
  return setting === undefined ? {} : { [setting]: 'http://127.0.0.1:1' };
}
