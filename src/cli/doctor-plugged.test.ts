import assert from 'node:assert/strict';
import { chmodSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createFakeMachine, type FakeMachine } from '../../test/helpers/fake-machine.ts';
import { PortError } from '../sources/serial/errors.ts';
import type { OpenPort } from '../sources/serial/port.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import { checkPlugged, type PluggedOptions } from './doctor-plugged.ts';

const root = { uid: 0, groups: [0], name: 'root' };

function machine(t: TestContext): FakeMachine {
  const made = createFakeMachine();
  t.after(() => rmSync(made.root, { recursive: true, force: true }));
  return made;
}

const refuses: OpenPort = () => Promise.reject(new PortError('no port is opened in this test'));

function look({ root: path }: FakeMachine, options: Partial<PluggedOptions> = {}): Promise<DoctorFinding[]> {
  return checkPlugged({ root: path, user: root, sources: [], hubRuns: false, openPort: refuses, ...options });
}

/** What is said of an area, with its level. */
function said(findings: DoctorFinding[], area: string): string {
  return findings
    .filter((finding) => finding.area === area)
    .map(({ level, text }) => `${level}: ${text}`)
    .join('\n');
}

/** A port behind which a modem answers by this table; what is not in it is refused. */
function modem(answers: Record<string, string>, opened: string[] = []): OpenPort {
  return async (path, _baudRate, events) => {
    opened.push(path);
    let typed = '';
    return {
      path,
      write: (data) => {
        typed += data.replaceAll('\x1b', '');
        for (let end = typed.indexOf('\r'); end >= 0; end = typed.indexOf('\r')) {
          const command = typed.slice(0, end);
          typed = typed.slice(end + 1);
          if (command === '') continue;
          const answer = command === 'AT' ? 'OK' : (answers[command] ?? 'ERROR');
          queueMicrotask(() => events.data(Buffer.from(`\r\n${answer.replaceAll('|', '\r\n')}\r\n`)));
        }
      },
      close: async () => undefined,
    };
  };
}

const healthy = {
  'AT+CGMI': 'Example|OK',
  'AT+CGMM': 'E173|OK',
  'AT+CGSN': '001010000000017|OK',
  'AT+CPIN?': '+CPIN: READY|OK',
  'AT+CCID': '+CCID: 89001000000000000012|OK',
  'AT+CIMI': '001010000000001|OK',
  'AT+CREG?': '+CREG: 0,1|OK',
  'AT+CSQ': '+CSQ: 21,99|OK',
  'AT+COPS?': '+COPS: 0,0,"Example Mobile",7|OK',
  'AT+CPMS?': '+CPMS: "SM",3,20,"SM",3,20,"ME",0,255|OK',
  'AT+CSCA?': '+CSCA: "+15550100000",145|OK',
};

test('a machine without USB has nothing to tell', async (t) => {
  assert.deepEqual(await look(machine(t)), []);
});

test('a stick in storage mode is told with the command that switches it', async (t) => {
  const made = machine(t);
  made.plug('1-1', '12d1:1f01', 'HUAWEI_MOBILE', [{ class: '08', driver: 'usb-storage' }]);
  made.plug('1-2', '19d2:2000', 'ZTE WCDMA', [{ class: '08' }]);
  made.plug('1-3', '3566:2001', 'Mobile', [{ class: '08' }]);
  made.plug('1-4', '0781:5567', 'Cruzer', [{ class: '08' }]);
  const found = await look(made);
  assert.match(
    said(found, 'usb 1-1'),
    /^problem: HUAWEI_MOBILE \(12d1:1f01\) is still in storage mode .*usb_modeswitch -v 12d1 -p 1f01 -J$/,
  );
  assert.match(said(found, 'usb 1-2'), /usb_modeswitch -v 19d2 -p 2000 -K$/);
  assert.match(said(found, 'usb 1-3'), /usb_modeswitch -v 3566 -p 2001 -X$/);
  assert.equal(said(found, 'usb 1-4'), '', 'a memory stick is nobody');
});

