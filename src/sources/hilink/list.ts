import type { HilinkClient } from './client.ts';
import { DeviceError } from './errors.ts';
import { type Row, readRows } from './rows.ts';

/** Boxes of `sms/sms-list`. */
export const boxes = { localInbox: 1, localSent: 2, localDraft: 3, localTrash: 4, simInbox: 5 } as const;

/** What the stock web page asks for at most, and what old firmwares take. */
const pageSizes = [50, 20] as const;
/** No device holds that many pages: one that repeats itself must not keep us. */
const maxPages = 100;

/** Reads boxes page by page, newest first (the device sorts by date, which is not always the order of arrival). */
export class BoxReader {
  readonly #client: HilinkClient;
  #pageSize: number = pageSizes[0];

  constructor(client: HilinkClient) {
    this.#client = client;
  }

  /**
   * Ends at the first page without rows that were not there before: some firmwares count the page, some the box, some
   * cut the page size, and some repeat the last page, so no count says where the end is.
   */
  async *pages(box: number, options: { oldestFirst?: boolean } = {}): AsyncGenerator<Row[]> {
    const seen = new Set<string>();
    for (let page = 1; page <= maxPages; page++) {
      const rows = (await this.#page(box, page, options.oldestFirst ?? false)).filter((row) => !seen.has(row.key));
      if (rows.length === 0) return;
      for (const row of rows) seen.add(row.key);
      yield rows;
    }
  }

  async #page(box: number, page: number, oldestFirst: boolean): Promise<Row[]> {
    try {
      return readRows(await this.#client.post('sms/sms-list', listRequest(box, page, this.#pageSize, oldestFirst)));
    } catch (error) {
      const refused = error instanceof DeviceError && (error.code === 100005 || error.code === 100006);
      if (!refused || this.#pageSize === pageSizes[1]) throw error;
      this.#pageSize = pageSizes[1];
      return this.#page(box, page, oldestFirst);
    }
  }
}

/** On one line and in this order: some firmwares take no other. */
function listRequest(box: number, page: number, count: number, oldestFirst: boolean): string {
  return `<?xml version="1.0" encoding="UTF-8"?><request><PageIndex>${page}</PageIndex><ReadCount>${count}</ReadCount><BoxType>${box}</BoxType><SortType>0</SortType><Ascending>${oldestFirst ? 1 : 0}</Ascending><UnreadPreferred>0</UnreadPreferred></request>`;
}
