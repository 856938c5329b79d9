import assert from 'node:assert/strict';
import * as answers from '../../src/sources/serial/answers.ts';
import { AtChannel } from '../../src/sources/serial/channel.ts';
import { AtError } from '../../src/sources/serial/errors.ts';
import { systemClock } from '../../src/support/clock.ts';
import type { Random } from './random.ts';

const commands = ['AT', 'AT+CSQ', 'AT+CMGL=4', 'AT+CMGR=1', 'AT+CPMS?', 'AT+CNMI=?', 'AT+CREG?', 'AT+COPS?'];
const lines = [
  ...[
    'OK',
    'ERROR',
    '+CME ERROR: 14',
    '+CMS ERROR: 321',
    'COMMAND NOT SUPPORT',
    '+CSQ: 17,99',
    '+CREG: 2,1,"1F41","0B2C"',
  ],
  ...[
    '+CMTI: "SM",3',
    '+CDSI: "SR",1',
    '+CMT: ,24',
    '+CDS: 25',
    '+CMGL: 1,0,,24',
    '+CMGR: 0,,24',
    '^RSSI:21',
    '^BOOT:1,0',
  ],
  ...[
    '+CPMS: "SM",2,20,"SM",2,20,"SM",2,20',
    '+CPMS: ("SM","ME"),("SM"),("SM")',
    '+CNMI: (0-2),(0-3),(0,2,3),(0-2),(0,1)',
  ],
  ...[
    '+COPS: 0,0,"Example",7',
    '07915155100090F9040B915155100000F40000621132605074000548656C6C6F',
    '> ',
    '>',
    'RING',
    '""),,(',
    '+CMGL: ',
  ],
];

/** Whatever a port says, and however it is cut: the command under way is answered by the OK, and nothing is thrown. */
export async function fuzzAt(random: Random): Promise<void> {
  const command = random.pick(commands);
  const channel: AtChannel = new AtChannel({
    clock: systemClock,
    write: () => undefined,
    onReport: (line, pdu) => {
      parseAll([line, pdu ?? '']);
      assert.ok(line.length <= 5_000);
    },
  });
  const answer = channel.command(
    command,
    random.chance(0.7) ? { prefix: random.pick(['+CMGL:', '+CSQ:', '+C', '']) } : {},
  );
  // The command is written when its turn comes, which is not at once.
  await Promise.resolve();
  const said = Buffer.concat(Array.from({ length: random.below(8) }, () => Buffer.from(say(random))));
  for (let at = 0; at < said.length; ) {
    const size = 1 + random.below(40);
    channel.receive(said.subarray(at, at + size));
    at += size;
  }
  // A header may have the first one for its PDU, a line without an end may have swallowed it.
  channel.receive(Buffer.from('\r\nOK\r\n\r\nOK\r\n'));
  const got = await answer.catch((error: unknown) => {
    assert.ok(error instanceof AtError, String(error));
    return [];
  });
  parseAll(got);
  channel.close();
}

function say(random: Random): string | Uint8Array {
  if (random.chance(0.15)) return random.octets(random.below(60));
  const line = [...random.pick(lines)];
  for (let change = random.below(3); change > 0 && random.chance(0.4); change -= 1)
    line.splice(random.below(line.length + 1), random.below(3), String.fromCharCode(random.below(256)));
  return `${random.pick(['\r\n', '\r', '\n', '', '\r\r\n'])}${line.join('')}${random.pick(['\r\n', '\r\n', '\n', ''])}`;
}

function parseAll(given: string[]): void {
  for (const stored of answers.parseList(given)) assert.ok(Number.isInteger(stored.index));
  answers.parseRead(given, 1);
  for (const line of given) {
    answers.announcedLength(line);
    answers.parseArrival(line);
    answers.parseNames(line);
    for (const range of answers.parseRanges(line)) assert.ok(range.length < 5_000);
    answers.parseUsage(line);
    answers.parseCurrent(line);
    answers.bestRegistration([answers.parseRegistration(line)]);
    answers.parseSignal(line);
    answers.parseOperator(line);
  }
}
