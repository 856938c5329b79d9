import { type Clock, systemClock } from '../../support/clock.ts';
import { silentLogger } from '../../support/logger.ts';
import { type RandomBytes, systemRandom } from '../../support/random.ts';
import type { Request } from '../../support/request.ts';
import { childNumber } from '../../support/xml.ts';
import { HilinkClient } from './client.ts';
import { readCounts } from './counts.ts';
import { ask, readSimTrouble, told } from './device.ts';
import { discoverStick } from './discover.ts';
import { BoxReader, boxes } from './list.ts';
import type { LoginType } from './login.ts';
import type { Family } from './session.ts';
import { describeTrouble } from './trouble.ts';

export interface DescribeOptions {
  request: Request;
  username?: string;
  /** Where to look when no address is given; default are the usual ones. */
  addresses?: readonly string[];
  clock?: Clock;
  random?: RandomBytes;
}

/** One thing worth knowing, with what to do about it in the same line. */
export interface Finding {
  level: 'ok' | 'warning' | 'problem';
  text: string;
}

/** What is there. `null`: not told, or out of reach. Holds neither texts nor numbers of persons. */
export interface StickDescription {
  address: string | null;
  /** How the firmware hands out tokens. */
  family: Family | null;
  loginType: LoginType | null;
  loggedIn: boolean;
  name: string | null;
  softwareVersion: string | null;
  network: string | null;
  /** E.g. `-97dBm`, or bars as `3 of 5`. */
  signal: string | null;
  texts: { inbox: number; used: number; max: number } | null;
  findings: Finding[];
}

/** Says which kind of stick is at `url` (else at the usual addresses), what it answers, and what to do. Never rejects; logs out at the end. */
export async function describeStick(
  url: string | undefined,
  password: string | undefined,
  options: DescribeOptions,
): Promise<StickDescription> {
  const { request, addresses, clock = systemClock, random = systemRandom, username = 'admin' } = options;
  const client = new HilinkClient({
    credentials: { username, password },
    request,
    clock,
    random,
    log: silentLogger,
    locate: async (signal) => url ?? discoverStick({ request, clock, signal, addresses }),
    goesOnWithoutLogin: true,
  });
  const description = nothingKnown(url);
  try {
    await describe(client, description);
  } catch (error) {
    const { address = url } = client;
    const where = address === undefined ? 'the stick' : `the stick at ${address}`;
    description.findings.push({ level: 'problem', text: describeTrouble(error, where) });
  } finally {
    description.address = client.address ?? description.address;
    description.family = client.family ?? null;
    description.loginType = client.loginType ?? null;
    description.loggedIn = client.isLoggedIn;
    await client.close();
  }
  return description;
}

function nothingKnown(url: string | undefined): StickDescription {
  return {
    address: url ?? null,
    family: null,
    loginType: null,
    loggedIn: false,
    name: null,
    softwareVersion: null,
    network: null,
    signal: null,
    texts: null,
    findings: [],
  };
}

async function describe(client: HilinkClient, description: StickDescription): Promise<void> {
  await describeDevice(client, description);
  await describeNetwork(client, description);
  await describeTexts(client, description);
  const { findings } = description;
  if (findings.length === 0) findings.push({ level: 'ok', text: 'texts can be read' });
}

async function describeDevice(client: HilinkClient, description: StickDescription): Promise<void> {
  const basic = await ask(client, 'device/basic_information');
  const full = await ask(client, 'device/information');
  description.name = told(full, 'DeviceName') ?? told(basic, 'devicename');
  description.softwareVersion = told(full, 'SoftwareVersion') ?? told(basic, 'SoftwareVersion');
}

async function describeNetwork(client: HilinkClient, description: StickDescription): Promise<void> {
  const trouble = await readSimTrouble(client);
  if (trouble !== null)
    description.findings.push({ level: 'problem', text: `the stick receives no texts: ${trouble}` });
  description.network = told(await ask(client, 'net/current-plmn'), 'FullName');
  const signal = await ask(client, 'device/signal');
  const status = await ask(client, 'monitoring/status');
  const bars = status === undefined ? undefined : childNumber(status, 'SignalIcon');
  description.signal =
    told(signal, 'rsrp') ??
    told(signal, 'rssi') ??
    (bars === undefined ? null : `${bars} of ${told(status, 'maxsignal') ?? 5}`);
  if (bars === 0 && trouble === null) {
    description.findings.push({
      level: 'warning',
      text: 'the stick has no signal: move it, or use an extension cable',
    });
  }
}

async function describeTexts(client: HilinkClient, description: StickDescription): Promise<void> {
  const answer = await ask(client, 'sms/sms-count');
  if (answer !== undefined) {
    const counts = readCounts(answer);
    description.texts = { inbox: counts.localInbox + counts.simInbox, used: counts.localUsed, max: counts.localMax };
    const share = counts.localMax === 0 ? 0 : counts.localUsed / counts.localMax;
    if (counts.full) {
      description.findings.push({
        level: 'problem',
        text: `the storage is full (${counts.localUsed} of ${counts.localMax}), so nothing is received: delete texts, or leave \`makeRoom\` on`,
      });
    } else if (share > 0.8) {
      description.findings.push({
        level: 'warning',
        text: `the storage is nearly full (${counts.localUsed} of ${counts.localMax}): delete texts, or leave \`makeRoom\` on`,
      });
    }
  }
  // One page shows whether texts may be read, which no other call does.
  await new BoxReader(client, (value) => value).pages(boxes.localInbox).next();
}
