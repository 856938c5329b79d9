import { timingSafeEqual } from 'node:crypto';
import type { Keyring } from '../store/keyring.ts';
import { keyedHash } from '../support/keyed-hash.ts';
import type { RandomBytes } from '../support/random.ts';

/** What a code is bound to; another one has another code. */
export interface CodeBinding {
  id: string;
  app_id: string;
  service_id: string;
  purpose: string;
  dest_hash: string;
  payload_hash: string | null;
  key_id: string;
  salt: string;
  code_mac: string | null;
  code_length: number;
}

const saltBytes = 16;
/** 48 random bits at a time: enough for ten digits, and most words are taken at once. */
const wordBytes = 6;

/**
 * Codes that are stored nowhere: each is derived from the salt of its row and a key outside the database, so that it can
 * be sent again, and a copy of the database tells none. One that the app chose is known by its MAC only.
 */
export class Codes {
  readonly #keyring: Keyring;
  readonly #random: RandomBytes;
  readonly #macs = new Map<string, (value: string) => Buffer>();

  constructor(keyring: Keyring, random: RandomBytes) {
    this.#keyring = keyring;
    this.#random = random;
  }

  /** For a new row: by which key, and the salt. */
  fresh(): { key_id: string; salt: string } {
    return { key_id: this.#keyring.current, salt: Buffer.from(this.#random(saltBytes)).toString('base64url') };
  }

  /** The digits of a row's code. Each code is as likely as any other. */
  derive(row: CodeBinding): string {
    const count = 10 ** row.code_length;
    const whole = 2 ** (8 * wordBytes) - (2 ** (8 * wordBytes) % count);
    for (let round = 0; ; round += 1) {
      const bytes = this.#mac(row, 'code', String(round));
      for (let at = 0; at + wordBytes <= bytes.length; at += wordBytes) {
        const value = bytes.readUIntBE(at, wordBytes);
        if (value < whole) return String(value % count).padStart(row.code_length, '0');
      }
    }
  }

  /** What is stored of a code that the app chose: with its salt it may take the place of another one of the same address. */
  macOf(row: CodeBinding, code: string): string {
    return this.#mac({ ...row, id: '', payload_hash: null }, 'chosen code', code).toString('base64url');
  }

  /** In a time that tells nothing of the code. */
  matches(row: CodeBinding, given: string): boolean {
    const [one, other] = row.code_mac === null ? [given, this.derive(row)] : [this.macOf(row, given), row.code_mac];
    return same(one, other);
  }

  #mac(row: CodeBinding, use: string, value: string): Buffer {
    const whose = `${row.app_id}|${row.service_id}|${row.purpose}|${row.dest_hash}`;
    const bound = `${use}|${whose}|${row.payload_hash ?? ''}|${row.id}`;
    return this.#macBy(row.key_id)(`${bound}|${row.salt}|${value}`);
  }

  #macBy(keyId: string): (value: string) => Buffer {
    const known = this.#macs.get(keyId);
    if (known !== undefined) return known;
    const mac = keyedHash(this.#keyring.derive('verification codes', keyId));
    this.#macs.set(keyId, mac);
    return mac;
  }
}

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Compared where there is none: the same work. */
export const nobodys = {
  ...{ id: '', app_id: '', service_id: '', purpose: '', dest_hash: '', payload_hash: null, salt: '' },
  ...{ code_mac: null, code_length: 6 },
};
