import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HilinkSimulatorOptions, startHilinkSimulator } from './simulator.ts';
import { element, Visitor } from './test-client.ts';

const sender = '+15550100007';

async function start(t: { after(run: () => Promise<void>): void }, options: HilinkSimulatorOptions = {}) {
  const simulator = await startHilinkSimulator(options);
  t.after(() => simulator.close());
  const visitor = await new Visitor(simulator).openByHomePage();
  return { simulator, visitor };
}

/** A clock that tests move; timers run when their time has come. */
function movableClock() {
  let now = Date.UTC(2026, 10, 22, 10);
  const timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    after(ms: number, run: () => void) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return { cancel: () => void timers.splice(timers.indexOf(timer) >>> 0, 1) };
    },
    move(ms: number) {
      now += ms;
      for (const timer of timers.filter((due) => due.at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.run();
      }
    },
  };
}

test('a text shows in the counts, in the notification and in the list', async (t) => {
  const { simulator, visitor } = await start(t, { zoneOffsetMinutes: 60 });
  const date = '2026-11-22T10:00:00Z';
  assert.deepEqual(simulator.inject({ sender, text: 'Code (12) <&> "it\'s"', date }), { index: 40000, waiting: 0 });
  assert.equal(element(await visitor.get('monitoring/check-notifications'), 'UnreadMessage'), '1');
  const count = await visitor.get('sms/sms-count');
  assert.deepEqual([element(count, 'LocalUnread'), element(count, 'NewMsg')], ['1', '1']);
  assert.equal(element(await visitor.get('sms/sms-count'), 'NewMsg'), '0');
  const list = await visitor.list();
  assert.equal(list.headers['content-type'], 'text/html');
  assert.equal(element(list, 'Content'), 'Code &#40;12&#41; &lt;&amp;&gt; &#34;it&#39;s&#34;');
  assert.equal(element(list, 'Date'), '2026-11-22 11:00:00');
  assert.deepEqual([element(list, 'Smstat'), element(list, 'SmsType'), element(list, 'Count')], ['0', '1', '1']);
  const order = [...list.text.matchAll(/<(\w+)>/g)].map((match) => match[1]).slice(3);
  const fields = ['Message', 'Smstat', 'Index', 'Phone', 'Content', 'Date', 'Sca', 'SaveType', 'Priority', 'SmsType'];
  assert.deepEqual(order, fields);
});

test('set-read marks, delete frees the lowest slot for the next text', async (t) => {
  const { simulator, visitor } = await start(t);
  for (const text of ['a', 'b', 'c']) simulator.inject({ sender, text });
  assert.deepEqual(await visitor.indexes(), [40002, 40001, 40000]);
  assert.equal((await visitor.post('sms/set-read', '<Index>40001</Index>')).code, undefined);
  assert.equal(element(await visitor.get('monitoring/check-notifications'), 'UnreadMessage'), '2');
  await visitor.post('sms/delete-sms', '<Index>40000</Index>');
  await visitor.post('sms/delete-sms', '<Index>40001</Index>');
  assert.equal(simulator.inject({ sender, text: 'd' }).index, 40000);
  const lists = '<Index>40000</Index><Index>40002</Index>';
  assert.equal((await visitor.post('sms/delete-sms', lists)).code, 100005);
  assert.equal((await visitor.post('sms/delete-sms', '<Index>40009</Index>')).code, undefined);
});

test('a missing Index can be refused, a list of them accepted', async (t) => {
  const { simulator, visitor } = await start(t, { missingIndexCode: 113114, acceptsIndexList: true });
  simulator.inject({ sender, text: 'a' });
  simulator.inject({ sender, text: 'b' });
  assert.equal((await visitor.post('sms/delete-sms', '<Index>40000</Index><Index>40001</Index>')).code, undefined);
  assert.equal((await visitor.post('sms/delete-sms', '<Index>40000</Index>')).code, 113114);
});

test('pages, sorting and limits of the list', async (t) => {
  const { simulator, visitor } = await start(t);
  for (let day = 1; day <= 5; day += 1) {
    simulator.inject({ sender: `+1555010000${9 - day}`, text: `${day}`, date: `2026-11-0${6 - day} 10:00:00` });
  }
  const contents = async (page: number, sorting: string) =>
    [...(await visitor.list(1, page, 2, sorting)).text.matchAll(/<Content>(\d)/g)].map((match) => match[1]).join('');
  assert.deepEqual([await contents(1, '00'), await contents(3, '00')], ['12', '5']);
  assert.deepEqual([await contents(1, '01'), await contents(1, '11'), await contents(1, '20')], ['54', '54', '54']);
  const past = await visitor.list(1, 9, 2);
  assert.equal(element(past, 'Count'), '0');
  assert.match(past.text, /<Messages><\/Messages>/);
  assert.equal((await visitor.list(1, 0)).code, 100006);
  assert.equal((await visitor.list(1, 1, 51)).code, 100006);
  assert.equal((await visitor.list(11)).code, 100006);
  assert.equal((await visitor.list(1, 1, 50)).code, undefined);
});

test('an empty list has several forms, and Count may be the total', async (t) => {
  const closing = await start(t, { emptyMessages: 'selfClosing' });
  assert.match((await closing.visitor.list()).text, /<Messages\/>/);
  const missing = await start(t, { emptyMessages: 'missing', count: 'total' });
  assert.doesNotMatch((await missing.visitor.list()).text, /Messages/);
  for (const text of ['a', 'b', 'c']) missing.simulator.inject({ sender, text });
  assert.equal(element(await missing.visitor.list(1, 1, 2), 'Count'), '3');
});

