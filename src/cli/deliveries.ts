import { readEnvironment } from '../config/environment.ts';
import type { DeliveryState } from '../domain/delivery.ts';
import { readArguments, readChoice, readId, readWhole, refuse } from './arguments.ts';
import type { RunCommand, Surroundings } from './command.ts';
import { createHubClient, localHub } from './hub-client.ts';
import { type DeliveryJson, longestList, type TriedDeliveryJson, withReader } from './hub-reader.ts';
import { formatDuration, formatTable, formatTime, oneLine } from './terminal.ts';

const states = ['pending', 'sending', 'sent', 'delivered', 'failed', 'expired', 'canceled', 'unknown'] as const;

const options = {
  limit: { type: 'string', default: '20' },
  message: { type: 'string' },
  destination: { type: 'string' },
  state: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `keypigeon deliveries`, `deliveries ID` and `deliveries retry ID`. */
export const run: RunCommand = async (args, surroundings) => {
  const { values, positionals } = readArguments('deliveries', args, options, 2);
  const [first, second] = positionals;
  const write = (json: unknown, words: () => string) =>
    surroundings.stdout.write(values.json ? `${JSON.stringify(json)}\n` : words());
  if (first === 'retry') {
    const delivery = await retry(second, surroundings);
    write(
      delivery,
      () =>
        `${delivery.id} to ${delivery.destination} is sent again; keypigeon deliveries ${delivery.id} shows how it went\n`,
    );
    return 0;
  }
  if (second !== undefined) throw refuse('deliveries', `${JSON.stringify(second)} is one argument too many`);
  const settings = readEnvironment(surroundings.env);
  if (first !== undefined) {
    const id = readId('deliveries', first, 'delivery');
    const delivery = await withReader(settings, (reader) => reader.delivery(id));
    write(delivery, () => formatDelivery(delivery));
    return 0;
  }
  const limit = readWhole('deliveries', 'limit', values.limit, 1, longestList);
  const state: DeliveryState | undefined =
    values.state === undefined ? undefined : readChoice('deliveries', 'state', values.state, states);
  const { destination } = values;
  const message = values.message === undefined ? undefined : readId('deliveries', values.message, 'message');
  const list = await withReader(settings, (reader) => reader.deliveries({ limit, message, destination, state }));
  if (values.json) surroundings.stdout.write(list.map((one) => `${JSON.stringify(one)}\n`).join(''));
  else surroundings.stdout.write(formatDeliveries(list));
  return 0;
};

async function retry(given: string | undefined, { env }: Surroundings): Promise<TriedDeliveryJson> {
  if (given === undefined) throw refuse('deliveries', 'retry takes the id of a delivery');
  const id = readId('deliveries', given, 'delivery');
  const client = createHubClient(localHub(readEnvironment(env).dataFolder));
  return client.post(`/api/v1/deliveries/${id}/retry`);
}

function formatDeliveries(list: readonly DeliveryJson[]): string {
  if (list.length === 0) return 'There are no such deliveries.\n';
  const head = ['ID', 'CREATED', 'DESTINATION', 'STATE', 'TRIES', 'ROUTE', 'MESSAGE', 'REASON'];
  const rows = list.map((one) => [
    one.id,
    formatTime(one.createdAt),
    one.destination,
    one.state,
    String(one.attemptCount),
    oneLine(one.route ?? '-'),
    one.messageId,
    oneLine(one.reason ?? ''),
  ]);
  return formatTable(head, rows);
}

/** One delivery with each try and its answer. */
export function formatDelivery(delivery: TriedDeliveryJson): string {
  const facts = [
    `${delivery.id} to ${delivery.destination}: ${delivery.state}${delivery.reason === null ? '' : ` (${oneLine(delivery.reason)})`}`,
    `  message ${delivery.messageId}, revision ${delivery.messageRevision}, ${delivery.route === null ? 'by fallback' : `by route "${oneLine(delivery.route)}"`}`,
    `  created ${formatTime(delivery.createdAt)}, tried until ${formatTime(delivery.deliverUntil)}`,
    ...(delivery.nextAttemptAt === null ? [] : [`  next try ${formatTime(delivery.nextAttemptAt)}`]),
    ...(delivery.receipt === null ? [] : [`  receipt of the other side: ${oneLine(delivery.receipt)}`]),
    ...delivery.attempts.map(
      (one) =>
        `  try ${one.number} at ${formatTime(one.startedAt)}: ${one.outcome} after ${formatDuration(one.durationMs)}${one.detail === null ? '' : `: ${oneLine(one.detail)}`}`,
    ),
  ];
  return facts.map((line) => `${line}\n`).join('');
}
