import { KeypigeonError } from '../domain/errors.ts';
import { mostChecks, mostSends } from '../domain/verification.ts';
import type { App } from '../store/apps.ts';
import { combineWrites } from '../store/combine-writes.ts';
import type { Keyring } from '../store/keyring.ts';
import { endVerification } from '../store/verification-end.ts';
import { issueCodes } from '../store/verification-issue.ts';
import type { PersonalPart } from '../store/verification-reads.ts';
import type { SendRow, VerificationRow } from '../store/verification-tables.ts';
import type { Advance } from '../store/verification-workflows.ts';
import type { VerifyAppSettings } from '../store/verify-apps.ts';
import type { VerifyService } from '../store/verify-services.ts';
import type { IdMaker } from '../support/ids.ts';
import type { RandomBytes } from '../support/random.ts';
import { type Again, chosenByApp, requestAgain, type StillOpen, wishAgain } from './again.ts';
import type { Asker } from './allowed.ts';
import { AppServices } from './app-services.ts';
import type { Books } from './books.ts';
import type { Channel, ChannelKind, Channels, Recall } from './channel.ts';
import { CodeChecks } from './code-checks.ts';
import { Codes } from './codes.ts';
import { judgeFallBack } from './factors/fall-back.ts';
import { Failover } from './failover.ts';
import { Hashes } from './hashes.ts';
import { type IssueWish, prepareIssue } from './issue.ts';
import { Lookup } from './lookup.ts';
import type { Prices } from './prices.ts';
import { createRecall } from './recall.ts';
import { RecentParts } from './recent-parts.ts';
import { recoverSends } from './recover-sends.ts';
import type { CheckAnswer, CheckWish, IssueAnswer, SeenVerification, WhichVerification } from './seen.ts';
import { CodeSender, type SenderParts } from './sender.ts';
import type { Webhooks } from './webhooks/webhooks.ts';
import { Workflows } from './workflows.ts';

export interface VerifyingParts extends SenderParts {
  keyring: Keyring;
  ids: IdMaker;
  random: RandomBytes;
  nodeId: string;
  defaultRegion(): string | null;
  channels: Channels;
  books: Books;
  webhooks: Pick<Webhooks, 'start' | 'close'>;
  prices: Prices;
  /** For apps whose codes are printed. */
  console: Channel;
}

/** On PostgreSQL another node may be faster; it is not so often in a row. */
const mostRaces = 5;

/** Sends codes to people for apps, and says whether what they typed is right. */
export class Verifying {
  readonly #parts: VerifyingParts;
  readonly #codes: Codes;
  readonly #hashes: Hashes;
  readonly #personal: RecentParts;
  readonly #sender: CodeSender;
  readonly #services: AppServices;
  /** What providers report comes in here. */
  readonly failover: Failover;
  /** For what is told only once it is asked for: calls. */
  readonly recall: Recall;
  readonly #lookup: Lookup;
  readonly #workflows: Workflows;
  readonly #issue;
  readonly #checks: CodeChecks;

