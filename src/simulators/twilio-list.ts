import { messageResource, type TwilioMessage } from './twilio-message.ts';

const defaultPageSize = 50;
const longestPage = 1000;

/**
 * A page of the Messages list, newest first: filters `To`, `From`, `DateSent`, `DateSent>`, `DateSent<` (days, or times),
 * `PageSize`, and the token of the next page, which names the last message of this one, so that new ones move nothing.
 */
export function listMessages(
  messages: readonly TwilioMessage[],
  target: URL,
  accountSid: string,
): Record<string, unknown> {
  const query = target.searchParams;
  const found = messages.filter((message) => matches(message, query)).toReversed();
  const size = Math.min(Math.max(1, Number(query.get('PageSize') ?? defaultPageSize) || defaultPageSize), longestPage);
  const last = query.get('PageToken')?.slice(2);
  const start = last === undefined ? 0 : found.findIndex((message) => message.sid === last) + 1;
  const page = found.slice(start, start + size);
  const number = Number(query.get('Page') ?? 0);
  const next = start + size < found.length ? pageUri(target, size, number + 1, page.at(-1)) : null;
  return {
    messages: page.map((message) => messageResource(message, accountSid)),
    page: number,
    page_size: size,
    start,
    end: start + page.length - 1,
    uri: target.pathname + target.search,
    first_page_uri: pageUri(target, size, 0, undefined),
    previous_page_uri: null,
    next_page_uri: next,
  };
}

function matches(message: TwilioMessage, query: URLSearchParams): boolean {
  const { createdAt } = message;
  const on = query.get('DateSent');
  const from = query.get('DateSent>');
  const until = query.get('DateSent<');
  return (
    (query.get('To') ?? message.to) === message.to &&
    (query.get('From') ?? message.from) === message.from &&
    (on === null || dayOf(createdAt) === on.slice(0, 10)) &&
    (from === null || createdAt >= Date.parse(from)) &&
    (until === null || createdAt <= endOf(until))
  );
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** A bare day includes all of it. */
function endOf(until: string): number {
  return Date.parse(until) + (until.length === 10 ? 24 * 60 * 60 * 1000 - 1 : 0);
}

function pageUri(target: URL, size: number, page: number, last: TwilioMessage | undefined): string {
  const query = new URLSearchParams(target.searchParams);
  query.set('PageSize', String(size));
  query.set('Page', String(page));
  if (last === undefined) query.delete('PageToken');
  else query.set('PageToken', `PA${last.sid}`);
  return `${target.pathname}?${query}`;
}
