import { createHmac, type KeyObject } from 'node:crypto';
import type { SourceSetting } from '../config/configuration.ts';
import { type ReferenceTargets, resolveReferences, resolveSettings } from '../config/references.ts';
import type { CallAsk } from '../domain/call.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { Line } from '../domain/line.ts';
import type { DeliveryReport } from '../domain/sent-text.ts';
import type { Receive } from '../reception/receive.ts';
import type {
  Connected,
  Health,
  HookReply,
  HookRequest,
  LiveCalls,
  PartStore,
  Source,
  SourceKind,
  TextSender,
} from '../sources/source.ts';
import type { StoredConfiguration } from '../store/configuration.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { dropParts, keepParts, loadParts, sealPart } from '../store/parts.ts';
import { expiredTexts, loadMemory, markErased, saveMemory } from '../store/sources.ts';
import type { Clock } from '../support/clock.ts';
import { createHttpClient, type HttpClient } from '../support/http-client.ts';
import type { Logger } from '../support/logger.ts';
import type { RandomBytes } from '../support/random.ts';
import { type BusySender, watchSender } from './busy-sender.ts';
import { failingHealth } from './health.ts';
import { publicHookUrl } from './hook-address.ts';
import type { WatchedSource } from './line-watch.ts';

export interface SourceHostParts {
  kinds: SourceKind[];
  database: Database;
  keyring: Keyring;
  receive: Receive;
  clock: Clock;
  random: RandomBytes;
  /** Makes what sources remember of texts unguessable. */
  fingerprintKey: KeyObject;
  log: Logger;
  /** Where `${NAME}` and `${file:…}` lead. */
  targets: ReferenceTargets;
  /** The network reported on a text that a source sent; resolves after the commit. */
  onReport(sourceId: string, report: DeliveryReport): Promise<void>;
  /** A live call asks for keys, or is over. */
  calls: {
    asks(source: { id: string; line: Line }, ask: CallAsk): Promise<void>;
    ended(sourceId: string, call: string): Promise<void>;
  };
  /** A source sees its line differently than before. */
  onStatus(sourceId: string): void;
}

interface Hosted {
  signature: string;
  setting: SourceSetting;
  line: Line;
  source: Source | null;
  /** null: it cannot send. */
  sender: BusySender | null;
  client: HttpClient | null;
  /** Why it could not be opened. */
  broken: Health | null;
}

/** The open sources. `apply` reopens only what changed. */
export class SourceHost {
  readonly #parts: SourceHostParts;
  #hosted = new Map<string, Hosted>();

  constructor(parts: SourceHostParts) {
    this.#parts = parts;
  }

