import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePdu } from '../../pdu/decode.ts';
import { encodeSubmit } from '../../pdu/encode.ts';
import { openTerminal, start, type Terminal, until } from './test-terminal.ts';

async function quiet(terminal: Terminal): Promise<Terminal> {
  await terminal.ask('ATE0');
  return terminal;
}

/** Says `send`, waits for the prompt, gives the PDU; the answer. */
async function send(terminal: Terminal, prompt = '> '): Promise<string[]> {
  const [part] = encodeSubmit({ to: '+15550100009', text: 'Hi', reference: 1, statusReport: true });
  assert.ok(part);
  terminal.received = '';
  terminal.write(`AT+CMGS=${part.length}\r`);
  await terminal.saw(prompt);
  return terminal.ask(part.pdu, '\u001a');
}

test('joined commands have one result, and the first error ends them', async (t) => {
  const { terminal } = await start(t);
  assert.deepEqual(await (await quiet(terminal)).ask('AT+CMEE=1;+CREG=2'), ['OK']);
  assert.deepEqual(await terminal.ask('ATE0V1+CSQ;+CREG?'), ['+CSQ: 17,99', '+CREG: 2,1,"1F41","000B2C3D",7', 'OK']);
  assert.deepEqual(await terminal.ask('AT+CSQ;+NOTHING;+CGMM'), ['+CSQ: 17,99', 'ERROR']);
});

test('commands come byte by byte, and an escape clears what was begun', async (t) => {
  const { terminal } = await start(t);
  await quiet(terminal);
  terminal.received = '';
  terminal.write('AT+NON');
  terminal.write('\u001b\r');
  for (const byte of 'AT+CGMM') terminal.write(byte);
  assert.deepEqual(await terminal.ask(''), ['E173', 'OK']);
});

test('two ports are one modem: the second answers and never reports', async (t) => {
  const { simulator, terminal } = await start(t, { ports: 2 });
  const [, second = ''] = simulator.paths;
  const other = await openTerminal(second);
  t.after(() => other.close());
  await quiet(other);
  await quiet(terminal);
  assert.deepEqual(await other.ask('AT+CNMI=2,1,0,0,0'), ['OK']);
  other.received = '';
  simulator.deliver({ sender: 'Example', text: 'x' });
  await terminal.saw('+CMTI');
  assert.match((await other.ask('AT+CMGL=4'))[0] ?? '', /^\+CMGL: 0,0,,/);
  assert.doesNotMatch(other.received, /CMTI/);
});

test('some take three memories and no fewer; SIM and device have texts of their own', async (t) => {
  const { simulator, terminal } = await start(t, { profile: 'brovi' });
  await quiet(terminal);
  assert.deepEqual(await terminal.ask('AT+CPMS="SM"'), ['ERROR']);
  simulator.deliver({ sender: 'Example', text: 'x' });
  assert.deepEqual(await terminal.ask('AT+CPMS="SM","SM","SM"'), ['+CPMS: 0,20,0,20,0,20', 'OK']);
  assert.deepEqual(await terminal.ask('AT+CMGL=4'), ['OK']);
  assert.deepEqual(await terminal.ask('AT+CPMS="ME","ME","ME"'), ['+CPMS: 1,255,1,255,1,255', 'OK']);
  assert.deepEqual(await terminal.ask('AT+CPMS="XX","ME","ME"'), ['+CMS ERROR: 302']);
});

test('a list is written in several ways', async (t) => {
  for (const [traits, expected] of [
    [{ listFields: 'empty' }, /^\+CMGL: 0,0,,\d+$/],
    [{ listFields: 'quoted', indexBase: 1 }, /^\+CMGL: 1,0,"",\d+$/],
    [{ listFields: 'missing' }, /^\+CMGL: 0,0,\d+$/],
    [{ listMost: 0 }, /^\+CMS ERROR: 500$/],
  ] as const) {
    const { simulator, terminal } = await start(t, traits);
    await quiet(terminal);
    simulator.deliver({ sender: 'Example', text: 'x' });
    assert.match((await terminal.ask('AT+CMGL=4'))[0] ?? '', expected);
  }
});

test('an empty slot is told in three ways', async (t) => {
  for (const [emptySlot, expected] of [
    ['error', ['+CMS ERROR: 321']],
    ['ok', ['OK']],
    ['zero', ['+CMGR: 0,,0', 'OK']],
  ] as const) {
    const { terminal } = await start(t, { emptySlot });
    assert.deepEqual(await (await quiet(terminal)).ask('AT+CMGR=3'), expected);
  }
});

test('a full memory is told once; what waits comes when there is room', async (t) => {
  const { simulator, terminal } = await start(t);
  await quiet(terminal);
  await terminal.ask('AT+CNMI=2,1,0,0,0');
  simulator.scenario({ fill: { memory: 'SM', free: 0 } });
  simulator.deliver({ sender: 'Example', text: 'late' });
  await terminal.saw('^SMMEMFULL: "SM"');
  assert.equal(simulator.state().waiting, 1);
  await terminal.ask('AT+CMGD=7');
  await terminal.saw('+CMTI: "SM",7');
  assert.equal(simulator.state().waiting, 0);
});

