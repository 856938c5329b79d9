import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { KeypigeonError } from '../domain/errors.ts';
import type { RandomBytes } from '../support/random.ts';

/** Where a sealed value stands; it can be opened nowhere else. */
export interface Place {
  table: string;
  column: string;
  rowId: string;
}

const keyBytes = 32;
/** NIST SP 800-38D §8.2: 96-bit IV; random ones are safe for 2^32 values under one key. */
const ivBytes = 12;
const tagBytes = 16;

/** The keys outside the database. The last one seals; all of them open. */
export class Keyring {
  readonly #keys = new Map<string, KeyObject>();
  readonly #random: RandomBytes;
  readonly current: string;

  constructor(keys: readonly [string, Uint8Array | KeyObject][], random: RandomBytes) {
    for (const [id, key] of keys) this.#keys.set(id, key instanceof Uint8Array ? createSecretKey(key) : key);
    this.#random = random;
    this.current = keys.at(-1)?.[0] ?? '';
  }

  get ids(): string[] {
    return [...this.#keys.keys()];
  }

  /** For a thread of this process, which makes a ring of its own of them. */
  handOver(): [string, KeyObject][] {
    return [...this.#keys];
  }

  /** AES-256-GCM; the place and the key id are authenticated too. Result: `key id.base64url(iv | ciphertext | tag)`. */
  seal(value: string, place: Place): string {
    const iv = this.#random(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key(this.current), iv);
    cipher.setAAD(additionalData(place, this.current));
    const sealed = Buffer.concat([iv, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${this.current}.${sealed.toString('base64url')}`;
  }

  /** Throws KeypigeonError('key-wrong') when the value was not sealed for this place by a key of this ring. */
  open(sealed: string, place: Place): string {
    const dot = sealed.indexOf('.');
    const keyId = sealed.slice(0, dot);
    const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key(keyId), bytes.subarray(0, ivBytes));
      decipher.setAAD(additionalData(place, keyId));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new KeypigeonError(
        'key-wrong',
        `a value of ${place.table}.${place.column} does not open with key ${keyId}`,
        {
          cause,
        },
      );
    }
  }

  /** What the store keeps to recognise this key: tells nothing about it. */
  proof(keyId: string): string {
    return createHmac('sha256', this.#key(keyId)).update('keypigeon key proof').digest('base64url');
  }

  /**
   * A key for one purpose, so that a hash never meets the sealing key (RFC 5869).
   *
   * @param keyId what it is derived from; the first one where hashes must stay comparable for good
   */
  derive(purpose: string, keyId: string = this.ids[0] ?? ''): KeyObject {
    return createSecretKey(Buffer.from(hkdfSync('sha256', this.#key(keyId), '', purpose, keyBytes)));
  }

  #key(id: string): KeyObject {
    const key = this.#keys.get(id);
    if (key === undefined) throw new KeypigeonError('key-wrong', `key ${id} is not in the key file`);
    return key;
  }
}

function additionalData(place: Place, keyId: string): Buffer {
  return Buffer.from(`${place.table}|${place.column}|${place.rowId}|${keyId}`);
}

/**
 * Reads the key file: a line `id base64` for each key, the last one being current. Makes it (0600) only when `mayCreate`,
 * that is, when the store holds nothing that an older key sealed.
 */
export function loadKeyring(file: string, mayCreate: boolean, random: RandomBytes): Keyring {
  if (!existsSync(file)) {
    if (!mayCreate) {
      throw new KeypigeonError(
        'key-missing',
        `${file} is missing, but the store holds data sealed by it; put the key file back, or set KEYPIGEON_KEY_FILE`,
      );
    }
    createKeyFile(file, random);
  }
  return new Keyring(parseKeyFile(file), random);
}

function createKeyFile(file: string, random: RandomBytes): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, `k1 ${Buffer.from(random(keyBytes)).toString('base64')}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function parseKeyFile(file: string): [string, Uint8Array][] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    const [id = '', encoded = ''] = line.trim().split(/\s+/);
    const key = Buffer.from(encoded, 'base64');
    if (!/^[a-z0-9]{1,16}$/.test(id) || key.length !== keyBytes) {
      throw new KeypigeonError(
        'key-wrong',
        `${file}:${index + 1}: expected "id base64-of-32-bytes"; put the right key file back`,
      );
    }
    return [id, key];
  });
}
