import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { runProgram, startProgram, temporaryFolder } from './helpers/command-line.ts';

test('price, costs and blocks work with and without a hub', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'keypigeon.yaml'), 'lines: [{ id: office, number: "+15550100002" }]\n');
  const env = { KEYPIGEON_DATA: folder };
  const run = async (args: string[], expected = 0) => {
    const { code, stdout, stderr } = await runProgram(t, args, { env });
    assert.equal(code, expected, `${args.join(' ')}: ${stderr}`);
    return expected === 0 ? stdout : stderr;
  };

  const hub = startProgram(t, ['serve'], { env });
  await hub.says(/listens on/);
  assert.match(await run(['price', 'list']), /no prices yet \(USD\)/);
  await run(['price', 'set', 'sms', '0', '--by', 'office']);
  assert.match(await run(['price', 'set', 'sms', '0.0079', '--to', 'US']), /text {2}by any .* to US +0\.0079 USD/);
  const unknown = await run(['price', 'set', 'sms', '0', '--by', 'offcie'], 1);
  assert.match(unknown, /there is no line or provider "offcie"; did you mean office\?\n$/);
  assert.match(await run(['costs', '--months', '3']), /No codes were sent/);
  assert.match(await run(['blocks']), /Nothing is blocked/);
  assert.match(await run(['blocks', 'lift', 'cmVnaW9u'], 1), /no such block/);
  await hub.stop();

  await run(['price', 'currency', 'EUR']);
  const listed = await run(['price', 'list', '--json']);
  assert.deepEqual(JSON.parse(listed), {
    currency: 'EUR',
    prices: [
      { kind: 'sms', by: null, to: 'US', price: '0.0079' },
      { kind: 'sms', by: 'office', to: null, price: '0.00' },
    ],
  });
  await run(['price', 'remove', 'sms', '--to', 'US']);
  await writeFile(join(folder, 'prices.json'), listed);
  assert.equal(await run(['price', 'import', join(folder, 'prices.json'), '--json']), listed);
  assert.match(await run(['costs']), /No codes were sent/);
  const elsewhere = await run(['price', 'set', 'call', '0.01', '--by', 'acme'], 1);
  assert.match(elsewhere, /there is no line or provider "acme"; expected one of office\n$/);
  const theirs = { currency: 'EUR', prices: [{ kind: 'sms', by: 'acme', price: '0.05' }] };
  await writeFile(join(folder, 'prices.json'), JSON.stringify(theirs));
  const imported = await runProgram(t, ['price', 'import', join(folder, 'prices.json')], { env });
  assert.equal(imported.code, 0, 'the provider may come later');
  assert.match(imported.stderr, /^note: there is no line or provider "acme" \(yet\): its prices count for nothing\n/);
  assert.match(await run(['price', 'remove', 'sms', '--by', 'acme']), /no prices yet/);

  for (const [args, reason] of [
    [['price', 'set', 'fax', '1'], /kind/],
    [['price', 'set', 'sms', '1,5'], /expected an amount/],
    [['price', 'set', 'sms', '1', '--to', 'Mars'], /expected a country/],
    [['price', 'currency', 'Taler'], /ISO 4217/],
    [['price', 'list', 'all'], /one argument too many/],
    [['costs', '--month', 'May'], /expected a month/],
    [['blocks', 'all'], /there is no "all"/],
  ] as const)
    assert.match(await run([...args], 2), reason);
});
