import type { Keyring } from '../store/keyring.ts';
import { keyedHash } from '../support/keyed-hash.ts';

/** 128 bits: enough that nobody finds two that meet. */
const hashLength = 22;
/** More than these are forgotten together. */
const mostAddresses = 1_000;

/** What is stored in place of addresses and tokens: compares equal, tells nothing without the key. */
export class Hashes {
  readonly #hash: (value: string) => Buffer;
  readonly #addresses = new Map<string, string>();

  constructor(keyring: Keyring) {
    this.#hash = keyedHash(keyring.derive('verification hashes'));
  }

  of(
    kind: 'destination' | 'folded' | 'client' | 'binding' | 'session' | 'payload' | 'subject' | 'body',
    value: string,
  ): string {
    return this.#hash(`${kind}|${value}`).toString('base64url').slice(0, hashLength);
  }

  /** `of`, for an address that is mostly asked for again soon: a code is checked after it was sent. */
  ofAddress(to: string): string {
    const known = this.#addresses.get(to);
    if (known !== undefined) return known;
    if (this.#addresses.size >= mostAddresses) this.#addresses.clear();
    const hash = this.of('destination', to);
    this.#addresses.set(to, hash);
    return hash;
  }
}
