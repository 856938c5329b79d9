import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorTable } from '../domain/errors.ts';
import { renderApiPage, renderErrorsPage } from './documentation.ts';
import { describeApi } from './openapi-document.ts';

describe('documentation', () => {
  it('explains every error', () => {
    const page = renderErrorsPage();
    for (const [code, { title, status, help }] of Object.entries(errorTable))
      assert.ok(page.includes(`## ${code}\n\n**${title}.** HTTP status ${status}.\n\n${help}\n`), code);
  });

  it('lists every call with its scope and what it takes, and every schema that is linked', async () => {
    const document = await describeApi('1.2.3');
    const page = renderApiPage(document);
    for (const [path, operations] of Object.entries(document.paths ?? {}))
      for (const method of Object.keys(operations ?? {}))
        assert.ok(page.includes(`### ${method.toUpperCase()} ${path}\n`), `${method} ${path}`);
    assert.match(page, /### POST \/api\/v1\/deliveries\/\{id\}\/retry\n\n.*\n\nScope: `send`\./);
    assert.match(page, /\| `scopes` \| list of `read`, `send`, `board`, `admin` \| `read` to look/);
    for (const [, anchor] of page.matchAll(/\]\(#([a-z]+)\)/g)) assert.match(page, new RegExp(`^### ${anchor}$`, 'im'));
    assert.doesNotMatch(page, /undefined|\[object/);
  });

  it('refers to no schema that the document lacks', async () => {
    const document = await describeApi('1.2.3');
    assert.equal(document.info.version, '1.2.3');
    const known = Object.keys(document.components?.schemas ?? {});
    const used = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    assert.deepEqual(
      [...new Set(used)].filter((name) => !known.includes(name ?? '')),
      [],
    );
    assert.ok(known.includes('Message'));
  });

  it('says of every refusal that it is a problem, by its content type', async () => {
    const { paths } = await describeApi('1.2.3');
    for (const [path, { get, post, put, delete: remove } = {}] of Object.entries(paths ?? {}))
      for (const { responses } of [get, post, put, remove].filter((operation) => operation !== undefined))
        for (const status of ['4XX', '5XX']) {
          const { content } = (responses?.[status] ?? {}) as { content?: Record<string, { schema?: object }> };
          const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
          assert.deepEqual(content, problem, `${path} ${status}`);
        }
  });
});
