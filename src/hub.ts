import { readFileSync } from 'node:fs';
import packageFile from '../package.json' with { type: 'json' };
import type { Canaries } from './canary/canaries.ts';
import { exportConfiguration } from './config/export.ts';
import { Dispatcher } from './delivery/dispatcher.ts';
import { Inquiry } from './delivery/inquiry.ts';
import { destinationKinds } from './destinations/index.ts';
import type { HubApi } from './http/api.ts';
import { providerKinds } from './providers/index.ts';
import { createReceive } from './reception/receive.ts';
import { createRules } from './reception/rules.ts';
import { Sending } from './sending/sending.ts';
import { sourceKinds } from './sources/index.ts';
import { createChangeFeed } from './store/change-feed.ts';
import { lockDataFolder, prepareDataFolder } from './store/folder-lock.ts';
import { openStore } from './store/open-store.ts';
import { Searcher } from './store/searcher.ts';
import { loadVapid } from './store/vapid.ts';
import { systemClock } from './support/clock.ts';
import { closeInReverse } from './support/close-in-reverse.ts';
import { createIdMaker } from './support/ids.ts';
import { inTurn } from './support/in-turn.ts';
import { systemRandom } from './support/random.ts';
import { NotMe } from './waiting/not-me.ts';
import { Waiting } from './waiting/waiting.ts';
import { BrokerHost } from './wiring/broker.ts';
import { createCanaries } from './wiring/canaries.ts';
import { CommandHost } from './wiring/command-host.ts';
import { Counters } from './wiring/counters.ts';
import { fingerprintOf, loadCurrent } from './wiring/current-configuration.ts';
import { DestinationHost } from './wiring/destination-host.ts';
import { createEditing } from './wiring/editing.ts';
import { createFinder } from './wiring/finder.ts';
import { createHubApi } from './wiring/hub-api.ts';
import type { HubSettings, HubTools } from './wiring/hub-settings.ts';
import { replaceLastRun } from './wiring/last-run.ts';
import { LineWatch } from './wiring/line-watch.ts';
import { LiveCalls } from './wiring/live-calls.ts';
import { Membership } from './wiring/membership.ts';
import { Proofs } from './wiring/proofs.ts';
import { applyProvisioning, provisionAtStart } from './wiring/provisioning.ts';
import { createPush } from './wiring/push.ts';
import { SourceHost } from './wiring/source-host.ts';
import { Sweeper } from './wiring/sweeper.ts';
import { bookText } from './wiring/text-books.ts';
import { recordTurnedOff } from './wiring/turn-off.ts';
import { createVerifying, type Verification } from './wiring/verification.ts';

export type { HubSettings, HubTools };

/** A running hub. */
export interface Hub {
  api: HubApi;
  /** Problems and warnings of the provisioning file, one line each. */
  notices: string[];
  /** Erases at once what is past its time. */
  sweep(): Promise<{ purged: number; expired: number }>;
  /** Closes in reverse: what is on its way is heard out, what comes in meanwhile is stored and goes out at the next start. */
  close(): Promise<void>;
}

/**
 * The composition root. A message's way, in order: a source's text goes through `receive` (extract, match, commit), then
 * to the dispatcher, whose lanes bring it to the destinations. Throws KeypigeonError, in one line, when it cannot start.
 */
