import { childNumber, type XmlElement } from '../../support/xml.ts';
import type { HilinkClient } from './client.ts';
import { DeviceError } from './errors.ts';

/** How many texts the device holds. */
export interface Counts {
  localInbox: number;
  simInbox: number;
  /** Local inbox, sent, drafts and trash together: they share the room. */
  localUsed: number;
  localMax: number;
  simUsed: number;
  simMax: number;
  full: boolean;
}

/**
 * Asks whether something changed. `sms/sms-count` rather than `monitoring/check-notifications`: it also moves for
 * texts that another client has already read and for those on the SIM card, it says how full the storage is, and it
 * is open without a login too. Where a firmware lacks it, `check-notifications` serves.
 */
export class CountReader {
  readonly #client: HilinkClient;
  #useNotifications = false;

  constructor(client: HilinkClient) {
    this.#client = client;
  }

  /** Undefined: nothing changed since the last reading. Null: something did, but this firmware does not count. */
  async read(): Promise<Counts | null | undefined> {
    if (!this.#useNotifications) {
      try {
        const answer = await this.#client.getIfChanged('sms/sms-count');
        return answer === undefined ? undefined : readCounts(answer);
      } catch (error) {
        if (!(error instanceof DeviceError) || ![-1, 100002, 100003, 100006].includes(error.code)) throw error;
        this.#useNotifications = true;
      }
    }
    const answer = await this.#client.getIfChanged('monitoring/check-notifications');
    return answer === undefined ? undefined : null;
  }

  /** Another device may be there now. */
  startAnew(): void {
    this.#useNotifications = false;
  }
}

/** No device holds that many texts. */
const mostTexts = 99_999;

export function readCounts(answer: XmlElement): Counts {
  const numberIn = (name: string) => {
    const number = childNumber(answer, name);
    return number === undefined ? undefined : Math.min(Math.max(number, 0), mostTexts);
  };
  const number = (name: string) => numberIn(name) ?? 0;
  const localUsed = number('LocalInbox') + number('LocalOutbox') + number('LocalDraft') + number('LocalDeleted');
  const localMax = number('LocalMax');
  const simParts = number('SimInbox') + number('SimOutbox') + number('SimDraft');
  return {
    localInbox: number('LocalInbox'),
    simInbox: number('SimInbox'),
    localUsed,
    localMax,
    // Old firmwares do not have SimUsed.
    simUsed: numberIn('SimUsed') ?? simParts,
    simMax: number('SimMax'),
    full: localMax > 0 && localUsed >= localMax,
  };
}
