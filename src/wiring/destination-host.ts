import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { DestinationSetting } from '../config/configuration.ts';
import { type ReferenceTargets, resolveReferences, resolveSettings } from '../config/references.ts';
import type { Dispatcher } from '../delivery/dispatcher.ts';
import type { Destination, DestinationContext, DestinationKind, ShownLineStatus } from '../destinations/destination.ts';
import type { LineReport } from '../domain/line-report.ts';
import { DailyAllowance } from '../sending/daily-allowance.ts';
import type { Sending } from '../sending/sending.ts';
import type { Health } from '../sources/source.ts';
import type { CurrentConfiguration } from '../store/configuration.ts';
import type { Database } from '../store/database.ts';
import { cancelOthers, settleDestination } from '../store/end-deliveries.ts';
import type { Clock } from '../support/clock.ts';
import { createHttpClient, type HttpClient } from '../support/http-client.ts';
import type { Logger } from '../support/logger.ts';
import type { RandomBytes } from '../support/random.ts';
import { failingHealth } from './health.ts';

export interface DestinationHostParts {
  kinds: DestinationKind[];
  database: Database;
  dispatcher: Dispatcher;
  sending: Pick<Sending, 'relay' | 'find' | 'limitMs'>;
  clock: Clock;
  random: RandomBytes;
  log: Logger;
  /** Where `${NAME}` and `${file:…}` lead. */
  targets: ReferenceTargets;
  /** Default is the system's resolver. */
  lookup?: LookupFunction;
  /** By which push services know the hub. */
  vapid: { publicKey: string; privateKey: string };
}

interface Opened {
  destination: Destination | null;
  client: HttpClient | null;
  allowance: DailyAllowance | null;
}

interface Hosted extends Opened {
  signature: string;
  setting: DestinationSetting;
  health: Health | null;
  /** What it was told of each line last. */
  told: Map<string, string>;
}

/** The open destinations, each with its lane in the dispatcher. `apply` reopens only what changed. */
export class DestinationHost {
  readonly #parts: DestinationHostParts;
  readonly #hosted = new Map<string, Hosted>();
  #configuration: CurrentConfiguration | null = null;

  constructor(parts: DestinationHostParts) {
    this.#parts = parts;
  }

