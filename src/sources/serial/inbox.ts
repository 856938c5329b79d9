import { decodePdu } from '../../pdu/decode.ts';
import type { Deliver, Pdu, StatusReport } from '../../pdu/pdu.ts';
import { PduError } from '../../pdu/pdu-error.ts';
import type { SourceContext } from '../source.ts';
import type { Memory } from './memory.ts';
import type { Part, Slot } from './parts.ts';
import type { Patience } from './patience.ts';
import type { Places } from './places.ts';
import { describe, essenceOf } from './text-facts.ts';
import type { WholeTexts } from './whole-texts.ts';

/** A text that was read; `slot` null: the modem gave it without keeping it. */
export interface Found {
  slot: Slot | null;
  pdu: string;
  length: number | null;
}

export interface InboxOptions {
  context: SourceContext;
  memory: Memory;
  places: Places;
  patience: Patience;
  texts: WholeTexts;
  /** The network's word on a text that was sent; resolves when it is safely noted. */
  onStatusReport(report: StatusReport): Promise<void>;
  /** It looks cut: read this place once more. */
  readAgain(slot: Slot): void;
  /** Something may be deleted now. */
  onDeletable(): void;
}

interface Read {
  found: Found;
  key: string;
  deliver: Deliver;
}

/** Takes over what was read from the modem, and lets go there what is safely stored. */
export class Inbox {
  /** When a text last came, ms since the epoch. */
  lastTextAt: number | null = null;
  readonly #options: InboxOptions;
  /** What could not be read, to see whether it comes the same again. */
  #unreadable = new Map<string, string>();

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** The key of a text by which it is known, whole or not. */
  keyOf(found: Found): string {
    const pdu = decodeOrNull(found);
    return pdu?.type === 'deliver' ? this.#key(essenceOf(pdu)) : this.#key(`pdu ${found.pdu}`);
  }

  /** Returns at once; everything goes on by itself. */
  take(found: Found[]): number {
    const parts: Part[] = [];
    let fresh = 0;
    for (const one of found) {
      const read = this.#read(one);
      if (read === null) continue;
      const copy = one.slot === null ? 1 : this.#options.places.hold(one.slot, read.key);
      if (copy === undefined) continue;
      fresh += 1;
      const part = this.#takeRead(read, copy);
      if (part !== null) parts.push(part);
    }
    this.#options.texts.add(parts);
    return fresh;
  }

  /** Returns the part where it is one; everything else is on its way. */
  #takeRead({ found, key, deliver }: Read, copy: number): Part | null {
    const { context, memory, places } = this.#options;
    const { slot, pdu } = found;
    if (deliver.silent || isEmptyNotice(deliver)) {
      if (slot !== null) this.#letGo(slot, key);
      return null;
    }
    this.lastTextAt = context.clock.now();
    if (deliver.concat !== null && deliver.concat.total > 1) {
      if (slot !== null) places.set(slot, 'waiting');
      const slots = slot === null ? [] : [slot];
      const { concat } = deliver;
      return { id: key, pdu, deliver, concat, receivedAt: context.clock.now(), slots, kept: false };
    }
    if (memory.isStoredOld(key)) {
      if (slot !== null) places.set(slot, 'stays');
      return null;
    }
    void this.#takeSingle(key, copy, deliver, slot);
    return null;
  }

  async #takeSingle(key: string, copy: number, deliver: Deliver, slot: Slot | null): Promise<void> {
    const { context, memory, patience } = this.#options;
    const backlog = memory.isOld(key);
    const stored = await patience.untilDone(() =>
      context.receive({
        transportKey: copy === 1 ? key : `${key}-${copy}`,
        ...describe(deliver),
        text: deliver.text,
        ...(backlog ? { backlog } : {}),
      }),
    );
    if (!stored) return;
    memory.storedOld(key);
    if (slot !== null) this.#letGo(slot, key);
  }

  #letGo(slot: Slot, key: string): void {
    this.#options.places.set(slot, this.#options.memory.isOld(key) ? 'stays' : 'stored');
    this.#options.onDeletable();
  }

  #read(found: Found): Read | null {
    const { slot } = found;
    const pdu = decodeOrNull(found) ?? this.#secondReading(found);
    if (pdu === null) return null;
    if (pdu.type === 'deliver') return { found, key: this.#key(essenceOf(pdu)), deliver: pdu };
    const { places, patience, onStatusReport } = this.#options;
    const copy = slot === null ? 1 : places.hold(slot, this.#key(`pdu ${found.pdu}`));
    if (copy === undefined) return null;
    if (pdu.type === 'submit') {
      if (slot !== null) places.set(slot, 'stays');
      return null;
    }
    void patience
      .untilDone(() => onStatusReport(pdu))
      .then((noted) => {
        if (!noted || slot === null) return;
        places.set(slot, 'stored');
        this.#options.onDeletable();
      });
    return null;
  }

  /** A cut line is read once more; what comes the same again is what it is. */
  #secondReading(found: Found): Pdu | null {
    const { slot } = found;
    const name = slot === null ? '' : `${slot.session} ${slot.memory} ${slot.index}`;
    if (slot !== null && this.#unreadable.get(name) !== found.pdu) {
      this.#unreadable.set(name, found.pdu);
      this.#options.readAgain(slot);
      return null;
    }
    return decodeOrNull({ ...found, length: null }, true) ?? unreadable(found.pdu);
  }

  #key(essence: string): string {
    return this.#options.context.fingerprint(essence).slice(0, 27);
  }
}

function decodeOrNull({ pdu, length }: Found, takesCut = false): Pdu | null {
  try {
    const decoded = decodePdu(pdu, length === null ? {} : { length });
    return 'truncated' in decoded && decoded.truncated && !takesCut ? null : decoded;
  } catch (error) {
    if (error instanceof PduError) return null;
    throw error;
  }
}

/** "Voicemail waits": a sign for the screen, without words. */
function isEmptyNotice({ coding, text }: Deliver): boolean {
  return coding.waiting !== null && text.trim() === '';
}

/** Nothing that came is lost, not even what nobody can read. */
function unreadable(pdu: string): Deliver {
  return {
    type: 'deliver',
    smsc: '',
    sender: '',
    senderType: 'unknown',
    sentAt: null,
    sentAtLocal: null,
    zoneMinutes: null,
    more: false,
    silent: false,
    replaceType: null,
    protocolId: 0,
    coding: { alphabet: '8bit', messageClass: null, waiting: null, autoDelete: false, compressed: false },
    concat: null,
    ports: null,
    shift: { locking: null, single: null },
    body: Buffer.from(pdu, 'hex'),
    text: `A text that cannot be read: ${pdu}`,
    truncated: false,
  };
}
