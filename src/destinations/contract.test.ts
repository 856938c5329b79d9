import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { z } from 'zod';
import { PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError } from '../domain/delivery-errors.ts';
import { startHttpSimulator } from '../simulators/http-simulator.ts';
import { createTroubleQueue } from '../simulators/trouble.ts';
import { createHttpClient } from '../support/http-client.ts';
import { secretNames } from '../support/secret.ts';
import type { DestinationKind } from './destination.ts';
import { noEnd, testContext, testOutgoing } from './fixtures.ts';
import { destinationKinds } from './index.ts';

/** Kinds that call an address by HTTP → the setting that holds it. */
const addressSettings: Record<string, string> = { slack: 'webhookUrl', webhook: 'url' };
/** What the references of the examples stand for here. */
const references: Record<string, string> = {
  HOOK_SECRET: `whsec_${Buffer.from('geheim-geheim-geheim-geheim').toString('base64')}`,
  // Keys of RFC 8291, appendix A.
  PUSH_AUTH: 'BTBZMqHH6r4Tts7J_aSIgg',
  PUSH_ENDPOINT: 'https://push.example/geheim',
  PUSH_P256DH: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  MFA_SLACK_WEBHOOK: 'https://hooks.slack.example/services/T0/B0/geheim',
};

const http = createHttpClient({ connections: 4 });
const troubles = createTroubleQueue();
const answered = { status: 200, body: 'ok' };
const server = await startHttpSimulator(
  {},
  troubles,
  () => answered,
  ({ status = 500 }) => ({ status, body: 'trouble' }),
);
after(async () => {
  await http.close();
  await server.close();
});

function resolved(kind: DestinationKind): Record<string, unknown> {
  const json = JSON.stringify(kind.example);
  return JSON.parse(json.replace(/\$\{(\w+)\}/g, (_whole, name: string) => references[name] ?? `no value for ${name}`));
}

function open(kind: DestinationKind, changes: object = {}) {
  return kind.open(kind.config.parse({ ...resolved(kind), ...changes }), testContext({ request: http.request }));
}

test('kinds are unique and well named', () => {
  const names = destinationKinds.map((kind) => kind.kind);
  assert.deepEqual(names, [...new Set(names)]);
  for (const name of names) assert.match(name, /^[a-z][a-z-]*$/);
});

for (const kind of destinationKinds) {
  test(`${kind.kind}: says what it is, and every setting says what it is for`, () => {
    for (const words of [kind.title, kind.description]) assert.match(words, /^[A-Z].*\w/);
    assert.ok(URL.canParse(kind.homepage) && kind.concurrency >= 1);
    checkDescribed(kind.config, kind.kind);
    assert.match(kind.config.safeParse({ ...resolved(kind), unheardOf: 1 }).error?.message ?? '', /unheardOf/);
  });

  test(`${kind.kind}: its example is valid, as written and with its references resolved`, () => {
    kind.config.parse(kind.example);
    kind.config.parse(resolved(kind));
    for (const common of ['id', 'kind', 'owner', 'show', 'template']) {
      assert.equal(common in kind.example, false);
      assert.equal(common in kind.config.shape, false, `${common} belongs to every destination`);
    }
  });

  test(`${kind.kind}: opened, asked and closed without a start, twice over`, async () => {
    const destination = open(kind);
    const health = destination.health();
    assert.ok(health.detail.length > 0 && !health.detail.includes('\n') && health.since > 0);
    await destination.close();
    await destination.close();
  });

  test(`${kind.kind}: no secret in health or errors`, async () => {
    const settings = kind.config.parse({ ...resolved(kind), ...unreachable(kind) }) as Record<string, unknown>;
    const destination = open(kind, unreachable(kind));
    const error =
      kind.kind === 'console' ? undefined : await destination.send(testOutgoing(), noEnd).catch((thrown) => thrown);
    const said = JSON.stringify([destination.health(), String(error?.message), String(error?.cause)]);
    for (const name of secretNames(kind.config))
      assert.equal(said.includes(String(settings[name] ?? 'no value')), false, name);
    assert.doesNotMatch(said, /geheim|482913|15550100003/);
    await destination.close();
  });
}

for (const [name, setting] of Object.entries(addressSettings)) {
  const kind = destinationKinds.find((one) => one.kind === name);
  assert.ok(kind);
  const send = async (signal = noEnd, address = `${server.url}/services/geheim`) => {
    const destination = open(kind, { [setting]: address });
    try {
      return await destination.send(testOutgoing(), signal);
    } finally {
      await destination.close();
    }
  };

  test(`${name}: 2xx is sent`, async () => {
    assert.equal(typeof (await send()), 'object');
  });

  test(`${name}: 408, 425, 429 and 5xx come again, when the other side says so`, async () => {
    for (const status of [408, 425, 429, 500, 503]) {
      troubles.failNext({ status, retryAfter: 30 });
      await assert.rejects(send(), (error) => error instanceof TemporaryDeliveryError && error.retryAfterMs === 30_000);
    }
  });

  test(`${name}: 410 is gone, other refusals and redirects are final`, async () => {
    for (const status of [301, 307, 400, 401, 403, 404, 410, 422]) {
      troubles.failNext({ status });
      await assert.rejects(
        send(),
        (error) => error instanceof PermanentDeliveryError && error.gone === (status === 410),
      );
    }
  });

  test(`${name}: an answer that does not come ends with the attempt`, async () => {
    troubles.failNext({ instead: 'hang' });
    await assert.rejects(send(AbortSignal.timeout(50)), TemporaryDeliveryError);
    troubles.failNext({ instead: 'drop' });
    await assert.rejects(send(), TemporaryDeliveryError);
  });

  test(`${name}: a refused connection comes again`, async () => {
    await assert.rejects(send(noEnd, `http://127.0.0.1:${await closedPort()}/geheim`), TemporaryDeliveryError);
  });
}

test('what may not be repeated can be asked about, and never fails silently', async () => {
  for (const kind of destinationKinds.filter((one) => !one.repeatable)) {
    const destination = open(kind);
    assert.equal(typeof destination.find, 'function', kind.kind);
    const error = await destination.send(testOutgoing(), noEnd).catch((thrown) => thrown);
    assert.ok(
      [PermanentDeliveryError, TemporaryDeliveryError, UnknownOutcomeError].some((one) => error instanceof one),
    );
    await destination.close();
  }
});

/** Settings that lead nowhere. */
function unreachable(kind: DestinationKind): object {
  const setting = addressSettings[kind.kind];
  if (kind.kind === 'mqtt') return { url: 'mqtt://127.0.0.1:1', username: 'ann', password: 'geheim' };
  if (kind.kind === 'web-push') return { endpoint: 'https://127.0.0.1:1/geheim' };
  return setting === undefined ? {} : { [setting]: 'http://127.0.0.1:1/services/geheim' };
}

function checkDescribed(schema: z.ZodObject, where: string): void {
  assert.ok(
    schema.safeParse({ unheardOf: 1 }).error?.issues.some((issue) => issue.code === 'unrecognized_keys'),
    where,
  );
  for (const [name, field] of Object.entries(schema.shape)) {
    const described = field as z.ZodType & { unwrap?: () => z.ZodType };
    const description = described.description ?? described.unwrap?.().description;
    assert.ok(description !== undefined && description.length > 10, `${where}.${name} has no description`);
    const inner = described.unwrap?.() as (z.ZodType & { shape?: unknown }) | undefined;
    if (inner?.shape !== undefined) checkDescribed(inner as z.ZodObject, `${where}.${name}`);
  }
}

async function closedPort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
