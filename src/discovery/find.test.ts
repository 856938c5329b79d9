import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { createFakeMachine, type FakeMachine } from '../../test/helpers/fake-machine.ts';
import { startModem } from '../../test/helpers/serial-source.ts';
import { type HilinkSimulatorOptions, startHilinkSimulator } from '../simulators/hilink/simulator.ts';
import { PortError } from '../sources/serial/errors.ts';
import { type OpenPort, openSerialPort } from '../sources/serial/port.ts';
import { systemClock } from '../support/clock.ts';
import { type FindOptions, findDevices } from './find.ts';

function machine(t: TestContext): FakeMachine {
  const made = createFakeMachine();
  t.after(() => rmSync(made.root, { recursive: true, force: true }));
  return made;
}

const refuses: OpenPort = () => Promise.reject(new PortError('no port is opened in this test'));

function find({ root }: FakeMachine, options: Partial<FindOptions> = {}) {
  return findDevices({
    root,
    user: { uid: 0, groups: [0], name: 'root' },
    sources: [],
    interfaces: {},
    clock: systemClock,
    addresses: [],
    openPort: refuses,
    ...options,
  });
}

async function stick(t: TestContext, options: HilinkSimulatorOptions = {}) {
  const simulator = await startHilinkSimulator(options);
  t.after(() => simulator.close());
  return simulator;
}

/** A Huawei modem whose port for commands is the third one. */
function plugModem(made: FakeMachine): void {
  made.plug('1-1', '12d1:1506', 'HUAWEI Mobile', [
    { class: 'ff', protocol: '01', driver: 'option', ports: ['ttyUSB0'] },
    { class: 'ff', protocol: '03', driver: 'option', ports: ['ttyUSB1'] },
    { class: 'ff', protocol: '02', driver: 'option', ports: ['ttyUSB2'] },
  ]);
  made.link('dev/serial/by-id/usb-HUAWEI_HUAWEI_Mobile-if02-port0', '../../ttyUSB2');
}
const stablePath = '/dev/serial/by-id/usb-HUAWEI_HUAWEI_Mobile-if02-port0';

test('nothing is found where nothing is', async (t) => {
  assert.deepEqual(await find(machine(t)), []);
});

test('a HiLink stick is offered with its address, name and network', async (t) => {
  const simulator = await stick(t);
  const [found, ...others] = await find(machine(t), { addresses: ['http://127.0.0.1:1', simulator.url] });
  assert.deepEqual(others, []);
  assert.deepEqual(found, {
    kind: 'hilink',
    title: 'E3372 (HiLink)',
    detail: found?.detail,
    settings: { url: simulator.url },
    usable: true,
    hint: null,
    usedBy: null,
  });
  assert.match(found?.detail ?? '', new RegExp(`^at ${simulator.url}, .+dBm$`));
});

test('one with a password says that it wants it, and no login is tried', async (t) => {
  const simulator = await stick(t, { profile: 'router' });
  const [found] = await find(machine(t), { addresses: [simulator.url] });
  assert.equal(found?.usable, true);
  assert.match(found?.hint ?? '', /wants a password: set `password`$/);
  assert.equal(simulator.state().loggedInSessions, 0);
});

test('a stick that a source has is named with it: by its address, or because it takes the first', async (t) => {
  const [one, two] = [await stick(t), await stick(t)];
  const addresses = [one.url, two.url];
  const used = async (sources: FindOptions['sources']) => {
    const found = await find(machine(t), { addresses, sources });
    return Object.fromEntries(found.map(({ settings, usable, usedBy }) => [settings.url, usable ? null : usedBy]));
  };
  const hilink = (id: string, place: string | null) => ({ id, kind: 'hilink' as const, place });
  assert.deepEqual(await used([hilink('b', `${two.url}/`)]), { [one.url]: null, [two.url]: 'b' });
  assert.deepEqual(await used([hilink('any', null)]), { [one.url]: 'any', [two.url]: null });
  assert.deepEqual(await used([hilink('any', null), hilink('a', one.url)]), { [one.url]: 'a', [two.url]: 'any' });
});

test('behind the network card of a stick the address beside our own is tried', async (t) => {
  const simulator = await stick(t);
  const made = machine(t);
  made.plug('1-1', '12d1:14dc', 'HUAWEI_MOBILE', [{ class: '02', driver: 'cdc_ether', networks: ['eth1'] }]);
  const card = { address: '127.0.0.9', family: 'IPv4' as const, netmask: '', mac: '', internal: false, cidr: null };
  const silent = await find(made, { interfaces: { eth1: [card] } });
  assert.match(silent[0]?.hint ?? '', /half a minute/);
  assert.equal(silent[0]?.usable, false);
  const found = await find(made, { interfaces: { eth1: [card] }, addresses: [simulator.url] });
  assert.deepEqual(
    found.map(({ settings }) => settings.url),
    [simulator.url],
  );
});