test('a HiLink stick is told from a serial one, also without its network card', async (t) => {
  const made = machine(t);
  made.plug('1-1', '12d1:14dc', 'HUAWEI_MOBILE', [
    { class: '02', driver: 'cdc_ether', networks: ['eth1'] },
    { class: '0a' },
    { class: '08' },
  ]);
  made.plug('1-2', '12d1:14db', 'HUAWEI_MOBILE', [{ class: '02' }]);
  const found = await look(made);
  assert.match(said(found, 'usb 1-1'), /^ok: .*HiLink mode, as network card eth1: use a source of kind hilink$/);
  assert.match(said(found, 'usb 1-2'), /^problem: .*made no network card of it: sudo modprobe cdc_ether/);
});

test('ports of a serial modem are told with what they are for, the name that stays, and what answers', async (t) => {
  const made = machine(t);
  made.plug('1-1', '12d1:1506', 'HUAWEI Mobile', [
    { class: 'ff', protocol: '01', driver: 'option', ports: ['ttyUSB0'] },
    { class: 'ff', protocol: '03', driver: 'option', ports: ['ttyUSB1'] },
    { class: 'ff', protocol: '02', driver: 'option', ports: ['ttyUSB2'] },
  ]);
  made.link('dev/serial/by-id/usb-HUAWEI_HUAWEI_Mobile-if02-port0', '../../ttyUSB2');
  const opened: string[] = [];
  const found = await look(made, { openPort: modem(healthy, opened) });
  assert.match(
    said(found, 'usb 1-1'),
    /ttyUSB0 \(interface 0, modem: answers, rarely reports texts\); ttyUSB1 \(interface 1, diagnosis\); ttyUSB2 \(interface 2, commands: reports texts\)/,
  );
  assert.match(
    said(found, 'port /dev/ttyUSB2'),
    /path: \/dev\/serial\/by-id\/usb-HUAWEI_HUAWEI_Mobile-if02-port0 keeps its name/,
  );
  assert.deepEqual(opened, ['/dev/ttyUSB0', '/dev/ttyUSB2'], 'the port for diagnosis is left alone');
  assert.equal(
    said(found, 'modem /dev/ttyUSB2'),
    [
      'ok: answers AT: Example E173',
      'ok: its SIM is ready, ICCID …0012, IMSI …0001, it does not know its own number: write it into `lines`',
      'ok: it is on the network: Example Mobile, signal -71 dBm',
      'ok: places for texts used: SM 3 of 20, ME 0 of 255',
      'ok: service centre for sending +15550100000',
    ].join('\n'),
  );
});

