import type { Canaries } from '../canary/canaries.ts';
import type { CanarySetting } from '../config/configuration.ts';
import type { EditedPart } from '../config/edit.ts';
import type { ItemValue } from '../config/item-value.ts';
import type { DescribedAdapters } from '../config/json-schema.ts';
import type { Found } from '../discovery/found.ts';
import type { LineReport } from '../domain/line-report.ts';
import type { RoutableMessage, RoutingTrace } from '../domain/route.ts';
import type { SentText } from '../domain/sent-text.ts';
import type { TextWish } from '../domain/text-wish.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Wait } from '../domain/wait.ts';
import type { Connected, Health, HookReply, HookRequest } from '../sources/source.ts';
import type { Actor } from '../store/audit.ts';
import type { ChangeFeed } from '../store/change-feed.ts';
import type { CurrentConfiguration } from '../store/configuration.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import type { SeenMessage } from '../store/messages.ts';
import type { PushSettings, SavedSubscription } from '../store/push-subscriptions.ts';
import type { Searcher } from '../store/searcher.ts';
import type { Clock } from '../support/clock.ts';
import type { IdMaker } from '../support/ids.ts';
import type { Logger } from '../support/logger.ts';
import type { RandomBytes } from '../support/random.ts';
import type { Books } from '../verification/books.ts';
import type { Prices } from '../verification/prices.ts';
import type { Verifying } from '../verification/verifying.ts';

/** What one `send-test` brought: the other side's real answer. */
export interface TestResult {
  destination: string;
  outcome: 'sent' | 'temporary' | 'permanent' | 'unknown';
  /** One line, without secrets; null where it was simply taken. */
  detail: string | null;
  durationMs: number;
}

/** What became of a provisioning file. Problems and warnings are one line each. */
export interface ApplyResult {
  /** False: this very file was applied before, or it has problems and changed nothing. */
  applied: boolean;
  problems: string[];
  warnings: string[];
}

/** A text that changed its state, with what its asker is told by. */
export interface TextChange {
  text: SentText;
  /** Address that the asker gave; null: none. */
  callback: string | null;
}

/** Texts that our lines send. */
export interface TextApi {
  /**
   * Takes a text into the queue of its line; resolves after the commit, before it is sent.
   *
   * @throws TextRefusedError with the reason; KeypigeonError `store-unavailable`
   */
  sendText(viewer: Viewer, wish: TextWish): Promise<SentText>;
  /** Takes back a text that still waits. Throws KeypigeonError: `not-found`, or `conflict` when it does not wait any more. */
  cancelText(viewer: Viewer, id: string): Promise<SentText>;
  /** Called after each committed change of a text on this node, the first state included; returns how to stop. */
  onTextChanged(listener: (change: TextChange) => void): () => void;
}

/** Who wants to prove that a destination is theirs. */
export interface Prover {
  viewer: Viewer;
  actor: Actor;
  /** undefined: nobody in person, as the administrator's token. */
  person: { id: string; name: string } | undefined;
}

/** What became of a code that was asked for. */
export interface SentProof {
  /** The address, masked. */
  sentTo: string;
  triesLeft: number;
  /** When another one may be sent, ms since the epoch. */
  againAt: number;
}

/** Proof that the owner of a destination holds its address. */
export interface ProofApi {
  /** Throws KeypigeonError: `not-found`, `forbidden`, `conflict`, `rate-limited`. */
  sendProof(prover: Prover, destinationId: string): Promise<SentProof>;
  /** Resolves when it is proven. Throws KeypigeonError: the same, and `code-wrong`. */
  checkProof(prover: Prover, destinationId: string, code: string): Promise<void>;
}
/** On whose behalf the configuration is looked at and changed. */
export interface Editor {
  /** Only what is this person's; null: all of it. */
  personId: string | null;
  actor: Actor;
}

/** What a change is made on: the revision that was seen (`If-Match`), or that there is none yet (`If-None-Match: *`). */
export interface Precondition {
  revision?: string | undefined;
  isNew?: boolean;
}

/** A thing of the configuration as a file has it, without secrets: `{ "secret": true }` stands where one is set. */
export type ItemJson = Record<string, unknown> & { id: string; provisioned: boolean; revision: string };

export interface GeneralJson {
  publicUrl: string | null;
  /** The one in use: the environment's, or with its reference resolved. */
  publicUrlInUse: string | null;
  defaultRegion: string | null;
  allowHosts: string[];
  serveHosts: string[];
  trustedProxies: string[];
  /** `provisioned`: the file names it. */
  canaries: (CanarySetting & { provisioned: boolean })[];
  /** A file was applied: these are changed there, but for line tests that it does not name. */
  provisioned: boolean;
  revision: string;
}

export interface ConfigurationItems extends Record<EditedPart, ItemJson[]> {
  general: GeneralJson;
  people: { id: string; name: string; provisioned: boolean }[];
  /** What the file that was applied last is called; null: none ever was. */
  file: string | null;
}

/** What other routes would have changed. */
export interface Rehearsal {
  judged: number;
  /** Their text is erased or not for whoever asks, and a route asks for it. */
  couldNotJudge: number;
  changed: { message: SeenMessage; was: string[]; would: string[] }[];
}

/**
 * The configuration, looked at and changed thing by thing. Each change is one transaction with an audit entry, checked
 * as a file with all that there is would be, and in effect when it resolves.
 *
 * Throws KeypigeonError: `invalid-configuration` (422, with `problems`), `provisioned` for what a file made, `conflict`
 * (412 where a precondition does not hold), `not-found`, `forbidden` for what is not the person's.
 */
