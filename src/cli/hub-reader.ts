import type { z } from 'zod';
import type { EnvironmentSettings } from '../config/environment.ts';
import type { DeliveryState } from '../domain/delivery.ts';
import { KeypigeonError } from '../domain/errors.ts';
import type { RoutingTrace } from '../domain/route.ts';
import { administrator } from '../domain/viewer.ts';
import {
  type deliverySchema,
  toDeliveryJson,
  toTriedDeliveryJson,
  type triedDeliverySchema,
} from '../http/schemas/delivery.ts';
import { type MessageJson, toMessageJson } from '../http/schemas/message.ts';
import { explainTrace } from '../routing/explain.ts';
import { attemptsOf, getDelivery, listDeliveries } from '../store/deliveries.ts';
import { getMessage, listMessages, tracesOf } from '../store/messages.ts';
import type { Store } from '../store/open-store.ts';
import { createHubClient, type HubClient, isRunning, localHub } from './hub-client.ts';
import { withStore } from './store-access.ts';

export type DeliveryJson = z.output<typeof deliverySchema>;
export type TriedDeliveryJson = z.output<typeof triedDeliverySchema>;

export interface Explanation {
  messageId: string;
  revisions: { revision: number; trace: RoutingTrace; lines: string[] }[];
  deliveries: TriedDeliveryJson[];
}

export interface MessageWish {
  limit: number;
  line?: string | undefined;
  service?: string | undefined;
  hasCode?: boolean | undefined;
  /** Words that must all be found. */
  q?: string | undefined;
  before?: string | undefined;
}

export interface DeliveryWish {
  limit: number;
  message?: string | undefined;
  destination?: string | undefined;
  state?: DeliveryState | undefined;
  before?: string | undefined;
}

/** What commands read, in the API's own form: of a running hub, else of its store. */
export interface HubReader {
  messages(wish: MessageWish): Promise<MessageJson[]>;
  deliveries(wish: DeliveryWish): Promise<DeliveryJson[]>;
  delivery(id: string): Promise<TriedDeliveryJson>;
  explanation(messageId: string): Promise<Explanation>;
}

/** Most that one list holds; as in the API. */
export const longestList = 200;

export async function withReader<Result>(
  settings: EnvironmentSettings,
  use: (reader: HubReader) => Promise<Result>,
): Promise<Result> {
  const address = localHub(settings.dataFolder);
  if (await isRunning(address)) return use(readerOfHub(createHubClient(address)));
  return withStore(settings, (store) => use(readerOfStore(store)));
}

function readerOfHub(client: HubClient): HubReader {
  return {
    messages: (wish) => messagesOfHub(client, wish),
    deliveries: async (wish) =>
      (await client.get<{ deliveries: DeliveryJson[] }>(`/api/v1/deliveries${toQuery(wish)}`)).deliveries,
    delivery: (id) => client.get(`/api/v1/deliveries/${encodeURIComponent(id)}`),
    explanation: (id) => client.get(`/api/v1/messages/${encodeURIComponent(id)}/explanation`),
  };
}

/** A hub says how far it has searched; what is missing lies behind. */
async function messagesOfHub(client: HubClient, wish: MessageWish): Promise<MessageJson[]> {
  const found: MessageJson[] = [];
  let before: string | null | undefined = wish.before;
  while (found.length < wish.limit && before !== null) {
    const query = toQuery({ ...wish, limit: wish.limit - found.length, before });
    const page: { messages: MessageJson[]; next: string | null } = await client.get(`/api/v1/messages${query}`);
    found.push(...page.messages);
    before = page.next;
  }
  return found;
}

function toQuery(wish: object): string {
  const given = Object.entries(wish).filter(([, value]) => value !== undefined);
  return `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

function readerOfStore({ database, keyring }: Store): HubReader {
  return {
    messages: async (wish) =>
      (await listMessages(database, keyring, administrator, wish)).map((one) => toMessageJson(one, 'full')),
    deliveries: async ({ message, destination, ...rest }) => {
      const filter = { ...rest, messageId: message, destinationId: destination };
      return (await listDeliveries(database, administrator, filter)).map(toDeliveryJson);
    },
    async delivery(id) {
      const found = await getDelivery(database, administrator, id);
      if (found === undefined) throw new KeypigeonError('not-found', 'There is no delivery with this id.');
      return toTriedDeliveryJson(found, found.tries);
    },
    async explanation(messageId) {
      const message = await getMessage(database, keyring, administrator, messageId);
      if (message === undefined) throw new KeypigeonError('not-found', 'There is no message with this id.');
      const traces = await tracesOf(database, administrator, messageId);
      const deliveries = await listDeliveries(database, administrator, { messageId, limit: longestList });
      const ids = deliveries.map((delivery) => delivery.id);
      const attempts = await attemptsOf(database, administrator, ids);
      return {
        messageId,
        revisions: traces.map(({ revision, trace }) => ({ revision, trace, lines: explainTrace(trace) })),
        deliveries: deliveries.map((delivery) => toTriedDeliveryJson(delivery, attempts)),
      };
    },
  };
}