test('what is wrong with SIM, network, memory, service centre and clock is told with what to do', async (t) => {
  const made = machine(t);
  made.plug('1-1', '2c7c:0125', 'EC25', [{ class: 'ff', ports: ['ttyUSB0'] }]);
  const answers = async (changes: Record<string, string>) =>
    said(await look(made, { openPort: modem({ ...healthy, ...changes }) }), 'modem /dev/ttyUSB0');
  assert.match(await answers({ 'AT+CPIN?': '+CME ERROR: 10' }), /^problem: it has no SIM card: put one in$/m);
  assert.match(await answers({ 'AT+CPIN?': '+CPIN: SIM PIN|OK' }), /^problem: its SIM card wants SIM PIN: set `pin`/m);
  assert.match(await answers({ 'AT+CPIN?': '+CPIN: SIM PUK|OK' }), /^problem: its SIM card is locked: .*PUK/m);
  assert.match(
    await answers({ 'AT+CREG?': '+CREG: 0,3|OK' }),
    /^problem: the network refuses its SIM .*was replaced$/m,
  );
  assert.match(
    await answers({ 'AT+CREG?': '+CREG: 0,2|OK' }),
    /^problem: it is on no network \(signal -71 dBm\): the signal is good/m,
  );
  assert.match(
    await answers({ 'AT+CREG?': '+CREG: 0,2|OK', 'AT+CSQ': '+CSQ: 99,99|OK' }),
    /no network \(no signal\): move it/,
  );
  assert.match(
    await answers({ 'AT+CREG?': '+CREG: 0,0|OK', 'AT+CEREG?': '+CEREG: 0,5|OK' }),
    /on the network \(roaming\)/,
  );
  assert.match(
    await answers({ 'AT+CPMS?': '+CPMS: "SM",20,20,"SM",20,20,"SM",20,20|OK' }),
    /^problem: its memory is full \(SM 20 of 20\)/m,
  );
  assert.match(await answers({ 'AT+CSCA?': '+CSCA: "",129|OK' }), /^warning: it knows no service centre.*`smsc`/m);
  assert.match(
    await answers({ 'AT+CCLK?': '+CCLK: "25/01/01,00:00:00+00"|OK' }),
    /^warning: its clock and the one of this machine differ by \d+ minutes/m,
  );
  assert.doesNotMatch(
    await answers({ 'AT+CCLK?': '+CCLK: "80/01/06,00:00:00+00"|OK' }),
    /clock/,
    'a clock that was never set',
  );
});

test('a locked SIM is told alone, and whether the hub has its PIN', async (t) => {
  const made = machine(t);
  made.plug('1-1', '2c7c:0125', 'EC25', [{ class: 'ff', ports: ['ttyUSB0'] }]);
  const locked = { ...healthy, 'AT+CSCA?': 'ERROR', 'AT+CREG?': '+CREG: 0,0|OK' };
  const answers = async (cpin: string, settings: Record<string, unknown> = {}) => {
    const tty = { id: 'tty', kind: 'serial', line: 'burner', enabled: true, settings };
    const found = await look(made, { sources: [tty], openPort: modem({ ...locked, 'AT+CPIN?': cpin }) });
    return said(found, 'modem /dev/ttyUSB0');
  };
  for (const cpin of ['+CPIN: SIM PIN|OK', '+CME ERROR: 11', '+CMS ERROR: 311']) {
    assert.match(await answers(cpin), /^ok: answers AT.*\nproblem: its SIM card wants SIM PIN: set `pin` .*$/);
    assert.match(await answers(cpin, { pin: '1111' }), /\nwarning: .*: the hub enters `pin` when it starts$/);
    assert.match(await answers(cpin, { pin: '1111', path: '/dev/ttyUSB7' }), /\nproblem: its SIM card wants SIM PIN/);
  }
  assert.match(await answers('+CME ERROR: 12', { pin: '1111' }), /\nproblem: its SIM card is locked: .*PUK there$/);
});

test('who may not open a port is told the group, and who holds it is named', async (t) => {
  const made = machine(t);
  made.plug('1-1', '12d1:1001', 'HUAWEI Mobile', [{ class: 'ff', ports: ['ttyUSB0'] }]);
  const port = join(made.root, 'dev/ttyUSB0');
  chmodSync(port, 0o660);
  made.file('etc/group', `root:x:999999:\ndialout:x:${statSync(port).gid}:\n`);
  made.run(41, 'gammu-smsd', ['/dev/ttyUSB0']);
  made.run(42, 'ModemManager');
  const stranger = { uid: 4711, groups: [4711], name: 'pi' };
  const found = await look(made, { user: stranger });
  assert.match(
    said(found, 'port /dev/ttyUSB0'),
    /^problem: pi may not open it; it belongs to the group dialout: sudo usermod -aG dialout pi/m,
  );
  assert.match(said(found, 'port /dev/ttyUSB0'), /^problem: gammu-smsd \(process 41\) uses it/m);
  assert.match(
    said(found, 'program ModemManager'),
    /^warning: is running \(process 42\): .*systemctl disable --now ModemManager/,
  );
  assert.equal(said(found, 'modem /dev/ttyUSB0'), '', 'a port that somebody uses is left alone');
  const member = { ...stranger, groups: [statSync(port).gid] };
  assert.doesNotMatch(said(await look(made, { user: member }), 'port /dev/ttyUSB0'), /may not/);
});