test('parts come out of order, twice, cut and as rubbish', async (t) => {
  const { simulator, terminal } = await start(t);
  await quiet(terminal);
  const text = 'A text that takes two parts. '.repeat(7);
  assert.equal(simulator.deliver({ sender: '+15550100007', text, order: [2, 2, 1] }), 2);
  const sequences = simulator.state().stored.map(({ pdu, length }) => {
    const decoded = decodePdu(pdu, { length });
    return decoded.type === 'deliver' ? decoded.concat?.sequence : undefined;
  });
  assert.deepEqual(sequences, [2, 2, 1]);
  simulator.deliver({ sender: '+15550100007', text: 'cut', cut: 2 });
  const cut = simulator.state().stored.at(-1);
  assert.throws(() => decodePdu(cut?.pdu ?? '', { length: cut?.length ?? 0 }), /announced/);
  simulator.scenario({ garbage: 64 });
  await until(() => terminal.received.length >= 64);
});

test('texts are handed over: acknowledged where that is asked for', async (t) => {
  const { simulator, terminal } = await start(t);
  await quiet(terminal);
  await terminal.ask('AT+CNMI=2,2,0,0,0');
  simulator.deliver({ sender: 'Example', text: 'one' });
  await terminal.saw('+CMT: ,');
  assert.deepEqual(simulator.state().stored, []);
  assert.deepEqual(await terminal.ask('AT+CNMA'), ['+CMS ERROR: 340']);
  await terminal.ask('AT+CSMS=1');
  terminal.received = '';
  simulator.deliver({ sender: 'Example', text: 'two' });
  simulator.deliver({ sender: 'Example', text: 'three' });
  await terminal.saw('+CMT: ,');
  assert.equal(simulator.state().waiting, 2);
  terminal.received = '';
  terminal.write('AT+CNMA\r');
  await terminal.saw('+CMT: ,');
  assert.equal(simulator.state().waiting, 1);
});

test('a flash text is kept, or shown and not kept', async (t) => {
  for (const [classZero, kept] of [
    ['store', 1],
    ['direct', 0],
  ] as const) {
    const { simulator, terminal } = await start(t, { classZero });
    await (await quiet(terminal)).ask('AT+CNMI=2,1,0,0,0');
    simulator.deliver({ sender: 'Example', text: 'flash', messageClass: 0 });
    await terminal.saw(kept === 1 ? '+CMTI' : '+CMT:');
    assert.equal(simulator.state().stored.length, kept);
  }
});

test('sending fails, is not answered, shows another prompt or none', async (t) => {
  const { simulator, terminal } = await start(t, { promptSpace: false });
  await quiet(terminal);
  simulator.scenario({ sendOutcome: 38, sendOutcomeTimes: 1 });
  assert.deepEqual(await send(terminal, '\r\n>'), ['+CMS ERROR: 38']);
  assert.deepEqual(await send(terminal, '\r\n>'), ['+CMGS: 1', 'OK']);
  simulator.scenario({ registration: 2 });
  assert.deepEqual(await send(terminal, '\r\n>'), ['+CMS ERROR: 331']);
  simulator.scenario({ registration: { creg: 0, cgreg: 0, cereg: 1 }, losePrompts: 1, sendOutcome: 'silent' });
  terminal.write('AT+CMGS=14\r');
  assert.deepEqual(await terminal.ask('', '\u001b'), ['OK']);
  terminal.received = '';
  const [part] = encodeSubmit({ to: '+15550100009', text: 'Hi', reference: 1 });
  terminal.write(`AT+CMGS=${part?.length}\r`);
  await terminal.saw('>');
  terminal.write(`${part?.pdu}\u001a`);
  await until(() => simulator.sent.length === 2);
  terminal.received = '';
  terminal.write('AT+CMGS=3\r');
  await terminal.saw('>');
  assert.deepEqual(await terminal.ask('0011', '\u001a'), ['+CMS ERROR: 304']);
});

test('reports of the network follow in turn, handed over or kept', async (t) => {
  const { simulator, terminal } = await start(t, { profile: 'quectel' });
  await quiet(terminal);
  simulator.scenario({ reportStatus: [0x30, 0] });
  await terminal.ask('AT+CNMI=2,1,0,2,0');
  await send(terminal);
  await until(() => simulator.state().stored.length === 2);
  await terminal.saw('+CDSI: "SR",2');
  const [trying, done] = simulator.state().stored.map(({ pdu, length }) => decodePdu(pdu, { length }));
  assert.equal(trying?.type === 'status-report' && trying.outcome, 'trying');
  assert.equal(done?.type === 'status-report' && done.outcome, 'delivered');
});

