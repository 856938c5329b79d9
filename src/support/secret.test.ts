import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { secretNames, secretSettings, secretString } from './secret.ts';

test('a secret stays one when it is described, refined, optional or one of several', () => {
  const schema = z.strictObject({
    plain: z.string().describe('open'),
    bare: secretString(),
    described: secretString().describe('a token'),
    refined: secretString()
      .refine((value) => value.length > 3)
      .describe('a long token'),
    optional: secretString().describe('a token').optional(),
    several: z
      .union([secretString(), z.array(secretString())])
      .register(secretSettings, { secret: true })
      .describe('one or more'),
  });
  assert.deepEqual(secretNames(schema), ['bare', 'described', 'refined', 'optional', 'several']);
});