  async apply(configuration: StoredConfiguration): Promise<void> {
    const wanted = configuration.sources.filter((setting) => setting.enabled);
    for (const [id, hosted] of this.#hosted) {
      const setting = wanted.find((one) => one.id === id);
      if (setting !== undefined && this.#signature(setting, configuration) === hosted.signature) continue;
      this.#hosted.delete(id);
      // Closed under a text that is leaving, nobody would know whether it left.
      await hosted.sender?.idle();
      await this.#end(hosted);
    }
    for (const setting of wanted) {
      if (!this.#hosted.has(setting.id)) this.#hosted.set(setting.id, await this.#open(setting, configuration));
    }
  }

  /** undefined: no such source, or it takes no requests. One that could not be opened rejects: that is our fault, so 503. */
  handler(sourceId: string): ((request: HookRequest) => Promise<HookReply>) | undefined {
    const hosted = this.#hosted.get(sourceId);
    if (hosted?.broken != null) return () => Promise.reject(new Error(hosted.broken?.detail));
    const source = hosted?.source;
    return source?.handle === undefined ? undefined : (request) => source.handle?.(request) ?? Promise.reject();
  }

  /** See `SourceKind.connect`. Throws KeypigeonError: `not-found`, or `conflict` for a kind that has nothing to set up. */
  async connect(sourceId: string, { publicUrl }: StoredConfiguration): Promise<Connected> {
    const hosted = this.#hosted.get(sourceId);
    if (hosted === undefined) throw new KeypigeonError('not-found', `there is no enabled source "${sourceId}"`);
    const { setting, line, client, broken } = hosted;
    const kind = this.#parts.kinds.find((one) => one.kind === setting.kind);
    if (kind?.connect === undefined)
      throw new KeypigeonError('conflict', `a source of the kind ${setting.kind} has no provider to be set up at`);
    if (client === null) throw new KeypigeonError('conflict', broken?.detail ?? 'this source is not open');
    const hookUrl = publicHookUrl(publicUrl, sourceId);
    const config = resolveSettings(kind.config, setting, this.#parts.targets, `sources.${sourceId}`);
    return kind.connect(config, { id: sourceId, line, request: client.request }, { hookUrl });
  }

  /** The open sources of a line that can send, in the order in which they were opened. */
  sendersOf(lineId: string): { sourceId: string; sender: TextSender }[] {
    return [...this.#hosted.values()].flatMap(({ setting, line, sender }) =>
      line.id === lineId && sender !== null ? [{ sourceId: setting.id, sender: sender.sender }] : [],
    );
  }

  /** How live calls of a source are answered; undefined: no such source, or none that is called. */
  callsOf(sourceId: string): LiveCalls | undefined {
    return this.#hosted.get(sourceId)?.source?.calls;
  }

  health(): { id: string; kind: string; line: string; health: Health }[] {
    return this.watched().map(({ id, kind, line, health }) => ({ id, kind, line: line.id, health }));
  }

  /** How each source is and sees its line. */
  watched(): WatchedSource[] {
    const { clock } = this.#parts;
    return [...this.#hosted.values()].map(({ setting, line, source, broken }) => ({
      id: setting.id,
      kind: setting.kind,
      line,
      health: broken ?? source?.health() ?? failingHealth('not open', clock.now()),
      status: source?.status?.() ?? null,
    }));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#hosted.values()].map((hosted) => this.#end(hosted)));
    this.#hosted.clear();
  }

  async #open(setting: SourceSetting, configuration: StoredConfiguration): Promise<Hosted> {
    const { clock, log } = this.#parts;
    const line = lineOf(setting, configuration);
    const hosted: Hosted = { signature: '', setting, line, source: null, sender: null, client: null, broken: null };
    try {
      hosted.signature = this.#signature(setting, configuration);
      const kind = this.#parts.kinds.find((one) => one.kind === setting.kind);
      if (kind === undefined) throw new Error(`there is no source kind "${setting.kind}"`);
      const config = resolveSettings(kind.config, setting, this.#parts.targets, `sources.${setting.id}`);
      hosted.client = createHttpClient({ connections: 2, ...kind.http?.(config) });
      hosted.source = kind.open(config, this.#context(setting, line, configuration, hosted.client));
      if (hosted.source.sender !== undefined) hosted.sender = watchSender(hosted.source.sender);
      await hosted.source.start();
    } catch (error) {
      log.error({ source: setting.id, err: error }, 'a source could not be opened');
      hosted.broken = failingHealth(error instanceof Error ? error.message : String(error), clock.now());
    }
    return hosted;
  }

  #context(setting: SourceSetting, line: Line, configuration: StoredConfiguration, client: HttpClient) {
    const { database, receive, clock, random, log, fingerprintKey } = this.#parts;
    const { id } = setting;
    return {
      id,
      line,
      receive: (inbound: Parameters<Receive>[1]) => receive({ id, line }, inbound),
      memory: {
        load: () => loadMemory(database, id),
        save: (value: unknown) => database.write(saveMemory, { sourceId: id, value }),
      },
      expiredTexts: (limit: number) => expiredTexts(database, id, limit),
      markErased: (transportKeys: string[]) => database.write(markErased, { sourceId: id, transportKeys }),
      parts: this.#partStore(id),
      report: (report: DeliveryReport) => this.#parts.onReport(id, report),
      callAsks: (ask: CallAsk) => this.#parts.calls.asks({ id, line }, ask),
      callEnded: (call: string) => this.#parts.calls.ended(id, call),
      statusChanged: () => this.#parts.onStatus(id),
      fingerprint: (value: string | Uint8Array) =>
        createHmac('sha256', fingerprintKey).update(value).digest('base64url'),
      request: client.request,
      clock,
      random,
      log: log.child({ source: id }),
      publicUrl: configuration.publicUrl ?? undefined,
      defaultRegion: configuration.defaultRegion ?? undefined,
    };
  }

  #partStore(sourceId: string): PartStore {
    const { database, keyring } = this.#parts;
    return {
      load: () => loadParts(database, keyring, sourceId),
      keep: (parts) =>
        database.write(keepParts, { sourceId, sealed: parts.map((part) => sealPart(keyring, sourceId, part)) }),
      drop: (ids) => database.write(dropParts, { sourceId, ids }),
    };
  }

  /** What a source hangs on: when it changes, the source is reopened. */
  #signature(setting: SourceSetting, configuration: StoredConfiguration): string {
    const { publicUrl, defaultRegion } = configuration;
    let settings: unknown = setting.settings;
    try {
      settings = resolveReferences(setting.settings, this.#parts.targets);
    } catch {
      // Tried again at the next change; the reason shows as its health.
    }
    return JSON.stringify([setting.kind, settings, lineOf(setting, configuration), publicUrl, defaultRegion]);
  }

  async #end(hosted: Hosted): Promise<void> {
    await hosted.source?.close().catch((error: unknown) => {
      this.#parts.log.warn({ source: hosted.setting.id, err: error }, 'a source did not close cleanly');
    });
    await hosted.client?.close();
  }
}

function lineOf(setting: SourceSetting, configuration: StoredConfiguration): Line {
  const line = configuration.lines.find((one) => one.id === setting.line);
  if (line === undefined) return { id: setting.line, number: null, ownerId: '', unmatched: null };
  return { id: line.id, number: line.number, ownerId: line.owner, unmatched: line.unmatched };
}
