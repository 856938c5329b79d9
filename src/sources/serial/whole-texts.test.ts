import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../test/helpers/serial-source.ts';
import { createTestHub, type TestHub } from '../../../test/helpers/source-context.ts';
import { decodePdu } from '../../pdu/decode.ts';
import { encodeDeliver } from '../../pdu/encode.ts';
import { Memory } from './memory.ts';
import type { Part } from './parts.ts';
import { Patience } from './patience.ts';
import { Places } from './places.ts';
import { WholeTexts } from './whole-texts.ts';

const text = `Your code is 482913.${' Never tell it to anyone.'.repeat(8)}`;
const pdus = encodeDeliver({ sender: '+15550100004', text, sentAt: 1_800_000_000_000, reference: 7 });

/** One run of the hub, up to its being killed. */
async function run(hub: TestHub) {
  const { context } = hub;
  const { signal } = new AbortController();
  const memory = new Memory(context.memory);
  const places = new Places();
  const patience = new Patience({ clock: context.clock, log: context.log, signal, onChange: () => {} });
  const texts = new WholeTexts({
    ...{ context, memory, places, patience, noteIncompleteAfterMs: 1_000, onDeletable: () => {} },
    emptied: (slots) => places.emptied(slots),
  });
  await memory.load();
  await texts.load();
  return { memory, places, texts };
}

/** The part as it is found in the modem. */
function inModem(places: Places, index: number): Part {
  const { pdu = '' } = pdus[index] ?? {};
  const deliver = decodePdu(pdu);
  assert.ok(deliver.type === 'deliver' && deliver.concat !== null);
  const slot = { memory: 'SM', index, session: places.session, pdu };
  places.hold(slot, `part ${index}`);
  places.set(slot, 'waiting');
  return { id: `part ${index}`, pdu, deliver, concat: deliver.concat, receivedAt: 0, slots: [slot], kept: false };
}

test('a part that is still in the modem after its text was stored begins no new text', async (t) => {
  assert.equal(pdus.length, 2);
  const hub = createTestHub();
  // Killed when both parts were kept and only the first was deleted in the modem.
  await hub.context.parts.keep(
    pdus.map(({ pdu }, index) => ({ id: `part ${index}`, data: JSON.stringify({ pdu }), receivedAt: 0 })),
  );
  const first = await run(hub);
  await until('stored', () => hub.received.length === 1);
  first.texts.close();
  assert.equal(hub.parts.size, 0);
  // Killed again before it deleted the second.
  const second = await run(hub);
  t.after(() => second.texts.close());
  second.texts.add([inModem(second.places, 1)]);
  assert.deepEqual(
    second.places.deletable(8).map(({ index }) => index),
    [1],
  );
  assert.equal(hub.parts.size, 0);
  assert.equal(hub.received[0]?.text, text);
});

test('a text that was not stored before the hub was killed is stored after it', async (t) => {
  const hub = createTestHub();
  await hub.context.parts.keep(
    pdus.map(({ pdu }, index) => ({ id: `part ${index}`, data: JSON.stringify({ pdu }), receivedAt: 0 })),
  );
  let tries = 0;
  hub.beforeReceive = () => {
    tries += 1;
    if (tries === 1) throw new Error('the disk is full');
  };
  const first = await run(hub);
  await until('tried', () => tries === 1);
  first.texts.close();
  const second = await run(hub);
  t.after(() => second.texts.close());
  await until('stored', () => hub.received.length === 1);
  assert.equal(hub.parts.size, 0);
});

test('a part from before a long stop does not go out alone before the modem was read', async (t) => {
  const hub = createTestHub();
  await hub.context.parts.keep([
    { id: 'part 0', data: JSON.stringify({ pdu: pdus[0]?.pdu }), receivedAt: Date.now() - 3_600_000 },
  ]);
  const { places, texts } = await run(hub);
  t.after(() => texts.close());
  await new Promise((resolve) => setTimeout(resolve, 300));
  texts.add([inModem(places, 1)]);
  await until('stored', () => {
    places.deleted(places.deletable(8));
    return hub.parts.size === 0 && hub.received.length > 0;
  });
  assert.deepEqual(
    hub.received.map((one) => one.text),
    [text],
  );
});
