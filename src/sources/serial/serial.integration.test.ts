import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startModem, startSource, until } from '../../../test/helpers/serial-source.ts';

const sender = '+15550100004';
const long = 'Your code is 482913. '.repeat(10).trim();

test('a text is handed on and then deleted on the modem', async (t) => {
  const modem = await startModem(t);
  const { source, hub } = await startSource(t, { path: modem.path });
  await until('ready', () => source.health().state === 'ok');
  modem.deliver({ sender, text: 'Your code is 123456' });
  await until('taken', () => hub.received.length === 1);
  const [message] = hub.received;
  assert.equal(message?.text, 'Your code is 123456');
  assert.equal(message?.sender, sender);
  assert.equal(message?.backlog, undefined);
  await until('deleted', () => modem.state().stored.length === 0);
});

test('a burst of long texts comes whole, and nothing is left over', async (t) => {
  const modem = await startModem(t);
  const { source, hub } = await startSource(t, { path: modem.path });
  await until('ready', () => source.health().state === 'ok');
  for (let number = 0; number < 30; number += 1) modem.deliver({ sender, text: `${number} ${long}` });
  await until('taken', () => hub.received.length === 30);
  await until('deleted', () => modem.state().stored.length === 0);
  const texts = new Set(hub.received.map(({ text }) => text));
  for (let number = 0; number < 30; number += 1) assert.ok(texts.has(`${number} ${long}`), String(number));
  assert.equal(hub.parts.size, 0);
});
