import type { Keyring } from '../store/keyring.ts';
import { keyedHash } from '../support/keyed-hash.ts';

/** 128 bits: enough that nobody finds two that meet. */
const hashLength = 22;

/** What is stored in place of addresses and tokens: compares equal, tells nothing without the key. */
export class Hashes {
  readonly #hash: (value: string) => Buffer;

  constructor(keyring: Keyring) {
    this.#hash = keyedHash(keyring.derive('verification hashes'));
  }

  of(
    kind: 'destination' | 'folded' | 'client' | 'binding' | 'session' | 'payload' | 'subject' | 'body',
    value: string,
  ): string {
    return this.#hash(`${kind}|${value}`).toString('base64url').slice(0, hashLength);
  }
}
