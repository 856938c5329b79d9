import type { AccessParts } from '../access/parts.ts';
import { isSetupLinkUnused, makeFirstSetupLink, type SetupLink, setupLinkMs, setupPath } from '../access/setup.ts';
import { listPeople } from '../store/people.ts';
import { oneLine } from './terminal.ts';

export interface FirstStart {
  /** What the screen shows; empty where an owner can sign in already. */
  lines: string[];
  /** Stops to look whether the link is used. */
  close(): void;
}

export interface FirstStartOptions {
  /** Best first; see `usableAddresses`. */
  addresses: readonly string[];
  /** How commands are called here, such as `keypigeon`. */
  program: string;
  /** Told what to do when the link runs out unused, one line each. */
  tell(lines: string[]): void;
}

/** While no owner can sign in: a link by which the first one sets up how, good once and for 15 minutes. */
export async function offerFirstSetup(parts: AccessParts, options: FirstStartOptions): Promise<FirstStart> {
  const link = await makeFirstSetupLink(parts);
  if (link === null) return { lines: [], close: () => undefined };
  if (link === 'elsewhere') {
    const others = 'Another start on this database has printed a set-up link, which is good for 15 minutes.';
    return {
      lines: ['', `  ${others}`, `  Another one: ${await advice(parts, options.program)}`],
      close: () => undefined,
    };
  }
  const timer = parts.clock.after(setupLinkMs, () => void tellOfEnd(parts, link, options));
  return { lines: screen(link, options), close: () => timer.cancel() };
}

function screen(link: SetupLink, { addresses }: FirstStartOptions): string[] {
  const shown = addresses.map((address) => `  Set up: ${address}${setupPath(link)}`);
  const which = shown.length > 1 ? 'one of these' : 'this';
  return ['', ...shown, '', `  Open ${which} in a browser within 15 minutes; it is good once. The rest is done there.`];
}

async function tellOfEnd(parts: AccessParts, link: SetupLink, { program, tell }: FirstStartOptions): Promise<void> {
  try {
    if (!(await isSetupLinkUnused(parts, link))) return;
    tell([
      'The set-up link was not used in time and is good no more. Another one:',
      `  ${await advice(parts, program)}`,
    ]);
  } catch {
    // The store is away, which the log says.
  }
}

/** An owner who is there but cannot sign in gets a new link; a second one would be too many. */
async function advice({ database }: AccessParts, program: string): Promise<string> {
  const owner = (await listPeople(database)).find(({ role }) => role === 'owner');
  return owner === undefined
    ? `${program} person add "Your name" --role owner`
    : `${program} person reset ${oneLine(owner.id)}`;
}

/** How a command is typed here: in a checkout started by `npm start`, or where the program is installed. */
export function programName(env: Readonly<Record<string, string | undefined>>): string {
  return env.npm_lifecycle_event === undefined ? 'keypigeon' : 'npm run -s keypigeon --';
}
