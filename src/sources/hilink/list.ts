import { escapeXml } from '../../support/xml.ts';
import type { HilinkClient } from './client.ts';
import { DeviceError, isUnsupported } from './errors.ts';
import { type Fingerprint, type Row, readRows } from './rows.ts';

/** Boxes of `sms/sms-list`. */
export const boxes = { localInbox: 1, localSent: 2, localDraft: 3, localTrash: 4, simInbox: 5 } as const;

/** What the stock web page asks for at most, and what old firmwares take. */
const pageSizes = [50, 20] as const;
/** No device holds that many pages: one that repeats itself must not keep us. */
const maxPages = 100;

/** Reads boxes page by page, newest first (the device sorts by date, which is not always the order of arrival). */
export class BoxReader {
  readonly #client: HilinkClient;
  readonly #fingerprint: Fingerprint;
  /** The firmware has no `sms/sms-list`. */
  #byConversation = false;
  #pageSize: number = pageSizes[0];

  constructor(client: HilinkClient, fingerprint: Fingerprint) {
    this.#client = client;
    this.#fingerprint = fingerprint;
  }

  /**
   * Ends at the first page without rows that were not there before: some firmwares count the page, some the box, some
   * cut the page size, and some repeat the last page, so no count says where the end is.
   */
  async *pages(box: number, options: { oldestFirst?: boolean } = {}): AsyncGenerator<Row[]> {
    const oldestFirst = options.oldestFirst ?? false;
    if (box === boxes.localInbox && !oldestFirst && this.#byConversation) return yield* this.#conversations();
    try {
      yield* freshPages((page) => this.#page(box, page, oldestFirst));
    } catch (error) {
      if (!isUnsupported(error) || box !== boxes.localInbox) throw error;
      yield* this.#conversationsInstead(error);
    }
  }

  /** Some firmwares of 10.x and 11.x list texts by conversation only. */
  async *#conversationsInstead(error: DeviceError): AsyncGenerator<Row[]> {
    try {
      yield* this.#conversations();
      this.#byConversation = true;
    } catch (second) {
      throw isUnsupported(second) ? error : second;
    }
  }

  async *#conversations(): AsyncGenerator<Row[]> {
    for await (const newest of freshPages((page) => this.#post('sms/sms-list-contact', conversationPage(page)))) {
      for (const { phone } of newest) {
        const within = `<phone>${escapeXml(phone)}</phone>`;
        yield* freshPages((page) => this.#post('sms/sms-list-phone', within + conversationPage(page)));
      }
    }
  }

  async #post(path: string, inner: string): Promise<Row[]> {
    return readRows(await this.#client.post(path, requestOf(inner)), this.#fingerprint);
  }

  async #page(box: number, page: number, oldestFirst: boolean): Promise<Row[]> {
    try {
      const body = listRequest(box, page, this.#pageSize, oldestFirst);
      return readRows(await this.#client.post('sms/sms-list', body), this.#fingerprint);
    } catch (error) {
      const refused = error instanceof DeviceError && (error.code === 100005 || error.code === 100006);
      if (!refused || this.#pageSize === pageSizes[1]) throw error;
      this.#pageSize = pageSizes[1];
      return this.#page(box, page, oldestFirst);
    }
  }
}

/** Pages until one brings no row that was not there before. */
async function* freshPages(read: (page: number) => Promise<Row[]>): AsyncGenerator<Row[]> {
  const seen = new Set<string>();
  for (let page = 1; page <= maxPages; page++) {
    const rows = (await read(page)).filter(({ key }) => !seen.has(key) && seen.add(key));
    if (rows.length === 0) return;
    yield rows;
  }
}

/** On one line and in this order: some firmwares take no other. */
function listRequest(box: number, page: number, count: number, oldestFirst: boolean): string {
  return requestOf(
    `<PageIndex>${page}</PageIndex><ReadCount>${count}</ReadCount><BoxType>${box}</BoxType><SortType>0</SortType><Ascending>${oldestFirst ? 1 : 0}</Ascending><UnreadPreferred>0</UnreadPreferred>`,
  );
}

function conversationPage(page: number): string {
  return `<pageindex>${page}</pageindex><readcount>${pageSizes[1]}</readcount>`;
}

function requestOf(inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><request>${inner}</request>`;
}
