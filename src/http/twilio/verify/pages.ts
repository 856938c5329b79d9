import { pageAddresses, type WantedPage } from '../paging.ts';
import type { Parameters } from '../parameters.ts';

/**
 * `meta` of a page, as the APIs since version 2 have it: addresses are whole.
 *
 * @param list where the list is, without query
 */
export function metaOf(
  list: { key: string; base: string; path: string; query: Parameters; prefix: string },
  page: WantedPage,
  ids: readonly string[],
  more: boolean,
): object {
  const { key, base, path, query, prefix } = list;
  const found = pageAddresses(path, query, prefix, page, ids, more);
  const whole = (address: string | null) => (address === null ? null : `${base}${address}`);
  return {
    key,
    page: found.page,
    page_size: found.page_size,
    url: whole(found.uri),
    first_page_url: whole(found.first_page_uri),
    next_page_url: whole(found.next_page_uri),
    previous_page_url: whole(found.previous_page_uri),
  };
}