test('a full storage says so, later texts wait and come in when room is made', async (t) => {
  const { simulator, visitor } = await start(t, { localMax: 2 });
  for (const text of ['a', 'b', 'c', 'd']) simulator.inject({ sender, text });
  assert.equal(simulator.state().waiting, 2);
  assert.equal(element(await visitor.get('monitoring/check-notifications'), 'SmsStorageFull'), '1');
  assert.equal((await visitor.send('x')).code, 113053);
  await visitor.post('sms/delete-sms', '<Index>40000</Index>');
  assert.deepEqual(
    simulator.state().rows.map((row) => row.content),
    ['b', 'c'],
  );
  simulator.scenario({ storageMax: 5 });
  assert.equal(element(await visitor.get('monitoring/check-notifications'), 'SmsStorageFull'), '0');
  assert.equal(simulator.state().rows.length, 3);
});

test('texts on the SIM have a box and indexes of their own', async (t) => {
  const { simulator, visitor } = await start(t, { saveTo: 'sim', simMax: 1 });
  simulator.inject({ sender, text: 'on the SIM' });
  simulator.inject({ sender, text: 'no room there' });
  assert.deepEqual(await visitor.indexes(5), [0]);
  assert.deepEqual(await visitor.indexes(1), [40000]);
  assert.deepEqual((await visitor.indexes(8)).length, 2);
  const count = await visitor.get('sms/sms-count');
  assert.deepEqual([element(count, 'SimInbox'), element(count, 'SimUsed'), element(count, 'SimMax')], ['1', '1', '1']);
});

test('parts are joined in one row in their right order as they come', async (t) => {
  const clock = movableClock();
  const { simulator, visitor } = await start(t, { clock });
  simulator.inject({ sender, text: '', parts: ['one ', 'two ', 'three'], partDelayMs: 1000, partOrder: [2, 1, 3] });
  assert.equal(element(await visitor.list(), 'Content'), 'two ');
  assert.equal(element(await visitor.list(), 'SmsType'), '2');
  clock.move(1000);
  assert.equal(element(await visitor.list(), 'Content'), 'one two ');
  clock.move(1000);
  assert.equal(element(await visitor.list(), 'Content'), 'one two three');
  assert.deepEqual(await visitor.indexes(), [40000]);
});

for (const call of ['sms/set-read', 'sms/delete-sms']) {
  test(`after an early ${call} the other parts are never joined`, async (t) => {
    const clock = movableClock();
    const { simulator, visitor } = await start(t, { clock });
    simulator.inject({ sender, text: 'abcdef', parts: 3, partDelayMs: 1000 });
    await visitor.post(call, '<Index>40000</Index>');
    clock.move(1000);
    clock.move(1000);
    const contents = simulator.state().rows.map((row) => row.content);
    assert.deepEqual(contents, call === 'sms/set-read' ? ['ab', 'cd', 'ef'] : ['cd', 'ef']);
  });
}

test('emoji come as CESU-8 and control characters raw', async (t) => {
  const { simulator, visitor } = await start(t);
  simulator.inject({ sender, text: 'a😀\u0001\u000b' });
  const { bytes } = await visitor.list();
  assert.ok(bytes.includes(Buffer.from('61eda0bdedb880010b', 'hex')));
  const plain = await start(t, { emoji: 'utf8', doubleEscape: true, numericEntities: false });
  plain.simulator.inject({ sender, text: '😀 <' });
  assert.equal(element(await plain.visitor.list(), 'Content'), '😀 &amp;lt;');
});

test('the parser of each profile is as strict as the device', async (t) => {
  const spaced = '\n<Index>40000</Index>\n';
  const outOfOrder =
    '<ReadCount>20</ReadCount><PageIndex>1</PageIndex><BoxType>1</BoxType><SortType>0</SortType><Ascending>0</Ascending><UnreadPreferred>0</UnreadPreferred>';
  const attribute = '<Index type="int">40000</Index>';
  const codesOf = async (options: HilinkSimulatorOptions) => {
    const { visitor } = await start(t, { ...options, login: 'none' });
    return [
      (await visitor.post('sms/set-read', spaced)).code,
      (await visitor.post('sms/sms-list', outOfOrder)).code,
      (await visitor.post('sms/set-read', attribute)).code,
    ];
  };
  assert.deepEqual(await codesOf({ profile: 'stick' }), [undefined, undefined, 100005]);
  assert.deepEqual(await codesOf({ profile: 'router' }), [undefined, 100005, 100005]);
  assert.deepEqual(await codesOf({ profile: 'old-stick' }), [undefined, undefined, undefined]);
  const { visitor } = await start(t, { rejectWhitespace: true });
  assert.equal((await visitor.post('sms/set-read', spaced)).code, 100005);
});

test('an unknown path is refused or leads home', async (t) => {
  const { visitor } = await start(t);
  assert.equal((await visitor.get('sms/sms-count-contact')).code, 100002);
  assert.equal((await visitor.get('sms/sms-list')).code, 100002);
  const redirecting = await start(t, { unknownPath: 'redirect', jsonPaths: ['sms/sms-count'] });
  const reply = await redirecting.visitor.get('sms/sms-count-contact');
  assert.deepEqual([reply.status, reply.headers.location], [307, '/html/home.html']);
  assert.equal(JSON.parse((await redirecting.visitor.get('sms/sms-count')).text).LocalMax, '500');
});
