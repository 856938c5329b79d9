import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../support/clock.ts';
import { AtChannel } from './channel.ts';
import { AtError, PortError, SilentError } from './errors.ts';

const pdu = '07915155100090F9040B915155100000F40000621132605074000548656C6C6F';

/** A modem that answers each command with what the test says. */
function setUp(answers: Record<string, string>) {
  const written: string[] = [];
  const reports: [string, string | null][] = [];
  const channel: AtChannel = new AtChannel({
    clock: systemClock,
    write(data) {
      written.push(data);
      const answer = answers[data.trimEnd()];
      if (answer !== undefined) setImmediate(() => channel.receive(Buffer.from(answer)));
    },
    onReport: (line, given) => reports.push([line, given]),
  });
  return { channel, written, reports };
}

test('echo, noise and reports are no part of an answer', async () => {
  const { channel, reports } = setUp({
    'AT+CSQ': 'AT+CSQ\r\r\n^RSSI:21\r\n\r\n+CSQ: 17,99\r\n\r\n+CMTI: "SM",3\r\n\r\nOK\r\n',
    'AT+CGMI': '\r\nhuawei\r\n^BOOT:1,0\r\n\r\nOK\r\n',
  });
  assert.deepEqual(await channel.command('AT+CSQ', { prefix: '+CSQ:' }), ['+CSQ: 17,99']);
  assert.deepEqual(await channel.command('AT+CGMI'), ['huawei']);
  assert.deepEqual(reports, [
    ['^RSSI:21', null],
    ['+CMTI: "SM",3', null],
    ['^BOOT:1,0', null],
  ]);
});

test('a report with a PDU may come between the header of a listed text and its PDU', async () => {
  const { channel, reports } = setUp({
    'AT+CMGL=4': `\r\n+CMGL: 1,0,,24\r\n+CDS: 24\r\n${pdu}\r\n${pdu}\r\n+CMGL: 2,0,,24\r\n${pdu}OK\r\n`,
  });
  const lines = await channel.command('AT+CMGL=4', { prefix: '+CMGL:' });
  assert.deepEqual(lines, ['+CMGL: 1,0,,24', pdu, '+CMGL: 2,0,,24', pdu]);
  assert.deepEqual(reports, [['+CDS: 24', pdu]]);
});

test('every way to refuse is one, with its number', async () => {
  const { channel } = setUp({
    'AT+A': 'ERROR\r\n',
    'AT+B': 'COMMAND NOT SUPPORT\r\n',
    'AT+C': 'TOO MANY PARAMETERS\r\n',
    'AT+D': '+CMS ERROR: 321\r\n',
    'AT+E': '+CME ERROR: SIM not inserted\r\n',
  });
  const codeOf = (command: string) =>
    channel.command(command).then(
      () => assert.fail(),
      (error: unknown) => (error instanceof AtError ? [error.kind, error.code] : error),
    );
  assert.deepEqual(await codeOf('AT+A'), ['plain', null]);
  assert.deepEqual(await codeOf('AT+B'), ['plain', null]);
  assert.deepEqual(await codeOf('AT+C'), ['plain', null]);
  assert.deepEqual(await codeOf('AT+D'), ['cms', 321]);
  assert.deepEqual(await codeOf('AT+E'), ['cme', 10]);
});

test('commands go one after the other, and a PIN is in no error', async () => {
  const { channel, written } = setUp({ 'AT+X': 'OK\r\n', 'AT+CPIN="1234"': '+CME ERROR: 16\r\n' });
  await Promise.all([channel.command('AT+X'), channel.command('AT+X')]);
  assert.deepEqual(written, ['AT+X\r', 'AT+X\r']);
  await assert.rejects(channel.command('AT+CPIN="1234"'), (error: Error) => !error.message.includes('1234'));
});

test('what is handed over waits for the prompt, with a space behind it or without', async () => {
  for (const prompt of ['\r\n> ', '\r\n>', '> \r\n']) {
    const { channel, written } = setUp({
      'AT+CMGS=14': prompt,
      [`${pdu}\x1a`]: `${pdu}\x1a\r\n+CMGS: 7\r\n\r\nOK\r\n`,
    });
    assert.deepEqual(await channel.submit('AT+CMGS=14', pdu, { prefix: '+CMGS:', timeoutMs: 1000 }), ['+CMGS: 7']);
    assert.deepEqual(written, ['AT+CMGS=14\r', `${pdu}\x1a`]);
  }
});

test('a port that goes away ends what is under way, and says whether a text had been handed over', async () => {
  const { channel } = setUp({});
  const silent = channel.submit('AT+CMGS=14', pdu, { timeoutMs: 1000 });
  setImmediate(() => channel.close());
  await assert.rejects(silent, (error) => error instanceof SilentError && !error.handedOver);
  await assert.rejects(channel.command('AT'), PortError);
});
