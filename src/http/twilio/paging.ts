import type { PagePlace } from '../../store/app-texts.ts';
import { TwilioError } from './errors.ts';
import { given, type Parameters, wholeNumber } from './parameters.ts';
import { fromSid, toSid } from './sids.ts';

/** Twilio's own: 50 on a page where nothing is asked for, 1,000 at most. */
const usualSize = 50;
const largestSize = 1_000;
/** Pages that are counted off; further ones are reached by the addresses of the pages before. */
const mostPages = 10_000;

export interface WantedPage {
  /** From 0. */
  number: number;
  size: number;
  place: PagePlace;
}

/** Reads `PageSize`, `Page` and `PageToken`. Throws TwilioError 20422. */
export function readPage(query: Parameters, prefix: string): WantedPage {
  const size = Math.min(wholeNumber(query, 'PageSize', 1, 1_000_000) ?? usualSize, largestSize);
  const number = wholeNumber(query, 'Page', 0, mostPages) ?? 0;
  const token = given(query, 'PageToken');
  return { number, size, place: token === undefined ? { skip: number * size } : readToken(token, prefix) };
}

/** `PA` and the SID of the last one of the page before; `PB` and the first one of the page after. */
function readToken(token: string, prefix: string): PagePlace {
  const id = fromSid(prefix, token.slice(2));
  if (id !== undefined && token.startsWith('PA')) return { olderThan: id };
  if (id !== undefined && token.startsWith('PB')) return { newerThan: id };
  throw new TwilioError('20422', 'PageToken: expected one as next_page_uri has it');
}

export interface PageAddresses {
  page: number;
  page_size: number;
  start: number;
  end: number;
  uri: string;
  first_page_uri: string;
  next_page_uri: string | null;
  previous_page_uri: string | null;
}

/**
 * The fields of a page beside its list, as the API of 2010 has them: addresses are paths.
 *
 * @param path of the list, without query
 * @param ids of the items on this page, in their order
 * @param more whether there are more in the direction of the page
 */
export function pageAddresses(
  path: string,
  query: Parameters,
  prefix: string,
  { number, size, place }: WantedPage,
  ids: readonly string[],
  more: boolean,
): PageAddresses {
  const address = (page: number, token: string | null) => {
    const wanted = new URLSearchParams(query);
    for (const name of ['PageSize', 'Page', 'PageToken']) wanted.delete(name);
    wanted.set('PageSize', String(size));
    wanted.set('Page', String(page));
    if (token !== null) wanted.set('PageToken', token);
    return `${path}?${wanted}`;
  };
  const [first, last] = [ids[0], ids.at(-1)];
  const backwards = 'newerThan' in place;
  const hasNext = last !== undefined && (more || backwards);
  const hasPrevious = first !== undefined && number > 0 && (more || !backwards);
  const start = number * size;
  return {
    page: number,
    page_size: size,
    start,
    end: start + Math.max(ids.length - 1, 0),
    uri: query.size === 0 ? path : `${path}?${query}`,
    first_page_uri: address(0, null),
    next_page_uri: hasNext ? address(number + 1, `PA${toSid(prefix, last)}`) : null,
    previous_page_uri: hasPrevious ? address(number - 1, `PB${toSid(prefix, first)}`) : null,
  };
}
