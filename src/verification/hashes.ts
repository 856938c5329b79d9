import { createHmac, type KeyObject } from 'node:crypto';
import type { Keyring } from '../store/keyring.ts';

/** 128 bits: enough that nobody finds two that meet. */
const hashLength = 22;

/** What is stored in place of addresses and tokens: compares equal, tells nothing without the key. */
export class Hashes {
  readonly #key: KeyObject;

  constructor(keyring: Keyring) {
    this.#key = keyring.derive('verification hashes');
  }

  of(
    kind: 'destination' | 'folded' | 'client' | 'binding' | 'session' | 'payload' | 'subject' | 'body',
    value: string,
  ): string {
    return createHmac('sha256', this.#key).update(`${kind}|${value}`).digest('base64url').slice(0, hashLength);
  }
}
