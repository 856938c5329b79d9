import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startModem, startSource, until } from '../../../test/helpers/serial-source.ts';

const sender = '+15550100004';

async function setUp(t: TestContext, refused: { command: string; times: number }) {
  const modem = await startModem(t);
  modem.scenario({ errorNext: { answer: '+CMS ERROR: 500', ...refused } });
  const { source, hub } = await startSource(t, { path: modem.path });
  await until('ready', () => source.health().state === 'ok');
  return { modem, hub };
}

test('a text whose reading was refused is found by a list soon after', async (t) => {
  const { modem, hub } = await setUp(t, { command: 'AT+CMGR', times: 1 });
  modem.deliver({ sender, text: 'Your code is 123456' });
  await until('announced', () => (modem.state().calls['AT+CMGR'] ?? 0) > 0);
  const lists = modem.state().calls['AT+CMGL'] ?? 0;
  await until('taken', () => hub.received.length === 1);
  assert.ok((modem.state().calls['AT+CMGL'] ?? 0) > lists);
});

test('a list that was refused once is asked for again', async (t) => {
  const { modem, hub } = await setUp(t, { command: 'AT+CMGL', times: 1 });
  const lists = modem.state().calls['AT+CMGL'] ?? 0;
  modem.scenario({ loseIndications: true });
  modem.deliver({ sender, text: 'Your code is 123456' });
  await until('taken', () => hub.received.length === 1);
  assert.ok((modem.state().calls['AT+CMGL'] ?? 0) > lists);
});