test('the card is away, busy, locked by PIN and by PUK', async (t) => {
  const { simulator, terminal } = await start(t);
  await quiet(terminal);
  await terminal.ask('AT+CMEE=1');
  simulator.scenario({ sim: 'absent' });
  assert.deepEqual(await terminal.ask('AT+CPIN?'), ['+CME ERROR: 10']);
  assert.deepEqual(await terminal.ask('AT+CMGL=4'), ['+CMS ERROR: 310']);
  simulator.scenario({ sim: 'pin', simBusy: 1 });
  assert.deepEqual(await terminal.ask('AT+CPIN?'), ['+CME ERROR: 14']);
  assert.deepEqual(await terminal.ask('AT+CPIN?'), ['+CPIN: SIM PIN', 'OK']);
  assert.deepEqual(await terminal.ask('AT+CIMI'), ['+CME ERROR: 11']);
  for (const _ of [1, 2, 3]) assert.deepEqual(await terminal.ask('AT+CPIN="0000"'), ['+CME ERROR: 16']);
  assert.deepEqual(await terminal.ask('AT+CPIN?'), ['+CPIN: SIM PUK', 'OK']);
  assert.deepEqual(await terminal.ask('AT+CPIN="12345678","9999"'), ['OK']);
  assert.deepEqual(await terminal.ask('AT+CPIN?'), ['+CPIN: READY', 'OK']);
});

test('another card has another identity and none of the texts', async (t) => {
  const { simulator, terminal } = await start(t, { swappedIccid: true });
  await quiet(terminal);
  simulator.deliver({ sender: 'Example', text: 'x' });
  assert.deepEqual(await terminal.ask('AT^ICCID?'), ['^ICCID: 980001000000000010F9', 'OK']);
  simulator.swapSim({ iccid: '8900100000000000027', imsi: '001010000000002', number: '+15550100001' });
  await terminal.saw('^SIMST:1');
  assert.deepEqual(await terminal.ask('AT+CRSM=176,12258,0,0,10'), ['+CRSM: 144,0,"980001000000000020F7"', 'OK']);
  assert.deepEqual(await terminal.ask('AT+CNUM'), ['+CNUM: "","+15550100001",145', 'OK']);
  assert.deepEqual(await terminal.ask('AT+CMGL=4'), ['OK']);
});

test('registration walks and is told; noise goes on until it is turned off; output may come in pieces', async (t) => {
  const { simulator, terminal } = await start(t, { noiseMs: 10, pieceBytes: 3 });
  await quiet(terminal);
  await terminal.saw('^RSSI:17');
  await terminal.ask('AT^CURC=0');
  await terminal.ask('AT+CREG=1');
  simulator.scenario({
    registrationWalk: [
      { state: 2, ms: 20 },
      { state: 5, ms: 0 },
    ],
  });
  await terminal.saw('+CREG: 2\r\n');
  await terminal.saw('+CREG: 5\r\n');
  assert.deepEqual(await terminal.ask('AT+COPS?'), ['+COPS: 0,0,"Example",7', 'OK']);
});

test('faults: errors for a command, no answer, indications lost, settings forgotten', async (t) => {
  const { simulator, terminal } = await start(t, { profile: 'huawei-old', noiseMs: 0 });
  await quiet(terminal);
  assert.deepEqual(await terminal.ask('AT+NOTHING'), ['COMMAND NOT SUPPORT']);
  simulator.scenario({ errorNext: { command: '+CMGL', answer: '+CMS ERROR: 500' } });
  assert.deepEqual(await terminal.ask('AT+CSQ'), ['+CSQ: 17,99', 'OK']);
  assert.deepEqual(await terminal.ask('AT+CMGL=4'), ['+CMS ERROR: 500']);
  simulator.scenario({ silentNext: 1, loseIndications: 1 });
  terminal.write('AT\r');
  await terminal.ask('AT+CNMI=2,1,0,0,0');
  assert.equal(simulator.state().calls['AT+CNMI'], 1);
  terminal.received = '';
  simulator.deliver({ sender: 'Example', text: 'unseen' });
  simulator.deliver({ sender: 'Example', text: 'seen' });
  await terminal.saw('+CMTI: "SM",1');
  assert.doesNotMatch(terminal.received, /"SM",0/);
  simulator.scenario({ forgetSettings: true });
  assert.deepEqual(await terminal.ask('AT+CNMI?'), ['+CNMI: 0,0,0,0,0', 'OK']);
});

test('careless devices report in the middle of an answer, others wait for its end', async (t) => {
  for (const reportsInside of [true, false]) {
    const { simulator, terminal } = await start(t, { messageMs: 10, reportsInside });
    await quiet(terminal);
    for (let number = 0; number < 5; number += 1) simulator.deliver({ sender: 'Example', text: 'x' });
    terminal.received = '';
    terminal.write('AT+CMGL=4\r');
    await terminal.saw('+CMGL: 1,');
    simulator.scenario({ report: '^MODE:5,4' });
    await terminal.saw('\r\nOK\r\n');
    await terminal.saw('^MODE:5,4');
    assert.equal(terminal.received.indexOf('^MODE') < terminal.received.indexOf('\r\nOK'), reportsInside);
  }
});