export interface ConfigurationApi {
  describeAdapters(): DescribedAdapters;
  configurationItems(editor: Editor): Promise<ConfigurationItems>;
  saveItem(
    editor: Editor,
    wish: { part: EditedPart; id: string; value: ItemValue; when: Precondition },
  ): Promise<{ item: ItemJson; warnings: string[] }>;
  removeItem(editor: Editor, wish: { part: EditedPart; id: string; when: Precondition }): Promise<void>;
  /** Ids of all of them in their new order; those of the file come first, as they stand there. */
  orderItems(editor: Editor, of: 'providers' | 'routes', order: readonly string[]): Promise<void>;
  saveGeneral(
    editor: Editor,
    wish: { value: ItemValue; when: Precondition },
  ): Promise<{ general: GeneralJson; warnings: string[] }>;
  rehearseRoutes(viewer: Viewer, routes: readonly ItemValue[]): Promise<Rehearsal>;
}

/** Those who wait for a code, and those who got one that they had not asked for. */
export interface WaitingApi {
  /** `service`, `line`: null is any. Throws KeypigeonError: `not-found` (line), `conflict` (too many are open). */
  beginWait(
    viewer: Viewer,
    wish: { service: string | null; line: string | null; minutes: number },
    actor: Actor,
  ): Promise<Wait>;
  /** One that is over stays as it is. Throws KeypigeonError `not-found`. */
  endWait(viewer: Viewer, id: string): Promise<void>;
  /** "This wasn't me"; resolves to what to do. Throws KeypigeonError: `not-found`, or `conflict` with the reason. */
  sayNotMe(viewer: Viewer, messageId: string, actor: Actor): Promise<readonly string[]>;
  /** Throws KeypigeonError `not-found`. */
  takeBackNotMe(viewer: Viewer, messageId: string, actor: Actor): Promise<void>;
}

/** Live calls that ask for a key. Both throw KeypigeonError: `not-found`, or `conflict` where the call is over. */
export interface CallApi {
  pressKeys(viewer: Viewer, callId: string, answer: { keys: string; askedAt: number }, actor: Actor): Promise<void>;
  refuseCall(viewer: Viewer, callId: string, actor: Actor): Promise<void>;
}

/** Browsers that people have notified. */
export interface PushApi {
  /** Public half of the keys by which push services know the hub, base64url. */
  pushKey: string;
  /** Throws KeypigeonError: `invalid-request` for what a browser cannot be notified by, `conflict`, `not-found`. */
  savePush(by: { personId: string; actor: Actor }, settings: PushSettings): Promise<SavedSubscription>;
  /** Throws KeypigeonError `not-found`. */
  removePush(by: { personId: string; actor: Actor }, id: string): Promise<void>;
}

/** All that the HTTP layer asks of the hub. */
export interface HubApi extends TextApi, ProofApi, PushApi, ConfigurationApi, WaitingApi, CallApi {
  version: string;
  startedAt: number;
  nodeId: string;
  database: Database;
  keyring: Keyring;
  clock: Clock;
  ids: IdMaker;
  random: RandomBytes;
  log: Logger;
  changes: ChangeFeed;
  verifying: Pick<
    Verifying,
    'service' | 'ownService' | 'issue' | 'resend' | 'next' | 'check' | 'find' | 'end' | 'channelsOf'
  >;
  prices: Pick<Prices, 'load'>;
  books: Pick<Books, 'write'>;
  search: Pick<Searcher, 'find' | 'facets'>;
  /** By which a browser may reach this hub, the best first, such as `http://localhost:7466`; empty where it does not listen. */
  addresses(): readonly string[];
  configuration(): CurrentConfiguration;
  sources(): { id: string; kind: string; line: string; health: Health }[];
  destinations(): { id: string; kind: string; owner: string; health: Health }[];
  providers(): { id: string; kind: string; health: Health }[];
  /** How the topic of commands is; null: none is configured. */
  commands(): Health | null;
  /** How each line of the configuration is, with what names its SIM in full. */
  lines(): LineReport[];
  canaries: Pick<Canaries, 'look' | 'stateOf' | 'run'>;
  /** What is plugged in or answers and could be a new source. */
  findDevices(): Promise<Found[]>;
  /** Enters the hook of a source at its provider. Throws KeypigeonError: `not-found`, `conflict` or `cannot-connect`. */
  connectSource(sourceId: string): Promise<Connected>;
  /** How a hook is answered; undefined: constant 404. */
  hookHandler(sourceId: string): ((request: HookRequest) => Promise<HookReply>) | undefined;
  /** "Send again". Throws KeypigeonError: `not-found`, or `conflict` with the reason. */
  retry(viewer: Viewer, deliveryId: string): Promise<void>;
  /** Sends a test at once, beside the lanes; nothing is stored. Throws KeypigeonError: `not-found`, `not-proven`. */
  sendTest(viewer: Viewer, destinationId: string): Promise<TestResult>;
  /** Where a text like this would go, and why; nothing is stored or sent. */
  explain(hypothetical: { line: string; sender: string; text: string; receivedAt?: number }): {
    message: RoutableMessage;
    code: string | null;
    trace: RoutingTrace;
  };
  /** Applies a provisioning file's text; `dryRun` only checks it. */
  applyProvisioning(yaml: string, file: string, dryRun: boolean): Promise<ApplyResult>;
  /** Looks at the store anew after a change there; resolves when routes and adapters follow it. */
  applyConfiguration(): Promise<void>;
  /** The configuration as a provisioning file, without secrets. */
  exportConfiguration(): string;
  /** Held in memory and being sent, by destination. */
  queues(): { destinationId: string; held: number; running: number }[];
  /** Can the store be written? Throws when not. */
  ping(): Promise<void>;
  /** Prometheus text of what the stages counted. */
  metrics(): Promise<{ contentType: string; text: string }>;
}