  constructor(parts: VerifyingParts) {
    this.#parts = parts;
    this.#codes = new Codes(parts.keyring, parts.random);
    this.#hashes = new Hashes(parts.keyring);
    this.#personal = new RecentParts(parts.keyring);
    this.#sender = new CodeSender({ ...parts, onAwaited: () => this.failover.watch() });
    this.#services = new AppServices(parts);
    this.failover = new Failover({ ...parts, ...this.#recovery(), services: this.#services });
    this.recall = createRecall(this.#recovery());
    this.#lookup = new Lookup({ ...parts, hashes: this.#hashes });
    const tools = { codes: this.#codes, hashes: this.#hashes, personal: this.#personal, lookup: this.#lookup };
    this.#checks = new CodeChecks({ ...parts, ...tools });
    this.#workflows = new Workflows({
      ...parts,
      stillOpen: (app, id) => this.#stillOpen(app, id),
      sendAgain: (app, found, again, advance) => this.#sendAgain(app, found, again, advance),
    });
    this.#issue = combineWrites(parts.database, issueCodes, ({ row }) => row.open_key);
  }

  /** Takes up what an earlier run left: what had not left goes out, the rest is not known. */
  async start(): Promise<void> {
    await this.#parts.prices.load();
    this.#parts.books.start();
    await recoverSends(this.#recovery(), 'all');
    this.failover.watch();
    this.#workflows.start();
    await this.#parts.webhooks.start();
  }

  /** On PostgreSQL, now and then: codes of nodes that are lost. */
  async takeOver(): Promise<void> {
    await recoverSends(this.#recovery(), 'lost');
    await this.failover.look();
  }

  async close(): Promise<void> {
    await this.#workflows.close();
    await this.#parts.webhooks.close();
    await this.failover.close();
    await this.#sender.close();
    await this.#parts.books.close();
  }

  /** The service of this app; undefined: there is none. */
  service(appId: string, id: string): Promise<VerifyService | undefined> {
    return this.#services.service(appId, id);
  }

  /** The app's own service, made at its first use. */
  ownService(app: App): Promise<VerifyService> {
    return this.#services.own(app);
  }

  /** Issues a code, or sends the one that is pending again. Resolves after the commit, before it is sent. */
  async issue(app: App, service: VerifyService, wish: IssueWish): Promise<IssueAnswer> {
    const answer = await this.#issueOnce(app, service, wish, null);
    if (answer.outcome === 'gone') throw new KeypigeonError('internal', 'a new verification cannot be over already');
    return answer;
  }

  /**
   * Sends the code of a pending verification once more, by its channel or another one. `gone`: it is over, or there is
   * none.
   */
  async resend(
    app: App,
    id: string,
    { channel, clientAddress }: { channel: ChannelKind | null; clientAddress: string | null },
  ): Promise<IssueAnswer | { outcome: 'gone' }> {
    const found = await this.#stillOpen(app, id);
    if (found === undefined) return { outcome: 'gone' };
    if (found.row.code_mac !== null && found.row.test === 0) return chosenByApp;
    const kind = channel ?? (found.row.channel as ChannelKind);
    const via = await this.#workflows.viaOf(found, kind);
    return this.#sendAgain(app, found, { channel: kind, via, clientAddress }, null);
  }

  /** Goes on to the next step of its workflow. `gone`: as above; `at-end`: it has no further step. */
  next(
    app: App,
    id: string,
    clientAddress: string | null,
  ): Promise<IssueAnswer | { outcome: 'gone' } | { outcome: 'at-end' }> {
    return this.#workflows.next(app, id, clientAddress);
  }

  async #stillOpen(app: App, id: string): Promise<StillOpen | undefined> {
    const row = await this.#lookup.row(app, null, { id });
    const personal = row === undefined ? null : this.#personal.open(row);
    const service = row === undefined ? undefined : await this.service(app.id, row.service_id);
    return row === undefined || personal === null || service === undefined ? undefined : { row, personal, service };
  }

  #sendAgain(
    app: App,
    { row, personal, service }: StillOpen,
    again: Again,
    advance: Advance | null,
  ): Promise<IssueAnswer | { outcome: 'gone' }> {
    return this.#issueOnce(app, service, wishAgain(row, personal, again), { row, advance });
  }

  async #issueOnce(
    app: App,
    service: VerifyService,
    wish: IssueWish,
    again: { row: VerificationRow; advance: Advance | null } | null,
  ): Promise<IssueAnswer | { outcome: 'gone' }> {
    const { clock, defaultRegion, compose, prices } = this.#parts;
    const settings = await this.#services.settings(app.id);
    const channels = this.#channelsOf(settings);
    const limits = { maxChecks: mostChecks, maxSends: mostSends };
    const tools = { codes: this.#codes, hashes: this.#hashes, seal: this.#personal.seal, compose, prices };
    const parts = { ...tools, ...limits, defaultRegion: defaultRegion(), channels: channels() };
    const asker = { app, service, settings };
    const fallBack = settings.hasTotp ? await judgeFallBack({ ...this.#parts, ...tools }, asker, wish) : 'none';
    if (typeof fallBack === 'object') return fallBack;
    for (let races = 0; races < mostRaces; races += 1) {
      const prepared = prepareIssue(parts, asker, wish, this.#fresh(clock.now()));
      if ('outcome' in prepared) return prepared;
      if (fallBack === 'allowed') prepared.request.fallsBack = true;
      const issued = await this.#issue(
        again === null ? prepared.request : requestAgain(prepared.request, again.row, again.advance),
      );
      if (issued.outcome === 'raced') continue;
      if (issued.outcome === 'key-reused' || issued.outcome === 'gone') return issued;
      if (issued.outcome === 'refused') return { ...issued, detail: null };
      this.#parts.changed();
      this.#lookup.remember(issued.row);
      const personal = issued.outcome === 'created' ? prepared.personal : this.#personal.open(issued.row);
      if (issued.send !== null) this.#send(asker, issued.row, issued.send, personal, prepared.customCode);
      const sends =
        issued.outcome === 'created' && issued.send !== null ? [issued.send] : await this.#lookup.sends(issued.row.id);
      return { outcome: issued.outcome, row: issued.row, personal, sends };
    }
    throw new KeypigeonError(
      'store-unavailable',
      'Other nodes issued the same verification again and again; come again.',
    );
  }

  /** Compares what somebody typed. `gone`: over, expired or never there: no difference is made between these. */
  check(app: App, service: VerifyService | null, which: WhichVerification, wish: CheckWish): Promise<CheckAnswer> {
    return this.#checks.check(app, service, which, wish);
  }

  /** One of this service (null: of this app); undefined: there is none, or by address none is pending. */
  async find(app: App, service: VerifyService | null, which: WhichVerification): Promise<SeenVerification | undefined> {
    const row = await this.#lookup.row(app, service, which);
    if (row === undefined) return undefined;
    return this.#lookup.seen(row);
  }

  /** Takes a code back, or approves it without one. undefined: it is over already, or there is none. */
  async end(
    app: App,
    service: VerifyService | null,
    which: WhichVerification,
    how: 'approved' | 'canceled',
  ): Promise<SeenVerification | undefined> {
    const found = await this.#lookup.row(app, service, which);
    if (found === undefined) return undefined;
    const { database, clock, changed } = this.#parts;
    const asked = { which: found.id, at_time: clock.now(), how, failureKey: found.limit_key };
    const row = await database.write(endVerification, asked);
    if (row === undefined) return undefined;
    changed();
    const personal = this.#personal.open(row);
    if (how === 'approved' && row.test === 0)
      this.#parts.books.entered(row.app_id, personal?.to ?? null, row.region, row.last_send_at);
    return { row, personal, sends: await this.#lookup.sends(row.id) };
  }

  #send(
    asker: Asker,
    row: VerificationRow,
    send: SendRow,
    personal: PersonalPart | null,
    customCode: string | null,
  ): void {
    if (send.state !== 'queued' || personal === null) return;
    const { app, service, settings } = asker;
    const channels = this.#channelsOf(settings);
    this.#sender.add({ send, row, personal, app, service, channels, code: customCode ?? this.#codes.derive(row) });
  }

  /** The channels of this app, in the order in which they are tried. */
  readonly channelsOf = async (appId: string) => this.#channelsOf(await this.#services.settings(appId));

  #channelsOf({ console: printed }: VerifyAppSettings): Channels {
    const { channels, console } = this.#parts;
    return printed ? () => [console] : channels;
  }

  #recovery() {
    return { ...this.#parts, codes: this.#codes, sender: this.#sender, channelsOf: this.channelsOf };
  }

  #fresh(now: number) {
    return { id: this.#parts.ids(), attemptId: this.#parts.ids(), nodeId: this.#parts.nodeId, now };
  }
}
