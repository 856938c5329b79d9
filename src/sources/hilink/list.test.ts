import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { silentLogger } from '../../support/logger.ts';
import { systemRandom } from '../../support/random.ts';
import { HilinkClient } from './client.ts';
import { DeviceError } from './errors.ts';
import { BoxReader, boxes } from './list.ts';
import type { Row } from './rows.ts';
import { error, ok, type Reply, type Seen, startDevice, type TestDevice } from './test-device.ts';

async function setUp(
  t: TestContext,
  answer: (seen: Seen) => Reply | undefined,
): Promise<{ device: TestDevice; reader: BoxReader }> {
  const device = await startDevice(t, answer);
  const client = new HilinkClient({
    credentials: { username: 'admin', password: undefined },
    request: device.wire.request,
    clock: device.wire.clock,
    random: systemRandom,
    log: silentLogger,
    locate: async () => device.url,
  });
  t.after(() => client.close());
  return { device, reader: new BoxReader(client, (value) => value) };
}

async function readAll(reader: BoxReader): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of reader.pages(boxes.localInbox)) rows.push(...page);
  return rows;
}

const message = (index: number, phone = '+15550100004', extra = '') =>
  `<message><index>${index}</index><phone>${phone}</phone><content>text ${index}</content><date>2026-11-22 10:00:00</date>${extra}</message>`;
const list = (...messages: string[]) =>
  ok(`<count>${messages.length}</count><messages>${messages.join('')}</messages>`);
const numberIn = (seen: Seen, name: string) => Number(new RegExp(`<${name}>(\\d+)<`, 'i').exec(seen.body)?.[1]);

test('a device that repeats its last page for ever is left after one repetition', async (t) => {
  const { device, reader } = await setUp(t, ({ call }) =>
    call.endsWith('sms-list') ? { body: list(message(1), message(2)) } : undefined,
  );
  assert.equal((await readAll(reader)).length, 2);
  assert.equal(device.seen.filter(({ call }) => call.endsWith('sms-list')).length, 2);
});

test('a text that stands twice on a page is read once', async (t) => {
  const { reader } = await setUp(t, ({ call }) =>
    call.endsWith('sms-list') ? { body: list(message(1), message(1)) } : undefined,
  );
  assert.equal((await readAll(reader)).length, 1);
});

test('a page size that is refused is made smaller, and stays so', async (t) => {
  const { device, reader } = await setUp(t, (seen) => {
    if (!seen.call.endsWith('sms-list')) return undefined;
    if (numberIn(seen, 'ReadCount') > 20) return { body: error(100005) };
    return { body: numberIn(seen, 'PageIndex') === 1 ? list(message(1)) : list() };
  });
  await readAll(reader);
  assert.equal((await readAll(reader)).length, 1);
  assert.equal(device.seen.filter((seen) => numberIn(seen, 'ReadCount') > 20).length, 1);
});

test('where there is no list, the conversations are read', async (t) => {
  const { device, reader } = await setUp(t, (seen) => {
    const isFirst = numberIn(seen, 'pageindex') === 1;
    if (seen.call.endsWith('sms-list-contact')) {
      return { body: isFirst ? list(message(3), message(9, 'BANK')) : list() };
    }
    if (!seen.call.endsWith('sms-list-phone')) return undefined;
    if (!isFirst) return { body: list() };
    return seen.body.includes('BANK')
      ? { body: list(message(9, 'BANK')) }
      : { body: list(message(3), message(2, '+15550100004', '<curbox>1</curbox>'), message(1)) };
  });
  for (let count = 0; count < 2; count++) {
    const rows = await readAll(reader);
    assert.deepEqual(
      rows.map((row) => [row.index, row.state]),
      [
        ['3', 0],
        ['2', 3],
        ['1', 0],
        ['9', 0],
      ],
    );
  }
  assert.equal(device.seen.filter(({ call }) => call.endsWith('/sms-list')).length, 1);
});

test('where there is neither, the missing list is named', async (t) => {
  const { reader } = await setUp(t, () => undefined);
  await assert.rejects(
    readAll(reader),
    (thrown) => thrown instanceof DeviceError && /^sms\/sms-list:/.test(thrown.message),
  );
});