test('two sticks alike are named by their place', async (t) => {
  const made = machine(t);
  for (const [place, port] of [
    ['1-1', 'ttyUSB0'],
    ['1-2', 'ttyUSB1'],
  ] as const) {
    made.plug(place, '12d1:1001', 'HUAWEI Mobile', [{ class: 'ff', ports: [port] }]);
    made.link(`dev/serial/by-path/pci-usb-${place}-port0`, `../../${port}`);
  }
  made.link('dev/serial/by-id/usb-HUAWEI-if00-port0', '../../ttyUSB1');
  const found = await look(made);
  assert.match(said(found, 'port /dev/ttyUSB1'), /path: \/dev\/serial\/by-path\/pci-usb-1-2-port0 /);
});

test('a stick without driver, one in debug mode, and a weak supply are told', async (t) => {
  const made = machine(t);
  made.plug('1-1', '12d1:1506', 'HUAWEI Mobile', [{ class: 'ff', protocol: '02' }]);
  made.plug('1-2', '12d1:1442', 'HUAWEI Mobile', [{ class: 'ff', ports: ['ttyUSB0'] }]);
  made.file('sys/class/hwmon/hwmon1/name', 'rpi_volt\n');
  made.file('sys/class/hwmon/hwmon1/in0_lcrit_alarm', '1\n');
  const found = await look(made);
  assert.match(said(found, 'usb 1-1'), /^problem: .*no driver took them: sudo modprobe option && echo '12d1 1506'/);
  assert.match(said(found, 'usb 1-2'), /^warning: .*debug mode.*kind hilink$/m);
  assert.match(said(found, 'power'), /^problem: the voltage is too low now/);
  made.file('sys/class/hwmon/hwmon1/in0_lcrit_alarm', '0\n');
  made.file('sys/devices/platform/soc/soc:firmware/get_throttled', '50000\n');
  assert.match(said(await look(made), 'power'), /^warning: the voltage was too low/);
});

test('a hub that uses the modems is not disturbed; a configured port is asked wherever it is', async (t) => {
  const made = machine(t);
  made.plug('1-1', '12d1:1001', 'HUAWEI Mobile', [{ class: 'ff', ports: ['ttyUSB0'] }]);
  const tty = { id: 'tty', kind: 'serial', line: 'burner', enabled: true, settings: { path: '/dev/pts/99' } };
  const opened: string[] = [];
  const running = await look(made, { sources: [tty], hubRuns: true, openPort: modem(healthy, opened) });
  assert.deepEqual(opened, []);
  assert.match(said(running, 'modems'), /^ok: not asked, because the hub uses them/);
  await look(made, { sources: [tty], openPort: modem(healthy, opened) });
  assert.deepEqual(opened, ['/dev/ttyUSB0', '/dev/pts/99']);
});

test('a board with a serial port is not spoken to', async (t) => {
  const made = machine(t);
  made.plug('1-1', '2341:0043', 'Arduino Uno', [{ class: '02', ports: ['ttyACM0'] }]);
  const opened: string[] = [];
  const found = await look(made, { openPort: modem(healthy, opened) });
  assert.deepEqual(opened, []);
  made.plug('1-2', '2020:2031', 'Mobile', [{ class: 'ff', driver: 'option', ports: ['ttyUSB0'] }]);
  assert.match(said(await look(made, { openPort: modem(healthy, opened) }), 'usb 1-2'), /is a serial modem/);
  assert.deepEqual(opened, ['/dev/ttyUSB0'], 'that one has a driver for modems');
  assert.match(said(found, 'usb 1-1'), /^ok: Arduino Uno \(2341:0043\) is a serial device: ttyACM0/);
});
