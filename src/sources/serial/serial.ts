import { z } from 'zod';
import { sleep } from '../../support/clock.ts';
import { secretString } from '../../support/secret.ts';
import { defineSource, type Source, type SourceContext } from '../source.ts';
import { trackHealth } from '../source-health.ts';
import { Inbox } from './inbox.ts';
import { LineState } from './line-state.ts';
import { Memory } from './memory.ts';
import { Patience } from './patience.ts';
import { Places } from './places.ts';
import { type OpenPort, openSerialPort } from './port.ts';
import { Runner } from './runner.ts';
import { createSerialSender } from './send.ts';
import { SentTexts } from './sent-texts.ts';
import { findUsbPorts, type UsbPort } from './usb-ports.ts';
import { WholeTexts } from './whole-texts.ts';

const config = z.strictObject({
  path: z
    .string()
    .startsWith('/', 'expected a port such as /dev/serial/by-id/usb-HUAWEI_HUAWEI_Mobile-if02-port0')
    .optional()
    .describe(
      'Port of the modem, best one of /dev/serial/by-id or by-path, as ttyUSB numbers change; without it the modem is looked for',
    ),
  imei: z
    .string()
    .regex(/^\d{14,16}$/, 'expected the 15 digits of the IMEI')
    .optional()
    .describe('Serial number of the modem, where there are several: no other is used'),
  iccid: z
    .string()
    .regex(/^\d{18,20}$/, 'expected the 18 to 20 digits that are printed on the SIM card')
    .optional()
    .describe('Number of the SIM card: no other is used'),
  pin: secretString()
    .regex(/^\d{4,8}$/, 'expected 4 to 8 digits')
    .optional()
    .describe('PIN of the SIM card, where it asks for one; a wrong one is tried once only'),
  baudRate: z.int().min(1_200).max(4_000_000).default(115_200).describe('Speed of the port; USB modems take any'),
  memories: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'expected SM (the SIM card), ME (the modem) or MT (both as one)'))
    .min(1)
    .optional()
    .describe('Memories to look through, the one for new texts first; default is SM and ME, new texts in the larger'),
  listEverySeconds: z
    .number()
    .min(1)
    .max(3_600)
    .default(60)
    .describe('Seconds between two looks at all texts, for one whose announcement was lost'),
  noteIncompleteAfterSeconds: z
    .number()
    .min(0.1)
    .max(3_600)
    .default(30)
    .describe('Seconds after which a text with missing parts goes out as far as it came'),
  deliveryReports: z.boolean().default(true).describe('Ask the network to report whether a sent text arrived'),
  smsc: z
    .string()
    .regex(/^\+\d{5,15}$/, 'expected a number such as +15550100000')
    .optional()
    .describe('Number of the service centre, where the SIM card has none'),
});

type SerialConfig = z.output<typeof config>;

export const serial = defineSource({
  kind: 'serial',
  title: 'Serial (AT) modem',
  description:
    'Reads texts from the SIM card in a USB stick, module or phone that is a serial modem, and sends texts by it. Finds it again under another name.',
  homepage: 'https://www.3gpp.org/dynareport/27005.htm',
  config,
  example: { path: '/dev/serial/by-id/usb-HUAWEI_HUAWEI_Mobile-if02-port0' },
  open: (config, context) => openSerial(config, context),
});

/** How long a close waits for what is under way. */
const closeWithinMs = 4_000;

/** What tests replace. */
export interface Machine {
  openPort: OpenPort;
  findPorts(): Promise<UsbPort[]>;
}

const thisMachine: Machine = { openPort: openSerialPort, findPorts: () => findUsbPorts() };

export function openSerial(config: SerialConfig, context: SourceContext, machine: Machine = thisMachine): Source {
  const { clock, log, random } = context;
  const ending = new AbortController();
  const { signal } = ending;
  const health = trackHealth(clock, 'Looking for the modem');
  const memory = new Memory(context.memory);
  const places = new Places();
  const patience = new Patience({ clock, log, signal, onChange: () => runner.onPatience() });
  const sentTexts = new SentTexts(context, memory, signal);
  const state = new LineState({
    onChange: context.statusChanged,
    heardAt: () => runner.heardAt,
    lastTextAt: () => inbox.lastTextAt,
  });
  const onDeletable = () => runner.session?.wake();
  const noteIncompleteAfterMs = config.noteIncompleteAfterSeconds * 1000;
  const emptied = places.emptied.bind(places);
  const texts = new WholeTexts({ context, memory, places, patience, noteIncompleteAfterMs, onDeletable, emptied });
  const inbox = new Inbox({
    ...{ context, memory, places, patience, texts, onDeletable },
    onStatusReport: (report) => sentTexts.take(report),
    readAgain: (slot) => runner.session?.readAgain(slot),
  });
  const runner = new Runner({
    ...{ settings: config, context, memory, places, inbox, texts, patience, state, health, signal },
    ...machine,
  });
  let work: Promise<unknown> = Promise.resolve();

  async function begin(): Promise<void> {
    if (!(await patience.untilDone(() => memory.load()))) return;
    if (!(await patience.untilDone(() => texts.load()))) return;
    sentTexts.resume();
    await runner.run();
  }

  return {
    async start() {
      work = begin();
    },
    sender: createSerialSender({
      withModem: (run, signal) => runner.withModem(run, signal),
      random,
      deliveryReports: config.deliveryReports,
      sent: (receipt, to, references) => sentTexts.add(receipt, to, references),
    }),
    status: () => state.current(),
    health: health.current,
    async close() {
      texts.close();
      ending.abort(new Error('the source is closed'));
      const late = new AbortController();
      const waiting = sleep(clock, closeWithinMs, late.signal).catch(() => undefined);
      await Promise.race([Promise.all([work, patience.idle()]), waiting]);
      late.abort();
      await memory.save().catch(() => undefined);
      health.set('off', 'The source is closed');
    },
  };
}
