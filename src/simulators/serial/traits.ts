/** What a device is and how it behaves; holds as long as it runs. */
export interface Traits {
  manufacturer: string;
  model: string;
  revision: string;
  imei: string;
  /** One port, or a first one that reports and a second one that answers and never reports. */
  ports: 1 | 2;
  /** Before `ATE` says otherwise. */
  echo: boolean;
  /** Every command takes that long, … */
  latencyMs: number;
  /** … every message that is read or listed that much more, … */
  messageMs: number;
  /** … and every part that is sent. */
  sendMs: number;
  /** From sending to the report of the network. */
  reportMs: number;
  /** The answer to a command it does not know. */
  unknownCommand: 'ERROR' | 'COMMAND NOT SUPPORT';
  /** Number of the first slot of each memory. */
  indexBase: 0 | 1;
  /** Slots by memory; 0: it has none of it. */
  slots: Record<MemoryName, number>;
  /** Where status reports are kept. */
  reportMemory: MemoryName;
  /** Memories that each position of `AT+CPMS` takes. */
  memories: readonly (readonly MemoryName[])[];
  /** Used from the start, for all three. */
  firstMemory: MemoryName;
  /** `AT+CPMS` takes three memories and no fewer. */
  strictMemories: boolean;
  /** `4,1,,151`, `4,1,"",151` or `4,1,151`. */
  listFields: 'empty' | 'quoted' | 'missing';
  /** What reading an empty slot gives: `+CMS ERROR: 321`, nothing but `OK`, or a message of length 0. */
  emptySlot: 'error' | 'ok' | 'zero';
  /** With more messages than that `AT+CMGL` fails. */
  listMost: number;
  /** `> ` or `>`. */
  promptSpace: boolean;
  /** Where the number of the SIM card is asked for. */
  iccidCommand: '^ICCID' | '+CCID' | '+QCCID' | '+ICCID' | 'none';
  /** Its digits come in swapped pairs, as on the card. */
  swappedIccid: boolean;
  /** What `AT+CNMI=?` says; values outside are refused. */
  indications: readonly (readonly number[])[];
  /** A text of class 0 is kept like others, or shown at once and not kept. */
  classZero: 'store' | 'direct';
  /** The line that tells of a full memory, `%` is its name; empty: none. */
  fullReport: string;
  /** Reports may come between the lines of an answer. */
  reportsInside: boolean;
  /** `^RSSI` and `^BOOT` that often, until `AT^CURC=0`; 0: never. */
  noiseMs: number;
  /** Output goes in pieces of so many bytes, 1 ms apart; 0: as it comes. */
  pieceBytes: number;
}

export type MemoryName = 'SM' | 'ME' | 'SR';

const huawei: Traits = {
  manufacturer: 'huawei',
  model: 'E173',
  revision: '11.126.15.00.311',
  imei: '350000000000013',
  ports: 1,
  echo: true,
  latencyMs: 0,
  messageMs: 0,
  sendMs: 0,
  reportMs: 0,
  unknownCommand: 'ERROR',
  indexBase: 0,
  slots: { SM: 20, ME: 255, SR: 0 },
  reportMemory: 'SM',
  memories: [
    ['SM', 'ME'],
    ['SM', 'ME'],
    ['SM', 'ME'],
  ],
  firstMemory: 'SM',
  strictMemories: false,
  listFields: 'empty',
  emptySlot: 'error',
  listMost: Number.POSITIVE_INFINITY,
  promptSpace: true,
  iccidCommand: '^ICCID',
  swappedIccid: false,
  indications: [
    [0, 1, 2],
    [0, 1, 2, 3],
    [0, 2, 3],
    [0, 1, 2],
    [0, 1],
  ],
  classZero: 'store',
  fullReport: '^SMMEMFULL: "%"',
  reportsInside: false,
  noiseMs: 0,
  pieceBytes: 0,
};

/** Devices by what sets them apart. */
export const profiles = {
  /** A classic stick: two ports, noise, slots from 0. */
  huawei,
  /** An early one that says so when it does not know a command. */
  'huawei-old': {
    ...huawei,
    model: 'E1752',
    unknownCommand: 'COMMAND NOT SUPPORT',
    swappedIccid: true,
    ports: 2,
    noiseMs: 3000,
  },
  /** Takes no fewer than three memories, and keeps texts in the device. */
  brovi: {
    ...huawei,
    manufacturer: 'ZOWEE TECHNOLOGY (HEYUAN) CO., LTD.',
    model: 'E3372-325',
    revision: '3.0.2.61',
    strictMemories: true,
    firstMemory: 'ME',
  },
  /** A module: slots from 1, a memory for reports. */
  quectel: {
    ...huawei,
    manufacturer: 'Quectel',
    model: 'EC25',
    revision: 'EC25EFAR06A01M4G',
    indexBase: 1,
    slots: { SM: 50, ME: 255, SR: 10 },
    reportMemory: 'SR',
    memories: [
      ['SM', 'ME', 'SR'],
      ['SM', 'ME'],
      ['SM', 'ME'],
    ],
    firstMemory: 'ME',
    listFields: 'quoted',
    iccidCommand: '+QCCID',
    fullReport: '+QIND: "smsfull","%"',
  },
  /** A module whose third memory is another list and that wants its buffer cleared. */
  cinterion: {
    ...huawei,
    manufacturer: 'Cinterion',
    model: 'MC75i',
    revision: '02.105',
    indexBase: 1,
    memories: [['SM', 'ME'], ['SM', 'ME'], ['SM']],
    indications: [[0, 1, 2], [0, 1, 2, 3], [0, 2, 3], [0, 1, 2], [1]],
    iccidCommand: '+CCID',
    fullReport: '+CIEV: "smsfull"',
  },
} as const satisfies Record<string, Traits>;

export type ProfileName = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as ProfileName[];

/** The card in it. */
export interface Sim {
  iccid: string;
  imsi: string;
  /** What `AT+CNUM` tells; most cards do not know their number. */
  number: string;
  /** Of the service centre; empty: none is set. */
  smsc: string;
  pin: string;
  puk: string;
}

/** Of the test network 001-01, which no operator has. */
export const firstSim: Sim = {
  iccid: '8900100000000000019',
  imsi: '001010000000001',
  number: '',
  smsc: '+15550100099',
  pin: '1234',
  puk: '12345678',
};
