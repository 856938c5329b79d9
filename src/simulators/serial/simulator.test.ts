import assert from 'node:assert/strict';
import { existsSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { decodePdu } from '../../pdu/decode.ts';
import { encodeSubmit } from '../../pdu/encode.ts';
import { startSerialSimulator } from './simulator.ts';
import { openTerminal, start, until } from './test-terminal.ts';

test('it answers who it is, with echo until that is turned off', async (t) => {
  const { terminal } = await start(t);
  assert.equal(await terminal.raw('AT+CGMM'), 'AT+CGMM\r\r\nE173\r\n\r\nOK\r\n');
  await terminal.ask('ATE0');
  assert.equal(await terminal.raw('AT+CGMI'), '\r\nhuawei\r\n\r\nOK\r\n');
  assert.deepEqual(await terminal.ask('AT+CIMI'), ['001010000000001', 'OK']);
  assert.deepEqual(await terminal.ask('AT+NOTHING'), ['ERROR']);
});

test('a text is kept, told of, read, and gone once deleted', async (t) => {
  const { simulator, terminal } = await start(t);
  await terminal.ask('ATE0');
  await terminal.ask('AT+CNMI=2,1,0,2,0');
  simulator.deliver({ sender: '+15550100007', text: 'Your code is 123456' });
  await terminal.saw('+CMTI: "SM",0');
  const [header, pdu = '', final] = await terminal.ask('AT+CMGR=0');
  assert.match(header ?? '', /^\+CMGR: 0,,\d+$/);
  assert.equal(final, 'OK');
  const decoded = decodePdu(pdu, { length: Number(header?.split(',')[2]) });
  assert.equal(decoded.type === 'deliver' && decoded.text, 'Your code is 123456');
  assert.deepEqual(await terminal.ask('AT+CMGD=0'), ['OK']);
  assert.deepEqual(await terminal.ask('AT+CMGR=0'), ['+CMS ERROR: 321']);
});

test('a text is sent behind the prompt, and its report comes back', async (t) => {
  const { simulator, terminal } = await start(t);
  await terminal.ask('ATE0');
  await terminal.ask('AT+CNMI=2,1,0,1,0');
  const [part] = encodeSubmit({ to: '+15550100009', text: 'Hi', reference: 1, statusReport: true });
  assert.ok(part);
  terminal.write(`AT+CMGS=${part.length}\r`);
  await terminal.saw('> ');
  assert.deepEqual(await terminal.ask(`${part.pdu}\u001a`, ''), ['+CMGS: 1', 'OK']);
  assert.deepEqual(
    simulator.sent.map(({ to, text, statusReport }) => ({ to, text, statusReport })),
    [{ to: '+15550100009', text: 'Hi', statusReport: true }],
  );
  await terminal.saw('+CDS: ');
});

test('unplugged it is gone; plugged in again it has another name, and the link follows', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'keypigeon-serial-'));
  t.after(() => rm(folder, { recursive: true }));
  const link = join(folder, 'modem');
  const simulator = await startSerialSimulator({ link });
  t.after(() => simulator.close());
  const [before = ''] = simulator.paths;
  simulator.unplug();
  assert.deepEqual([existsSync(link), existsSync(before)], [false, false]);
  simulator.deliver({ sender: '+15550100007', text: 'meanwhile' });
  assert.equal(simulator.state().waiting, 1);
  assert.equal(await simulator.replug(), link);
  assert.notEqual(readlinkSync(link), before);
  await until(() => simulator.state().stored.length === 1);
  const again = await openTerminal(simulator.path);
  t.after(() => again.close());
  await again.ask('ATE0');
  assert.match((await again.ask('AT+CMGL=4')).join('|'), /^\+CMGL: 0,0,,\d+\|[0-9A-F]+\|OK$/);
});
