import { attempt } from '../delivery/attempt.ts';
import type { Dispatcher } from '../delivery/dispatcher.ts';
import { present } from '../destinations/present.ts';
import { KeypigeonError } from '../domain/errors.ts';
import { lifetimes } from '../domain/lifetime.ts';
import { normalizeAddress } from '../domain/phone-number.ts';
import type { RoutableMessage } from '../domain/route.ts';
import { mayLookAt, type Viewer } from '../domain/viewer.ts';
import { extract } from '../extraction/extract.ts';
import type { ConfigurationApi, HubApi, PushApi, TestResult } from '../http/api.ts';
import type { ReceptionRules } from '../reception/rules.ts';
import type { Sending } from '../sending/sending.ts';
import { command } from '../store/database.ts';
import { getDelivery } from '../store/deliveries.ts';
import { getMessage } from '../store/messages.ts';
import type { NotMe } from '../waiting/not-me.ts';
import type { Waiting } from '../waiting/waiting.ts';
import type { CommandHost } from './command-host.ts';
import type { Counters } from './counters.ts';
import type { DestinationHost } from './destination-host.ts';
import type { LineWatch } from './line-watch.ts';
import type { LiveCalls } from './live-calls.ts';
import type { Proofs } from './proofs.ts';
import type { ProviderHost } from './provider-host.ts';
import type { SourceHost } from './source-host.ts';

type Given = Pick<
  HubApi,
  | 'version'
  | 'nodeId'
  | 'database'
  | 'keyring'
  | 'clock'
  | 'ids'
  | 'random'
  | 'log'
  | 'changes'
  | 'search'
  | 'verifying'
  | 'prices'
  | 'books'
  | 'canaries'
  | 'configuration'
  | 'applyProvisioning'
  | 'exportConfiguration'
  | 'applyConfiguration'
  | keyof PushApi
  | 'findDevices'
> &
  ConfigurationApi;

export type HubApiParts = Given & {
  counters: Counters;
  dispatcher: Dispatcher;
  sources: SourceHost;
  destinations: DestinationHost;
  providers: ProviderHost;
  sending: Sending;
  commands: CommandHost;
  lineWatch: LineWatch;
  proofs: Proofs;
  waiting: Waiting;
  calls: LiveCalls;
  notMe: NotMe;
  rules(): ReceptionRules;
};

/** A command waits 30 s for the answer to a test. */
const testLimitMs = 20_000;
/** A delivery that is sent again gets at least this long. */
const secondTermMs = 10 * 60_000;

/** The hub as the HTTP layer sees it. */
export function createHubApi(parts: HubApiParts): HubApi {
  const { counters, dispatcher, sources, destinations, providers, sending, commands, lineWatch, ...others } = parts;
  const { proofs, waiting, calls, notMe, rules, ...given } = others;
  return {
    ...given,
    startedAt: given.clock.now(),
    addresses: () => [],
    sources: () => sources.health(),
    destinations: () => destinations.health(),
    providers: () => providers.health(),
    commands: () => commands.health(),
    lines: () => lineWatch.reports(),
    connectSource: (sourceId) => sources.connect(sourceId, given.configuration()),
    hookHandler: (id) => sources.handler(id) ?? providers.handler(id),
    sendText: (viewer, wish) => sending.take(viewer, wish),
    cancelText: (viewer, id) => sending.cancel(viewer, id),
    onTextChanged: (listener) => sending.onChanged(listener),
    beginWait: (viewer, wish, actor) => waiting.begin(viewer, wish, actor),
    endWait: (viewer, id) => waiting.end(viewer, id),
    sayNotMe: (viewer, messageId, actor) => notMe.say(viewer, messageId, actor),
    takeBackNotMe: (viewer, messageId, actor) => notMe.takeBack(viewer, messageId, actor),
    pressKeys: (viewer, callId, answer, actor) => calls.press(viewer, callId, answer, actor),
    refuseCall: (viewer, callId, actor) => calls.refuse(viewer, callId, actor),
    retry: (viewer, deliveryId) => retry(parts, viewer, deliveryId),
    sendTest: (viewer, destinationId) => sendTest(parts, viewer, destinationId),
    sendProof: (prover, destinationId) => proofs.send(prover, destinationId),
    checkProof: (prover, destinationId, code) => proofs.check(prover, destinationId, code),
    explain: (hypothetical) => explain(parts, hypothetical),
    queues: () => dispatcher.depths(),
    ping: () => given.database.write(ping, given.clock.now()),
    metrics: () =>
      counters.render({
        queues: dispatcher.depths(),
        adapters: [
          ...sources.health().map((one) => adapterState('source', one)),
          ...destinations.health().map((one) => adapterState('destination', one)),
          ...providers.health().map((one) => adapterState('provider', one)),
          ...[commands.health() ?? []].flat().map((health) => adapterState('commands', { ...mqtt, health })),
        ],
        lines: lineWatch.reports(),
        now: given.clock.now(),
      }),
  };
}

