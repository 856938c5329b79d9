import type { ProviderSetting } from '../config/configuration.ts';
import { type ReferenceTargets, resolveReferences, resolveSettings } from '../config/references.ts';
import type { DeliveryReport } from '../domain/sent-text.ts';
import type { Provider, ProviderKind } from '../providers/provider.ts';
import type { Health, HookReply, HookRequest } from '../sources/source.ts';
import type { StoredConfiguration } from '../store/configuration.ts';
import type { Clock } from '../support/clock.ts';
import { createHttpClient, type HttpClient } from '../support/http-client.ts';
import type { Logger } from '../support/logger.ts';
import type { RandomBytes } from '../support/random.ts';
import type { Channel, ChannelKind, Recall } from '../verification/channel.ts';
import { failingHealth } from './health.ts';

export interface ProviderHostParts {
  kinds: readonly ProviderKind[];
  clock: Clock;
  random: RandomBytes;
  log: Logger;
  /** Where `${NAME}` and `${file:…}` lead. */
  targets: ReferenceTargets;
  /** A provider reported on what it sent; resolves after the commit. */
  onReport(providerId: string, report: DeliveryReport): Promise<unknown>;
  /** A code that the channel of this id took. */
  recall: Recall;
}

interface Hosted {
  signature: string;
  setting: ProviderSetting;
  provider: Provider | null;
  client: HttpClient | null;
  kinds: readonly ChannelKind[];
  /** Codes on their way by it. */
  sending: Set<Promise<unknown>>;
  /** Why it could not be opened. */
  broken: Health | null;
}

/** The open providers, as channels of verification. `apply` reopens only what changed. */
export class ProviderHost {
  readonly #parts: ProviderHostParts;
  #hosted = new Map<string, Hosted>();
  #channels: readonly Channel[] = [];

  constructor(parts: ProviderHostParts) {
    this.#parts = parts;
  }

  async apply(configuration: StoredConfiguration): Promise<void> {
    const wanted = configuration.providers.filter((setting) => setting.enabled);
    const before = this.#hosted;
    const signatures = new Map(wanted.map((setting) => [setting.id, this.#signature(setting, configuration)]));
    const stays = ([id, hosted]: [string, Hosted]) => signatures.get(id) === hosted.signature;
    const kept = new Map([...before].filter(stays));
    // What comes from now on waits for the new one: one account is not used twice at once.
    this.#use(wanted, kept);
    await Promise.all([...before].filter((one) => !stays(one)).map(([, hosted]) => this.#end(hosted)));
    for (const setting of wanted) {
      if (!kept.has(setting.id))
        kept.set(setting.id, this.#open(setting, configuration, signatures.get(setting.id) ?? ''));
    }
    this.#use(wanted, kept);
  }

  /** In the order of the configuration. */
  channels(): readonly Channel[] {
    return this.#channels;
  }

  /** undefined: no such provider, or it takes no requests. One that could not be opened rejects: that is our fault, so 503. */
  handler(id: string): ((request: HookRequest) => Promise<HookReply>) | undefined {
    const hosted = this.#hosted.get(id);
    if (hosted?.broken != null) return () => Promise.reject(new Error(hosted.broken?.detail));
    const provider = hosted?.provider;
    return provider?.handle === undefined ? undefined : (request) => provider.handle?.(request) ?? Promise.reject();
  }

  health(): { id: string; kind: string; health: Health }[] {
    return [...this.#hosted.values()].map(({ setting, provider, broken }) => ({
      id: setting.id,
      kind: setting.kind,
      health: broken ?? provider?.health() ?? failingHealth('not open', this.#parts.clock.now()),
    }));
  }

  async close(): Promise<void> {
    this.#channels = [];
    await Promise.all([...this.#hosted.values()].map((hosted) => this.#end(hosted)));
    this.#hosted.clear();
  }

  #use(wanted: readonly ProviderSetting[], open: ReadonlyMap<string, Hosted>): void {
    const inOrder = wanted.flatMap(({ id }) => open.get(id) ?? []);
    this.#hosted = new Map(inOrder.map((hosted) => [hosted.setting.id, hosted]));
    this.#channels = inOrder.flatMap((hosted) => channelOf(hosted) ?? []);
  }

  #open(setting: ProviderSetting, configuration: StoredConfiguration, signature: string): Hosted {
    const { clock, random, log } = this.#parts;
    const { id } = setting;
    const hosted: Hosted = {
      ...{ signature, setting, provider: null, client: null, kinds: [] },
      ...{ sending: new Set(), broken: null },
    };
    try {
      const kind = this.#parts.kinds.find((one) => one.kind === setting.kind);
      if (kind === undefined) throw new Error(`there is no provider kind "${setting.kind}"`);
      const config = resolveSettings(kind.config, setting, this.#parts.targets, `providers.${id}`);
      hosted.kinds = kind.channels(config);
      hosted.client = createHttpClient({ connections: kind.concurrency });
      const publicUrl = configuration.publicUrl ?? undefined;
      const hookUrl = publicUrl === undefined ? undefined : `${publicUrl}/hooks/${id}`;
      const report = async (report: DeliveryReport) => void (await this.#parts.onReport(id, report));
      const { request } = hosted.client;
      const recall = (attemptId: string) => this.#parts.recall(id, attemptId);
      const context = {
        id,
        publicUrl,
        hookUrl,
        report,
        recall,
        request,
        clock,
        random,
        log: log.child({ provider: id }),
      };
      hosted.provider = kind.open(config, context);
    } catch (error) {
      log.error({ provider: id, err: error }, 'a provider could not be opened');
      hosted.broken = failingHealth(error instanceof Error ? error.message : String(error), clock.now());
    }
    return hosted;
  }

  /** What a provider hangs on: when it changes, it is reopened. */
  #signature(setting: ProviderSetting, { publicUrl }: StoredConfiguration): string {
    let settings: unknown = setting.settings;
    try {
      settings = resolveReferences(setting.settings, this.#parts.targets);
    } catch {
      // Tried again at the next change; the reason shows as its health.
    }
    return JSON.stringify([setting, settings, publicUrl]);
  }

  /** What is on its way is heard out. */
  async #end({ setting, provider, client, sending }: Hosted): Promise<void> {
    await Promise.allSettled(sending);
    await provider?.close().catch((error: unknown) => {
      this.#parts.log.warn({ provider: setting.id, err: error }, 'a provider did not close cleanly');
    });
    await client?.close();
  }
}

function channelOf({ setting, provider, kinds, sending }: Hosted): Channel | undefined {
  if (provider === null) return undefined;
  const { id, owner, regions, reportWithinSeconds } = setting;
  return {
    id,
    kinds,
    reportWithinMs: reportWithinSeconds * 1000,
    serves: (kind, code) =>
      (owner === null || owner === code.ownerId) &&
      (regions === null || code.region === null || regions.includes(code.region)) &&
      (provider.serves?.(kind, code) ?? true),
    send(kind, code, help) {
      const sent = provider.send(kind, code, help).finally(() => sending.delete(sent));
      sending.add(sent);
      return sent;
    },
  };
}