export async function openHub(
  settings: HubSettings,
  { clock = systemClock, random = systemRandom, log, onStep = () => undefined, machine = {} }: HubTools,
): Promise<Hub> {
  prepareDataFolder(settings.dataFolder);
  const lock = lockDataFolder(settings.dataFolder);
  const closing: (() => unknown)[] = [() => lock.release()];
  const close = () => closeInReverse(closing, log);
  try {
    return { ...(await openParts(settings, { clock, random, log, onStep, machine }, closing)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openParts(
  settings: HubSettings,
  tools: Required<HubTools>,
  closing: (() => unknown)[],
): Promise<Omit<Hub, 'close'>> {
  const { clock, random, log, onStep, machine } = tools;
  const ids = createIdMaker(clock, random);
  const nodeId = ids();
  const chance = () => (random(1)[0] ?? 0) / 255;
  const targets = { environment: settings.environment, readFile: (path: string) => readFileSync(path, 'utf8') };
  const kinds = { sources: sourceKinds, destinations: destinationKinds, providers: providerKinds };

  // Store and configuration
  const { database, keyring, checkpoint } = await openStore(settings, random);
  closing.push(() => database.close());
  const vapid = await loadVapid(database, keyring, random);
  const provisioning = { database, keyring, clock, kinds };
  const notices = await provisionAtStart(provisioning, settings.configFile);
  const proving = { kinds: destinationKinds, targets };
  const load = () => loadCurrent({ database, keyring, log, publicUrl: settings.publicUrl, ...proving });
  let configuration = await load();
  let rules = createRules(configuration);

  // What looks on: searches, events for live views, numbers for metrics
  const search = new Searcher({ place: settings, keyring, clock, log });
  closing.push(() => search.close());
  const changes = createChangeFeed(database, clock);
  const changed = () => changes.changed();
  closing.push(() => changes.close());
  const counters = new Counters();

  // Delivery: the dispatcher and its destinations
  const common = { database, keyring, clock, nodeId, log };
  const inquiry = new Inquiry({
    ...common,
    resend: (item) => dispatcher.enqueue([item]),
    onResolved: changed,
  });
  closing.push(() => inquiry.close());
  const dispatcher: Dispatcher = new Dispatcher({
    ...common,
    random: chance,
    inquiry,
    lineOf: (id) => ({ id, number: configuration.lines.find((line) => line.id === id)?.number ?? null }),
    onStep,
    onGone: (id, detail) => turnOff(id, detail),
    onOutcome: (outcome, tookMs) => {
      counters.countOutcome(outcome, tookMs);
      changed();
    },
  });

  // Reception: the one door
  const receive = createReceive({
    database,
    keyring,
    clock,
    ids,
    nodeId,
    rules: () => rules,
    dispatch: (items) => dispatcher.enqueue(items),
    drop: (canceled) => dispatcher.drop(canceled),
    onStep,
    takeTest: (source, line, inbound) => canaries.take(source, line, inbound),
    mayBeAwaited: (receivedAt) => waiting.mayBeAwaited(receivedAt),
    onFulfilled: (waitIds) => waiting.forget(waitIds),
    onReceived: (receipt, tookMs, { lineId, receivedAt, isText }) => {
      counters.countReceived(receipt, tookMs);
      if (isText && receipt.outcome === 'new') lineWatch.noteText(lineId, receivedAt);
      changed();
    },
  });
  const sources = new SourceHost({
    kinds: sourceKinds,
    database,
    receive,
    clock,
    random,
    fingerprintKey: keyring.derive('fingerprints'),
    keyring,
    log,
    targets,
    onReport: (sourceId, report) => sending.report(sourceId, report),
    onStatus: () => lineWatch.changed(),
    calls: { asks: (source, ask) => calls.asks(source, ask), ended: (id, call) => calls.ended(id, call) },
  });

  // Calls that ask for a key
  const callsOf = (id: string) => sources.callsOf(id);
  const calls: LiveCalls = new LiveCalls({ database, clock, ids, callsOf, changed });

  // Sending: texts that our lines send, for destinations and for whoever asks
  const sending: Sending = new Sending({
    ...{ ...common, ids, random: chance },
    settings: () => configuration,
    sendersOf: (lineId) => sources.sendersOf(lineId),
    changed,
    onLeft: (text) => bookText(verification, clock, text),
  });
  const destinations = new DestinationHost({ ...common, ...proving, dispatcher, sending, random, vapid });

  // Verification: codes that apps have sent, and whether what came back is right
  const verification: Verification = createVerifying({
    ...{ ...common, ids, random, sending, counters, changes, kinds: providerKinds, targets },
    configuration: () => configuration,
    changed,
  });
  const { verifying, providers } = verification;

  // Proof that whoever adds a phone or mailbox holds it
  const asked = { configuration: () => configuration, changed: () => applyAll() };
  const proofs: Proofs = new Proofs({ ...common, ...proving, ...asked, ids, random, destinations });

  // Line tests: texts to our own lines that are read back
  const onTests = { ...common, ...verification, random, receive, sending, counters, changed };
  const canaries: Canaries = createCanaries({ ...onTests, configuration: () => configuration });

  // How the lines are: what befalls one comes in by the same door as a text
  const lineWatch: LineWatch = new LineWatch({
    ...{ ...common, receive },
    fingerprintKey: keyring.derive('line watch'),
    lines: () => configuration.lines,
    sources: () => sources.watched(),
    tests: (lineId) => canaries.troublesOf(lineId),
    onReports: (reports) => destinations.tellLines(reports),
  });

  // Who waits for a code, and who did not ask for the one that came
  const onLook = { database, keyring, clock, changed };
  const adapters = { lines: () => lineWatch.reports(), sources: () => sources.health() };
  const waiting: Waiting = new Waiting({ ...onLook, ...adapters, ids, log });
  const eventKey = keyring.derive('not me');
  const notMe = new NotMe({ ...onLook, fingerprintKey: eventKey, receive, lines: () => configuration.lines });

  // Housekeeping
  const membership = new Membership({
    ...common,
    onClaimed: (claimed) => dispatcher.wake(claimed),
    onRound: () => followOthers().then(() => Promise.all([sending.takeOver(), verifying.takeOver()])),
  });
  const sweeper = new Sweeper({ database, checkpoint, clock, log, onExpired: changed });

  // How a change of the configuration reaches the parts
  const broker = new BrokerHost(targets, log);
  const commands = new CommandHost(targets, { sending, clock, log });
  const oneAtATime = inTurn();
  const applyAll = () =>
    oneAtATime(async () => {
      configuration = await load();
      rules = createRules(configuration);
      await broker.apply(configuration.broker);
      await destinations.apply(configuration);
      await sources.apply(configuration);
      await providers.apply(configuration);
      await commands.apply(configuration);
      lineWatch.changed();
      proofs.tellOldAddresses();
    });
  /** Another node applied a file or turned a destination off. */
  const followOthers = async () => {
    const [here, there] = [configuration, await load()].map(fingerprintOf);
    if (here !== there) await applyAll();
  };
  const turnOff = (id: string, reason: string) =>
    oneAtATime(async () => {
      const ownerId = configuration.destinations.find((one) => one.id === id)?.owner ?? '';
      await recordTurnedOff(database, { id, ownerId, reason, now: clock.now() });
      configuration = await load();
      rules = createRules(configuration);
      await destinations.turnOff(id, reason);
      changed();
    });

  // Start: destinations before sources, so that the first text finds its way
  // On SQLite everything that is open is adopted anyway.
  await membership.start(database.dialect === 'postgres' ? replaceLastRun(settings.dataFolder, nodeId) : null);
  const closeLater = (...parts: { close(): unknown }[]) => closing.push(...parts.map((part) => () => part.close()));
  closeLater(membership, broker, destinations, sources, providers, sending);
  // Before the lines by which they send: what is on its way is to be heard out.
  closeLater(dispatcher, canaries, verifying, commands, lineWatch, proofs, waiting);
  await waiting.start();
  await applyAll();
  await dispatcher.start();
  await sending.start();
  await verifying.start();
  await canaries.start();
  lineWatch.start();
  membership.watch();
  sweeper.start();
  closing.push(() => sweeper.close());

  const api = createHubApi({
    ...createEditing({ ...provisioning, current: () => configuration, applied: applyAll }),
    ...common,
    ...{ version: packageFile.version, ids, random, changes, search, ...verification, canaries },
    counters,
    dispatcher,
    sources,
    destinations,
    sending,
    commands,
    lineWatch,
    proofs,
    ...{ waiting, calls, notMe },
    configuration: () => configuration,
    rules: () => rules,
    ...createPush({ ...common, random, vapid, kinds: destinationKinds, changed: applyAll }),
    applyConfiguration: applyAll,
    exportConfiguration: () => exportConfiguration(configuration, kinds),
    findDevices: createFinder({ configuration: () => configuration, targets, clock, machine }),
    applyProvisioning: async (yaml, file, dryRun) => {
      const result = await applyProvisioning(provisioning, yaml, file, dryRun);
      if (result.applied) await applyAll();
      return result;
    },
  });
  return { api, notices, sweep: () => sweeper.sweepAll() };
}
