import { describeStick, type StickDescription } from '../sources/hilink/describe.ts';
import { isHilink, usualAddresses } from '../sources/hilink/discover.ts';
import { createHttpClient } from '../support/http-client.ts';
import { nameOf, networkAdvice } from './devices.ts';
import type { FindOptions } from './find.ts';
import type { Found, OwnSource } from './found.ts';
import type { UsbDevice } from './usb.ts';

type Options = FindOptions & { signal: AbortSignal };

/** HiLink sticks and routers: at the usual addresses, where sources have them, and behind the network card of a stick. */
export async function findHilink(sticks: readonly UsbDevice[], options: Options): Promise<Found[]> {
  const own = options.sources.filter(({ kind }) => kind === 'hilink');
  const known = own.flatMap(({ place }) => place ?? []);
  const tried = unique([...known, ...(options.addresses ?? usualAddresses), ...gateways(sticks, options)]);
  const there = await answering(tried, options);
  const users = whoUses(there, own);
  const found = await Promise.all(there.map((address) => describeFound(address, users.get(address) ?? null, options)));
  // A stick that answers nowhere is told, but which one it is of several cannot be known.
  return [...found, ...(there.length === 0 ? sticks.map(silentStick) : sticks.filter(hasNoNetwork).map(silentStick))];
}

/** A stick gives its host an address beside its own, which ends in 1. */
function gateways(sticks: readonly UsbDevice[], { interfaces }: Options): string[] {
  const cards = sticks.flatMap((stick) => stick.interfaces.flatMap(({ networks }) => networks));
  return cards
    .flatMap((card) => interfaces[card] ?? [])
    .filter(({ family }) => family === 'IPv4')
    .map(({ address }) => `http://${address.replace(/\d+$/, '1')}`);
}

async function answering(addresses: readonly string[], { clock, signal }: Options): Promise<string[]> {
  const client = createHttpClient({ connections: 1, verifyCertificate: false });
  try {
    const wire = { request: client.request, clock, signal };
    const answers = await Promise.all(addresses.map((address) => isHilink(address, wire)));
    const there = addresses.filter((_, at) => answers[at]);
    // A name that every stick answers for itself.
    return there.length > 1 ? there.filter((address) => address !== 'http://hi.link') : there;
  } finally {
    await client.close();
  }
}

/** A source without an address has the first that answers and is nobody else's. */
function whoUses(there: readonly string[], own: readonly OwnSource[]): Map<string, string> {
  const users = new Map<string, string>();
  for (const { id, place } of own) if (place !== null) users.set(originOf(place), id);
  for (const { id } of own.filter(({ place }) => place === null)) {
    const free = there.find((address) => !users.has(address));
    if (free !== undefined) users.set(free, id);
  }
  return users;
}

async function describeFound(url: string, usedBy: string | null, options: Options): Promise<Found> {
  const common = { kind: 'hilink' as const, settings: { url }, usedBy };
  if (usedBy !== null) {
    const hint = `The source ${usedBy} uses it already.`;
    return { ...common, title: 'HiLink stick', detail: `at ${url}`, usable: false, hint };
  }
  const stick = await describeInTime(url, options);
  const troubles = (stick?.findings ?? []).filter(({ level }) => level !== 'ok').map(({ text }) => text);
  return {
    ...common,
    title: stick?.name == null ? 'HiLink stick or router' : `${stick.name} (HiLink)`,
    detail: [`at ${url}`, stick?.network, stick?.signal].filter((word) => word != null).join(', '),
    usable: true,
    hint: troubles[0] ?? null,
  };
}

/** null: it took too long. Sends no password. */
async function describeInTime(url: string, { clock, signal }: Options): Promise<StickDescription | null> {
  const client = createHttpClient({ connections: 1, verifyCertificate: false });
  try {
    return await Promise.race([describeStick(url, undefined, { request: client.request, clock }), aborted(signal)]);
  } finally {
    await client.close();
  }
}

function silentStick(device: UsbDevice): Found {
  const common = { kind: 'hilink' as const, title: nameOf(device), settings: {}, usable: false, usedBy: null };
  if (hasNoNetwork(device)) {
    return { ...common, detail: `USB port ${device.place}, no network card was made of it`, hint: networkAdvice };
  }
  const hint =
    'It needs half a minute after it was plugged in; else look whether its web page opens, and enter that address by hand.';
  return { ...common, detail: `USB port ${device.place}, answers at none of the usual addresses`, hint };
}

function hasNoNetwork({ interfaces }: UsbDevice): boolean {
  return interfaces.every(({ networks }) => networks.length === 0);
}

function unique(addresses: readonly string[]): string[] {
  return [...new Set(addresses.map(originOf))];
}

function originOf(address: string): string {
  return URL.parse(address)?.origin ?? address;
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
