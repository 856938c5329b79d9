import { readFileSync } from 'node:fs';
import type { SourceSetting } from '../config/configuration.ts';
import { resolveReferences } from '../config/references.ts';
import { describeStick, type StickDescription } from '../sources/hilink/describe.ts';
import { createHttpClient } from '../support/http-client.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Wish {
  /** Look there and nowhere else. */
  url: string | undefined;
  hubRuns: boolean;
  /** Look at the usual addresses where nothing is configured: not where the stick that is plugged in is no HiLink one. */
  searches: boolean;
}

interface Stick {
  /** Whether the configuration has a password for it, also where what that stands for is not known here. */
  isProtected?: boolean;
  url?: string | undefined;
  username?: string | undefined;
  password?: string | undefined;
  addresses?: string[] | undefined;
}

/**
 * Which kind of stick is where, and what it answers: those of the configuration. Where that has no sources yet, one at
 * the usual addresses; where it has others only, none is looked for.
 */
export async function findSticks(
  sources: readonly SourceSetting[],
  env: Environment,
  wish: Wish,
): Promise<StickDescription[]> {
  const configured = sources
    .filter(({ kind, enabled }) => kind === 'hilink' && enabled)
    .map((source) => toStick(source, env));
  const asked =
    wish.url === undefined ? configured : [configured.find(({ url }) => url === wish.url) ?? { url: wish.url }];
  const sticks: Stick[] = asked.length > 0 || sources.length > 0 || !wish.searches ? asked : [{}];
  return Promise.all(sticks.map((stick) => (wish.hubRuns ? describeWithoutLogin(stick) : describe(stick))));
}

/** A stick lets one in at a time: while the hub has it, nobody else logs in, and what only a login shows is left out. */
async function describeWithoutLogin(stick: Stick): Promise<StickDescription> {
  const description = await describe({ ...stick, password: undefined });
  const { loginType, family } = description;
  const answers = family !== null && loginType !== null && loginType !== 'none';
  if (stick.isProtected !== true || !answers) return description;
  const text = 'not logged in to, because the hub is: the finding on its source says how it is';
  return { ...description, findings: [{ level: 'ok', text }] };
}

async function describe({ url, password, username, addresses }: Stick): Promise<StickDescription> {
  const client = createHttpClient({ connections: 1, verifyCertificate: false });
  try {
    return await describeStick(url, password, {
      request: client.request,
      ...(username === undefined ? {} : { username }),
      ...(addresses === undefined ? {} : { addresses }),
    });
  } finally {
    await client.close();
  }
}

function toStick({ settings }: SourceSetting, environment: Environment): Stick {
  const isProtected = settings.password !== undefined;
  try {
    const stick = resolveReferences(settings, { environment, readFile: (path) => readFileSync(path, 'utf8') }) as Stick;
    return { ...stick, isProtected };
  } catch {
    // What a reference stands for is missing here, which the check of the configuration says.
    return {
      isProtected,
      ...(typeof settings.url === 'string' && !settings.url.includes('${') ? { url: settings.url } : {}),
    };
  }
}
