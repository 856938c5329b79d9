import type { JsonSchema } from '../forms/setting.ts';
import type { LineTestSetting } from './canaries.ts';
import { call, get, post, put, remove } from './request.ts';

/** What describes a kind of source, destination or provider; forms are drawn from it. */
export interface Kind {
  kind: string;
  title: string;
  description: string;
  homepage: string;
  example: Record<string, unknown>;
  schema: JsonSchema;
  personal?: boolean;
  connects?: boolean;
}

export interface Adapters {
  sources: Kind[];
  destinations: Kind[];
  providers: Kind[];
  /** What every source, destination and provider has besides the settings of its kind. */
  source: JsonSchema;
  destination: JsonSchema;
  provider: JsonSchema;
  line: JsonSchema;
  route: JsonSchema;
}

export type Part = 'lines' | 'sources' | 'destinations' | 'providers' | 'routes';

/** Of which there are several kinds. */
export type PartWithKinds = 'sources' | 'destinations' | 'providers';
/** Whose things come in an order. */
export type OrderedPart = 'providers' | 'routes';

export function hasKinds(part: Part): part is PartWithKinds {
  return part !== 'lines' && part !== 'routes';
}

/** A line, source, destination or route as it is configured. A secret is `{secret: true}`. */
export interface Item {
  id: string;
  /** It stands in the configuration file, and is changed there only. */
  provisioned: boolean;
  /** Changes with each change: an editor that holds an older one is told so. */
  revision: string;
  name?: string;
  kind?: string;
  number?: string;
  owner?: string;
  line?: string;
  enabled?: boolean;
  proof?: null | 'needed' | 'proven';
  [setting: string]: unknown;
}

export interface General {
  /** Line tests. `provisioned`: the file names it. */
  canaries: (LineTestSetting & { provisioned: boolean })[];
  publicUrl: string | null;
  defaultRegion: string | null;
  allowHosts: string[];
  serveHosts: string[];
  trustedProxies: string[];
  publicUrlInUse: string | null;
  provisioned: boolean;
  revision: string;
}

export interface Items {
  general: General;
  people: { id: string; name: string; provisioned: boolean }[];
  lines: Item[];
  sources: Item[];
  destinations: Item[];
  providers: Item[];
  routes: Item[];
  /** Path of the configuration file that was applied last. */
  file: string | null;
}

export interface Rehearsal {
  judged: number;
  couldNotJudge: number;
  changed: {
    message: { id: string; receivedAt: string; sender: string; service: string | null; line: string };
    was: string[];
    would: string[];
  }[];
}

export interface Health {
  state: string;
  detail: string;
  since: string;
}

export interface TestResult {
  destination: string;
  outcome: 'sent' | 'temporary' | 'permanent' | 'unknown';
  detail: string | null;
  durationMs: number;
}

/** A stick, modem or port that was found. */
export interface Found {
  kind: string;
  title: string;
  detail: string;
  settings: Record<string, string>;
  usable: boolean;
  hint: string | null;
  /** Id of the source that has it already. */
  usedBy: string | null;
}

export const readAdapters = () => get<Adapters>('/adapters');
export const readItems = () => get<Items>('/configuration/items');

/** Saves an item. `revision` null: a new one, whose id must be free. */
export function saveItem(part: Part, id: string, value: Record<string, unknown>, revision: string | null) {
  const condition: Record<string, string> =
    revision === null ? { 'if-none-match': '*' } : { 'if-match': `"${revision}"` };
  return call<{ item: Item; warnings: string[] }>({
    method: 'PUT',
    path: `/configuration/${part}/${encodeURIComponent(id)}`,
    body: value,
    headers: condition,
  });
}

export const removeItem = (part: Part, id: string) => remove(`/configuration/${part}/${encodeURIComponent(id)}`);
export const orderItems = (part: OrderedPart, order: string[]) => put(`/configuration/${part}`, { order });
/** Saves what belongs to no item; with `revision`, unless somebody else has changed it since. */
export const saveGeneral = (
  value: Partial<Omit<General, 'canaries'> & { canaries: LineTestSetting[] }>,
  revision?: string,
) =>
  call<{ general: General }>({
    method: 'PUT',
    path: '/configuration/general',
    body: value,
    ...(revision === undefined ? {} : { headers: { 'if-match': `"${revision}"` } }),
  });
export const rehearseRoutes = (routes: unknown[]) => post<Rehearsal>('/configuration/routes/dry-run', { routes });
export const connectSource = (id: string) =>
  post<{ done: boolean; what: string; replaced: string | null; note: string | null }>(
    `/configuration/sources/${encodeURIComponent(id)}/connect`,
  );

export const readSources = () =>
  get<{ sources: { id: string; kind: string; line: string; health: Health }[] }>('/sources');
export const readProviders = () => get<{ providers: { id: string; kind: string; health: Health }[] }>('/providers');
export const readDestinations = () =>
  get<{ destinations: { id: string; kind: string; owner: string; health: Health; proof: Item['proof'] }[] }>(
    '/destinations',
  );
export const testDestination = (id: string) => post<TestResult>(`/destinations/${encodeURIComponent(id)}/test`);
export const sendProof = (id: string) =>
  post<{ sentTo: string; triesLeft: number; againAt: string }>(`/destinations/${encodeURIComponent(id)}/proof`);
export const checkProof = (id: string, code: string) =>
  post<{ proof: Item['proof'] }>(`/destinations/${encodeURIComponent(id)}/proof/check`, { code });
export const findDevices = () => get<{ found: Found[] }>('/setup/found');