const mqtt = { id: 'mqtt', kind: 'mqtt' };

/** A real write, so that a full disk shows. */
const ping = command('ping', async (trx, now: number) => {
  const row = { name: 'ping', value: String(now) };
  await trx
    .insertInto('settings')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: row.value }))
    .execute();
});

function adapterState(role: string, { id, kind, health }: { id: string; kind: string; health: { state: string } }) {
  return { role, id, kind, up: health.state === 'ok' || health.state === 'degraded' };
}

async function retry(parts: HubApiParts, viewer: Viewer, id: string): Promise<void> {
  const { database, keyring, dispatcher, clock } = parts;
  const delivery = await getDelivery(database, viewer, id);
  if (delivery === undefined) throw new KeypigeonError('not-found', `there is no delivery ${id}`);
  refuseUnproven(parts, delivery.destinationId);
  const message = await getMessage(database, keyring, { kind: 'administrator' }, delivery.messageId);
  if (message === undefined || message.text === null) {
    throw new KeypigeonError('conflict', 'the text of this message is erased already, so there is nothing to send');
  }
  const now = clock.now();
  const reopened = await dispatcher.retry(delivery, Math.max(delivery.deliverUntil, now + secondTermMs));
  if (!reopened) throw new KeypigeonError('conflict', 'this delivery is still being tried; wait until it has ended');
}

function refuseUnproven(parts: HubApiParts, destinationId: string): void {
  if (parts.configuration().proofs.get(destinationId) === 'needed')
    throw new KeypigeonError('not-proven', 'Its owner has not proven to hold this destination: nothing is sent there.');
}

async function sendTest(parts: HubApiParts, viewer: Viewer, destinationId: string): Promise<TestResult> {
  const { destinations, clock, ids } = parts;
  const setting = parts.configuration().destinations.find(({ id }) => id === destinationId);
  if (setting !== undefined && mayLookAt(viewer, setting.owner)) refuseUnproven(parts, destinationId);
  const found = destinations.find(destinationId);
  const visible = found !== undefined && (viewer.kind === 'administrator' || found.setting.owner === viewer.personId);
  if (!visible)
    throw new KeypigeonError('not-found', `there is no open destination "${destinationId}"; see keypigeon doctor`);
  const now = clock.now();
  const line = parts.configuration().lines[0];
  const outgoing = present(testMessage(ids(), now), {
    deliveryId: ids(),
    line: { id: line?.id ?? 'test', number: line?.number ?? null },
    show: found.setting.show,
    template: found.setting.template,
    route: null,
    now,
    test: true,
  });
  const stop = new AbortController().signal;
  const limitMs = Math.min(found.destination.limitMs?.() ?? testLimitMs, testLimitMs);
  const result = await attempt(found.destination, outgoing, { clock, repeatable: false, stop, limitMs });
  const detail = result.outcome === 'sent' ? null : result.detail;
  return { destination: destinationId, outcome: result.outcome, detail, durationMs: clock.now() - now };
}

function testMessage(id: string, now: number) {
  const life = lifetimes({ receivedAt: now, hasCode: true, expiresInSeconds: 60 });
  return {
    id,
    revision: 1,
    sender: 'Keypigeon',
    text: '123456 is a test code of Keypigeon.',
    code: '123456',
    kind: 'one-time-code' as const,
    service: 'Keypigeon',
    domain: null,
    receivedAt: now,
    sentAt: now,
    sentAtLocal: null,
    event: null,
    expiresAt: life.expiresAt,
    deliverUntil: life.deliverUntil,
    sources: ['test'],
  };
}

function explain(parts: HubApiParts, hypothetical: Parameters<HubApi['explain']>[0]): ReturnType<HubApi['explain']> {
  const rules = parts.rules();
  const setting = parts.configuration().lines.find((line) => line.id === hypothetical.line);
  if (setting === undefined) throw new KeypigeonError('not-found', `there is no line "${hypothetical.line}"`);
  const line = { id: setting.id, number: setting.number, ownerId: setting.owner, unmatched: setting.unmatched };
  const receivedAt = hypothetical.receivedAt ?? parts.clock.now();
  const sender = normalizeAddress(hypothetical.sender, rules.defaultRegion);
  const found = extract(hypothetical.text, { sender, receivedAt });
  const message: RoutableMessage = {
    lineId: line.id,
    sender,
    text: hypothetical.text,
    service: found.service,
    hasCode: found.code !== null,
    receivedAt,
    event: null,
  };
  return { message, code: found.code, trace: rules.match(line, message) };
}
