import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../support/clock.ts';
import { AtChannel } from './channel.ts';
import { Memories } from './memories.ts';

/** A modem with these memories, which answers `AT+CPMS` and the questions about it only as far as told. */
async function setUp(memories: Record<string, string>, answers: Record<string, string> = {}) {
  const written: string[] = [];
  const answerTo = (command: string): string => {
    const [, ...wanted] = command.split(/["=,]+/);
    const chosen = wanted.filter((name) => name !== '');
    if (answers[command] !== undefined) return `${answers[command]}\r\n\r\nOK`;
    if (!command.includes('="') || chosen.some((name) => memories[name] === undefined)) return 'ERROR';
    return `+CPMS: ${chosen.map((name) => memories[name]).join(',')}\r\n\r\nOK`;
  };
  const channel: AtChannel = new AtChannel({
    clock: systemClock,
    write(data) {
      written.push(data.trimEnd());
      setImmediate(() => channel.receive(Buffer.from(`\r\n${answerTo(data.trimEnd())}\r\n`)));
    },
    onReport: () => assert.fail('nothing is reported'),
  });
  const opened = new Memories(channel);
  await opened.setUp(undefined);
  return { opened, written };
}

test('texts arrive in the larger of the memories that are offered', async () => {
  const { opened, written } = await setUp(
    { SM: '1,20', ME: '0,99' },
    { 'AT+CPMS=?': '+CPMS: ("SM","ME"),("SM","ME"),("SM","ME")', 'AT+CPMS?': '+CPMS: "SM",1,20,"SM",1,20,"SM",1,20' },
  );
  assert.deepEqual(opened.names, ['SM', 'ME']);
  assert.equal(written.at(-1), 'AT+CPMS="SM","SM","ME"');
});

test('a modem that does not say which memories it has is asked for each', async () => {
  const current = { 'AT+CPMS?': '+CPMS: "SM",1,20,"SM",1,20,"SM",1,20' };
  assert.deepEqual((await setUp({ SM: '1,20' }, current)).opened.names, ['SM']);
  assert.deepEqual((await setUp({ SM: '1,20', ME: '0,99' }, current)).opened.names, ['SM', 'ME']);
  assert.deepEqual((await setUp({ ME: '0,99' })).opened.names, ['ME']);
});

test('both as one are taken where there is nothing else', async () => {
  const { opened } = await setUp({ MT: '1,40' }, { 'AT+CPMS=?': '+CPMS: ("MT"),("MT"),("MT")' });
  assert.deepEqual(opened.names, ['MT']);
});
