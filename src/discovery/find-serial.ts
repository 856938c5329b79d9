import { realpathSync } from 'node:fs';
import { rankOfPort } from '../sources/serial/usb-ports.ts';
import { askModem, type ModemAnswer } from './ask-modem.ts';
import { isInDebugMode, isModem, mayAnswer, nameOf } from './devices.ts';
import type { FindOptions } from './find.ts';
import type { Found, OwnSource } from './found.ts';
import { permissionAdvice, type SerialPort } from './ports.ts';

type Options = FindOptions & { signal: AbortSignal };

/** A modem with its ports, the one that most likely reports texts first. */
interface Modem {
  ports: [SerialPort, ...SerialPort[]];
  title: string;
}

/** Serial modems, one entry for each device, whichever of its ports is the right one. */
export async function findSerial(ports: readonly SerialPort[], options: Options): Promise<Found[]> {
  return Promise.all(modemsOf(ports).map((modem) => look(modem, options)));
}

function modemsOf(ports: readonly SerialPort[]): Modem[] {
  const ofModems = ports.filter((port) => isModem(port.device) && mayAnswer(port));
  const places = [...new Set(ofModems.map(({ device }) => device.place))];
  return places.flatMap((place) => {
    const own = ofModems.filter(({ device }) => device.place === place).toSorted((a, b) => rank(a) - rank(b));
    const [first, ...others] = own;
    return first === undefined ? [] : [{ ports: [first, ...others], title: nameOf(first.device) }];
  });
}

function rank({ device, interfaceNumber }: SerialPort): number {
  const protocol = device.interfaces.find(({ number }) => number === interfaceNumber)?.protocol ?? '';
  return rankOfPort({ vendor: device.vendor, protocol, interfaceNumber }) * 100 + interfaceNumber;
}

async function look(modem: Modem, options: Options): Promise<Found> {
  const [port] = modem.ports;
  const user = whoUses(modem, options.sources);
  if (user !== null) return offer(modem, port, { hint: `The source ${user} uses it already.`, usedBy: user });
  const other = modem.ports.flatMap(({ holders }) => holders)[0];
  if (other !== undefined) {
    return offer(modem, port, {
      hint: `${other.name} (process ${other.pid}) uses it: stop it, or have it leave the modem alone.`,
    });
  }
  if (!port.canOpen) return offer(modem, port, { hint: permissionAdvice(port, options.root, options.user) });
  if (isInDebugMode(port.device)) return offer(modem, port, { hint: debugAdvice });
  const searching = options.sources.find(({ kind, place }) => kind === 'serial' && place === null);
  if (searching !== undefined) {
    const hint = `Not asked, because the source ${searching.id} takes any modem that it finds: set \`path\` in that source first.`;
    return offer(modem, port, { hint, usable: true });
  }
  return ask(modem, options);
}

const debugAdvice =
  'It is a HiLink stick that was switched to debug mode, in which texts do not show: plug it in again, and choose it as a HiLink stick.';

/** One port after the other: those of a stick share one ear. */
async function ask(modem: Modem, { openPort, clock, signal }: Options): Promise<Found> {
  for (const port of modem.ports) {
    const answer = signal.aborted ? null : await askModem(port.path, { open: openPort, clock, signal });
    if (answer !== null) return offer(modem, port, { ...told(answer), usable: true });
  }
  const hint = signal.aborted
    ? 'It has not answered in time: look again in a moment.'
    : 'It does not answer AT commands: plug it in again; one that stays silent is no modem that takes texts.';
  return offer(modem, modem.ports[0], { hint });
}

const simHints: Record<ModemAnswer['sim'], string | null> = {
  ready: null,
  unknown: null,
  missing: 'It has no SIM card: put one in.',
  pin: 'Its SIM card wants its PIN: enter it as `pin`.',
  puk: 'Its SIM card is locked: put it in a phone and enter the PUK there.',
  unreadable: 'Its SIM card cannot be read: take it out and put it in again.',
};

function told({ name, sim }: ModemAnswer): { title?: string; hint: string | null } {
  return { ...(name === null ? {} : { title: name }), hint: simHints[sim] };
}

function offer(
  modem: Modem,
  port: SerialPort,
  { title = modem.title, usable = false, hint, usedBy = null }: Partial<Found> & { hint: string | null },
): Found {
  const { stablePath, path, interfaceNumber } = port;
  const reports = rank(port) < 100 ? ', the one that reports texts' : '';
  return {
    kind: 'serial',
    title,
    detail: `${path} (interface ${interfaceNumber}${modem.ports.length > 1 ? reports : ''})`,
    settings: { path: stablePath ?? path },
    usable,
    hint,
    usedBy,
  };
}

/** By the path that it is set to, or because this process has a port of it open. */
function whoUses({ ports }: Modem, sources: readonly OwnSource[]): string | null {
  const serial = sources.filter(({ kind }) => kind === 'serial');
  const paths = ports.flatMap(({ path, stablePath }) => [path, ...(stablePath === null ? [] : [stablePath])]);
  const set = serial.find(({ place }) => place !== null && (paths.includes(place) || paths.includes(realPath(place))));
  if (set !== undefined) return set.id;
  const isHeld = ports.some(({ holders }) => holders.some(({ pid }) => pid === process.pid));
  return isHeld ? (serial.find(({ place }) => place === null)?.id ?? serial[0]?.id ?? null) : null;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