  async apply(configuration: CurrentConfiguration): Promise<void> {
    this.#configuration = configuration;
    const wanted = configuration.destinations.filter((setting) => setting.enabled);
    for (const [id, hosted] of this.#hosted) {
      const setting = wanted.find((one) => one.id === id);
      if (setting !== undefined && this.#signature(setting, configuration) === hosted.signature) continue;
      this.#hosted.delete(id);
      await this.#end(id, hosted);
    }
    await this.#cancelUnproven(wanted, configuration);
    await this.#cancelOthers(wanted.map((setting) => setting.id));
    for (const setting of wanted) {
      if (!this.#hosted.has(setting.id)) this.#hosted.set(setting.id, await this.#open(setting, configuration));
    }
  }

  /** The open destination with its setting; undefined: there is none, or it is not open. */
  find(id: string): { setting: DestinationSetting; destination: Destination } | undefined {
    const hosted = this.#hosted.get(id);
    if (hosted === undefined || hosted.destination === null) return undefined;
    return { setting: hosted.setting, destination: hosted.destination };
  }

  /**
   * A destination beside its lane, for one text about itself; to be closed after it. It may be one that nothing else goes to.
   *
   * @throws when its settings cannot be
   */
  async openAside(setting: DestinationSetting): Promise<{ destination: Destination; close(): Promise<void> }> {
    if (this.#configuration === null) throw new Error('the hub is not ready yet');
    const opened: Opened = { destination: null, client: null, allowance: null };
    const close = () => this.#closeAdapter(setting.id, opened);
    try {
      const { destination } = this.#openAdapter(setting, this.#configuration, opened);
      await destination.start?.();
      return { destination, close };
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** It said that it is gone for good: no more attempts. */
  async turnOff(id: string, reason: string): Promise<void> {
    const hosted = this.#hosted.get(id);
    if (hosted === undefined) return;
    const off: Hosted = {
      ...hosted,
      destination: null,
      client: null,
      allowance: null,
      health: offHealth(reason, this.#parts.clock.now()),
    };
    this.#hosted.set(id, off);
    await this.#end(id, hosted);
  }

  /** Tells each destination of its owner's lines what it has not been told yet. */
  tellLines(reports: readonly LineReport[]): void {
    for (const { setting, destination, told } of this.#hosted.values()) {
      if (destination?.lineStatus === undefined) continue;
      for (const { line, ...report } of reports.filter(({ line }) => line.ownerId === setting.owner)) {
        const status = shownStatus(report);
        const content = JSON.stringify(status);
        if (told.get(line.id) === content) continue;
        told.set(line.id, content);
        destination.lineStatus(line.id, status);
      }
    }
  }

  health(): { id: string; kind: string; owner: string; health: Health }[] {
    return [...this.#hosted.values()].map(({ setting, destination, health }) => ({
      id: setting.id,
      kind: setting.kind,
      owner: setting.owner,
      health: health ?? destination?.health() ?? failingHealth('not open', this.#parts.clock.now()),
    }));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#hosted].map(([id, hosted]) => this.#end(id, hosted)));
    this.#hosted.clear();
  }

  async #open(setting: DestinationSetting, configuration: CurrentConfiguration): Promise<Hosted> {
    const { clock, log, dispatcher } = this.#parts;
    const hosted: Hosted = {
      signature: this.#signature(setting, configuration),
      setting,
      destination: null,
      client: null,
      allowance: null,
      health: null,
      told: new Map(),
    };
    const off = configuration.off.get(setting.id);
    if (off !== undefined) return { ...hosted, health: offHealth(off, clock.now()) };
    if (configuration.proofs.get(setting.id) === 'needed') return { ...hosted, health: unprovenHealth(clock.now()) };
    try {
      const { kind, destination } = this.#openAdapter(setting, configuration, hosted);
      await destination.start?.();
      const { show, template } = setting;
      dispatcher.addTarget({ id: setting.id, kind, destination, show, template });
    } catch (error) {
      log.error({ destination: setting.id, err: error }, 'a destination could not be opened');
      hosted.health = failingHealth(error instanceof Error ? error.message : String(error), clock.now());
    }
    return hosted;
  }

  /** What was opened is in `hosted`, also where opening fails half way. */
  #openAdapter(setting: DestinationSetting, configuration: CurrentConfiguration, hosted: Opened) {
    const kind = this.#parts.kinds.find((one) => one.kind === setting.kind);
    if (kind === undefined) throw new Error(`there is no destination kind "${setting.kind}"`);
    const config = resolveSettings(kind.config, setting, this.#parts.targets, `destinations.${setting.id}`);
    const { allowHosts } = configuration.network;
    const guard = { allowHosts, onlyAsNamed: isMembers(setting, configuration) };
    const lookup = this.#parts.lookup ?? systemLookup;
    const client = createHttpClient({ connections: kind.concurrency, lookup, guard, ...kind.http?.(config) });
    hosted.client = client;
    const allowance = new DailyAllowance(this.#parts.database, this.#parts.clock, `destination:${setting.id}`);
    hosted.allowance = allowance;
    const destination = kind.open(config, this.#context(setting, client, allowance));
    hosted.destination = destination;
    return { kind, destination };
  }

  #context(setting: DestinationSetting, client: HttpClient, allowance: DailyAllowance): DestinationContext {
    const { clock, random, log, sending } = this.#parts;
    const lines = () =>
      (this.#configuration?.lines ?? []).map(({ id, number, owner }) => ({ id, number, ownerId: owner }));
    return {
      id: setting.id,
      ownerId: setting.owner,
      request: client.request,
      clock,
      random,
      log: log.child({ destination: setting.id }),
      defaultRegion: this.#configuration?.defaultRegion ?? undefined,
      ownNumbers: () => lines().flatMap((line) => line.number ?? []),
      lines,
      vapid: () => ({ ...this.#parts.vapid, subject: subjectOf(this.#configuration?.publicUrl ?? null) }),
      sendText: (lineId, text, wait) => sending.relay(lineId, text, wait),
      sendLimitMs: (lineIds) => sending.limitMs(lineIds),
      findText: (lineId, text, since, signal) => sending.find(lineId, text, since, signal),
      takeFromDailyCap: (cap) => allowance.take(cap),
    };
  }

  #signature(setting: DestinationSetting, configuration: CurrentConfiguration): string {
    let settings: unknown = setting.settings;
    try {
      settings = resolveReferences(setting.settings, this.#parts.targets);
    } catch {
      // Tried again at the next change; the reason shows as its health.
    }
    const { kind, owner, show, template } = setting;
    const off = configuration.off.get(setting.id);
    return JSON.stringify([
      kind,
      owner,
      show,
      template,
      settings,
      off,
      configuration.proofs.get(setting.id),
      configuration.network,
      isMembers(setting, configuration),
      configuration.defaultRegion,
    ]);
  }

  async #cancelUnproven(wanted: DestinationSetting[], { proofs }: CurrentConfiguration): Promise<void> {
    const state = 'canceled';
    const reason = 'its owner has not proven to hold its address';
    for (const { id } of wanted.filter((setting) => proofs.get(setting.id) === 'needed')) {
      const now = this.#parts.clock.now();
      await this.#parts.database.write(settleDestination, { destinationId: id, state, reason, now });
    }
  }

  async #cancelOthers(destinationIds: string[]): Promise<void> {
    const reason = 'its destination was removed from the configuration';
    await this.#parts.database.write(cancelOthers, { destinationIds, reason, now: this.#parts.clock.now() });
  }

  async #end(id: string, hosted: Hosted): Promise<void> {
    await this.#parts.dispatcher.removeTarget(id);
    await this.#closeAdapter(id, hosted);
  }

  async #closeAdapter(id: string, hosted: Opened): Promise<void> {
    await hosted.destination?.close().catch((error: unknown) => {
      this.#parts.log.warn({ destination: id, err: error }, 'a destination did not close cleanly');
    });
    await hosted.client?.close();
    await hosted.allowance?.close();
  }
}

/**
 * Set up by somebody who does not run the hub: `network.allowHosts` was not meant for whatever name they point at it. What
 * stands there by its own name or address was allowed by an owner, as that is the only one who may set it.
 */
function isMembers({ id, owner }: DestinationSetting, { added, members }: CurrentConfiguration): boolean {
  return added.has(id) && members.has(owner);
}

function shownStatus({ status, troubles }: Omit<LineReport, 'line'>): ShownLineStatus {
  const { sim, registration, signalDbm, operator, storageUsed, storageTotal, lastTextAt } = status;
  const named = [...new Set(troubles.map(({ trouble }) => trouble))];
  return { sim, registration, signalDbm, operator, storageUsed, storageTotal, lastTextAt, troubles: named };
}

function offHealth(reason: string, since: number): Health {
  return { state: 'off', detail: `turned off: ${reason}; change its settings to turn it on again`, since };
}

function unprovenHealth(since: number): Health {
  return { state: 'off', detail: 'nothing goes there: its owner has not proven to hold its address', since };
}

/** Where a push service could complain: RFC 8292 §2.1 wants an address of the web or of mail. */
function subjectOf(publicUrl: string | null): string {
  return publicUrl?.startsWith('https://') ? publicUrl : 'mailto:keypigeon@hub.invalid';
}
