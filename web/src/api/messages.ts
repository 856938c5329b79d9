import { get, post, query, remove } from './request.ts';

/** A message as far as one may see it. Times are ISO 8601 in UTC. */
export interface Message {
  id: string;
  line: string;
  owner: string;
  sender: string;
  text: string | null;
  code: string | null;
  kind: string | null;
  service: string | null;
  domain: string | null;
  receivedAt: string;
  expiresAt: string | null;
  deliverUntil: string;
  purgeAt: string;
  purgedAt: string | null;
  backlog: boolean;
  incomplete: boolean;
  event: string | null;
  sources: string[];
  view: 'full' | 'code' | 'notice' | 'hidden';
  takenBy: { person: string; name: string; at: string } | null;
  waitedBy: { person: string; name: string } | null;
  underAttack: boolean;
}

export interface MessageFilter {
  q?: string;
  line?: string;
  service?: string;
  hasCode?: 'true' | '';
}

export interface Facets {
  lines: { id: string; count: number }[];
  services: { name: string; count: number }[];
  senders: { name: string; count: number }[];
}

export interface RouteVerdict {
  routeId: string;
  route: string;
  verdict: 'matched' | 'not matched' | 'not reached';
  conditions: { condition: string; expected: string; holds: boolean }[];
  to: string[];
  stop: boolean;
}

export interface Trace {
  routes: RouteVerdict[];
  fallback: 'line' | 'owner' | 'nowhere' | null;
  destinations: { destinationId: string; route: string | null }[];
}

export interface Attempt {
  number: number;
  startedAt: string;
  durationMs: number;
  outcome: 'sent' | 'temporary' | 'permanent' | 'unknown';
  detail: string | null;
}

export interface Delivery {
  id: string;
  messageId: string;
  destination: string;
  route: string | null;
  state: 'pending' | 'sending' | 'sent' | 'delivered' | 'failed' | 'expired' | 'canceled' | 'unknown';
  reason: string | null;
  nextAttemptAt: string | null;
  attempts: Attempt[];
}

export interface Explanation {
  revisions: { revision: number; trace: Trace; lines: string[] }[];
  deliveries: Delivery[];
}

export const listMessages = (filter: MessageFilter, before: string | null, limit = 50) =>
  get<{ messages: Message[]; next: string | null }>(`/messages${query({ ...filter, before, limit })}`);

export const readMessage = (id: string) => get<Message>(`/messages/${id}`);
export const explainMessage = (id: string) => get<Explanation>(`/messages/${id}/explanation`);
export const readFacets = () => get<Facets>('/messages/facets');
export const sendAgain = (deliveryId: string) => post<Delivery>(`/deliveries/${deliveryId}/retry`);

/** Says that one has taken the code, so that nobody else uses it too. */
export const noteCopied = (id: string) => post(`/messages/${id}/copied`);

export const sayNotMe = (id: string) => post(`/messages/${id}/not-me`);
export const takeBackNotMe = (id: string) => remove(`/messages/${id}/not-me`);