test('a stick that needs another mode, a driver or a network card is shown with the command', async (t) => {
  const made = machine(t);
  made.plug('1-1', '12d1:1f01', 'HUAWEI_MOBILE', [{ class: '08', driver: 'usb-storage' }]);
  made.plug('1-2', '12d1:1506', 'HUAWEI Mobile', [{ class: 'ff', protocol: '02' }]);
  made.plug('1-3', '12d1:14db', 'HUAWEI_MOBILE', [{ class: '02' }]);
  made.plug('1-4', '0781:5567', 'Cruzer', [{ class: '08' }]);
  const found = await find(made);
  assert.deepEqual(
    found.map(({ kind, usable }) => [kind, usable]),
    [
      ['hilink', false],
      ['storage', false],
      ['serial', false],
    ],
  );
  assert.match(found[0]?.hint ?? '', /modprobe cdc_ether/);
  assert.match(found[1]?.hint ?? '', /usb_modeswitch -v 12d1 -p 1f01 -J$/);
  assert.match(found[2]?.hint ?? '', /modprobe option/);
});

test('a serial modem is one offer: the port that reports, under the name that stays', async (t) => {
  const modem = await startModem(t);
  const made = machine(t);
  plugModem(made);
  const opened: string[] = [];
  const openPort: OpenPort = (path, ...rest) => {
    opened.push(path);
    return openSerialPort(modem.paths[0] ?? '', ...rest);
  };
  const found = await find(made, { openPort });
  assert.deepEqual(opened, ['/dev/ttyUSB2']);
  assert.equal(found.length, 1);
  assert.deepEqual(found[0]?.settings, { path: stablePath });
  assert.deepEqual([found[0]?.usable, found[0]?.hint], [true, null]);
  assert.equal(found[0]?.detail, '/dev/ttyUSB2 (interface 2, the one that reports texts)');
});

test('a SIM card that wants its PIN is told, and none is entered', async (t) => {
  const modem = await startModem(t);
  modem.scenario({ sim: 'pin' });
  const made = machine(t);
  plugModem(made);
  const openPort: OpenPort = (_path, ...rest) => openSerialPort(modem.paths[0] ?? '', ...rest);
  const [found] = await find(made, { openPort });
  assert.equal(found?.usable, true);
  assert.match(found?.hint ?? '', /wants its PIN: enter it as `pin`/);
  assert.equal(modem.state().sim, 'pin');
});

test('ports that a source of ours or another program has are not spoken to', async (t) => {
  const made = machine(t);
  plugModem(made);
  const opened: string[] = [];
  const openPort: OpenPort = (path) => {
    opened.push(path);
    return Promise.reject(new PortError('no'));
  };
  const look = async (sources: FindOptions['sources']) => (await find(made, { openPort, sources }))[0];
  for (const place of [stablePath, '/dev/ttyUSB0']) {
    const used = await look([{ id: 'tty', kind: 'serial', place }]);
    assert.deepEqual([used?.usable, used?.usedBy, used?.hint], [false, 'tty', 'The source tty uses it already.']);
  }
  const searched = await look([{ id: 'any', kind: 'serial', place: null }]);
  assert.deepEqual([searched?.usable, searched?.usedBy], [true, null]);
  assert.match(searched?.hint ?? '', /source any takes any modem/);
  made.run(41, 'gammu-smsd', ['/dev/ttyUSB0']);
  assert.match((await look([]))?.hint ?? '', /^gammu-smsd \(process 41\) uses it/);
  made.run(process.pid, 'node', ['/dev/ttyUSB2']);
  assert.equal((await look([{ id: 'any', kind: 'serial', place: null }]))?.usedBy, 'any');
  assert.deepEqual(opened, []);
});

test('it ends in time where modems and addresses are silent', async (t) => {
  const made = machine(t);
  plugModem(made);
  let closed = 0;
  const silent: OpenPort = async (path) => ({
    path,
    write: () => undefined,
    close: async () => {
      closed += 1;
    },
  });
  const [found] = await find(made, { openPort: silent, limitMs: 300 });
  assert.deepEqual([found?.usable, found?.hint], [false, 'It has not answered in time: look again in a moment.']);
  assert.equal(closed, 1);
});
