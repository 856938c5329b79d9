import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import { createTestHub, hookRequest } from '../../test/helpers/source-context.ts';
import { secretNames } from '../support/secret.ts';
import { sourceKinds } from './index.ts';
import type { Source, SourceKind } from './source.ts';

// What every kind of source keeps to, whatever it is for.

/** The example with its references (`${NAME}`) resolved to a recognisable secret. */
const resolved = 'resolved-secret-of-some-length';

function settingsOf(kind: SourceKind): Record<string, unknown> {
  const text = JSON.stringify(kind.example).replaceAll(/\$\{[A-Z0-9_]+\}/g, resolved);
  return kind.config.parse(JSON.parse(text)) as Record<string, unknown>;
}

function open(kind: SourceKind): Source {
  return kind.open(settingsOf(kind), createTestHub().context);
}

/** Sockets, servers and timers that keep this process alive. */
function running(): string[] {
  return process.getActiveResourcesInfo().filter((name) => !/^(PipeWrap|TTYWrap|Immediate|CloseReq)$/.test(name));
}

test('every kind has its own name', () => {
  const names = sourceKinds.map((kind) => kind.kind);
  assert.deepEqual(names, [...new Set(names)]);
  for (const name of names) assert.match(name, /^[a-z][a-z0-9-]*$/);
});

for (const kind of sourceKinds) {
  test(`${kind.kind}: says what it is`, () => {
    assert.match(kind.title, /^\S.{2,60}$/);
    assert.match(kind.description, /^\S.{20,}\.$/);
    assert.match(kind.homepage, /^https:\/\//);
  });

  test(`${kind.kind}: describes every setting and takes no other`, () => {
    for (const [name, field] of Object.entries(kind.config.shape))
      assert.ok((field as z.ZodType).description, `${name} has a description`);
    const result = kind.config.safeParse({ ...settingsOf(kind), noSuchSetting: 1 });
    assert.equal(result.success, false);
    assert.match(JSON.stringify(result.error?.issues), /noSuchSetting/);
    for (const reserved of ['id', 'kind', 'line', 'enabled'])
      assert.equal(reserved in kind.config.shape, false, reserved);
  });

  test(`${kind.kind}: marks as secret what its example takes from the environment`, () => {
    const references = Object.entries(kind.example).filter(([, value]) => String(value).includes('${'));
    const secrets = secretNames(kind.config);
    for (const [name] of references) assert.ok(secrets.includes(name), `${name} is a secret`);
    const openly = Object.keys(kind.config.shape).filter((name) => /token|password|secret|key/i.test(name));
    for (const name of openly) assert.ok(secrets.includes(name), `${name} is a secret`);
  });

  test(`${kind.kind}: leaves nothing running when it is opened and closed without a start`, async () => {
    const before = running();
    const source = open(kind);
    assert.match(source.health().detail, /^\S.+$/);
    await source.close();
    await source.close();
    assert.deepEqual(running(), before);
  });

  test(`${kind.kind}: starts with the other side away, says so in one line, and ends`, async () => {
    const before = running();
    const source = open(kind);
    await source.start();
    await new Promise((resolve) => setImmediate(resolve));
    const health = source.health();
    assert.match(health.detail, /^\S.+$/);
    assert.ok(health.since <= Date.now());
    await source.close();
    assert.deepEqual(running(), before);
  });

  test(`${kind.kind}: shows no secret in its health or its errors`, async () => {
    const source = open(kind);
    await source.start();
    const said = [JSON.stringify(source.health())];
    for (const request of [
      hookRequest('/hooks/under-test', { body: '{}' }),
      hookRequest(`/hooks/under-test/${resolved}`, { body: 'x', secretPath: resolved }),
      hookRequest('/hooks/under-test?a=b', { method: 'GET', headers: { authorization: `Bearer ${resolved}` } }),
    ]) {
      const failure = await source.handle?.(request).then(
        () => assert.fail('took a request without proof'),
        (error: unknown) => String(error),
      );
      said.push(failure ?? '', JSON.stringify(source.health()));
    }
    await source.close();
    for (const words of said) assert.doesNotMatch(words, new RegExp(resolved));
  });
}
