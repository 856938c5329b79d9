import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

const present = 0x01;
const verified = 0x04;
const attested = 0x40;

export interface AuthenticatorOptions {
  origin: string;
  rpId: string;
  /** Says that nobody was verified. */
  unverified?: boolean;
}

/** A passkey in software (WebAuthn Level 3: ES256, attestation `none`), as browsers' virtual authenticators have. */
export class SoftwareAuthenticator {
  readonly #options: AuthenticatorOptions;
  readonly #id = randomBytes(32);
  readonly #privateKey: KeyObject;
  readonly #x: Buffer;
  readonly #y: Buffer;
  counter = 0;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    this.#privateKey = privateKey;
    this.#x = Buffer.from(x, 'base64url');
    this.#y = Buffer.from(y, 'base64url');
  }

  get id(): string {
    return this.#id.toString('base64url');
  }

  /** `navigator.credentials.create`, as JSON. */
  create(challenge: string) {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.#id, this.#coseKey()]);
    const authData = Buffer.concat([this.#header(attested), credential]);
    const attestationObject = map([
      [text('fmt'), text('none')],
      [text('attStmt'), map([])],
      [text('authData'), bytes(authData)],
    ]);
    const clientDataJSON = this.#clientData('webauthn.create', challenge).toString('base64url');
    return {
      ...this.#names(),
      response: {
        clientDataJSON,
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** `navigator.credentials.get`, as JSON. */
  get(challenge: string) {
    this.counter += 1;
    const authenticatorData = this.#header(0);
    const clientData = this.#clientData('webauthn.get', challenge);
    const signed = Buffer.concat([authenticatorData, sha256(clientData)]);
    return {
      ...this.#names(),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: sign('sha256', signed, this.#privateKey).toString('base64url'),
      },
    };
  }

  #names() {
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {} };
  }

  #clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#options.origin, crossOrigin: false }));
  }

  #header(more: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const flags = present | (this.#options.unverified === true ? 0 : verified) | more;
    return Buffer.concat([sha256(Buffer.from(this.#options.rpId)), Buffer.from([flags]), counter]);
  }

  /** RFC 9053 §7.1.1: EC2, ES256, P-256. */
  #coseKey(): Buffer {
    return map([
      [Buffer.from([0x01]), Buffer.from([0x02])],
      [Buffer.from([0x03]), Buffer.from([0x26])],
      [Buffer.from([0x20]), Buffer.from([0x01])],
      [Buffer.from([0x21]), bytes(this.#x)],
      [Buffer.from([0x22]), bytes(this.#y)],
    ]);
  }
}

function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

/** CBOR (RFC 8949 §3), as far as it is needed here. */
function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}

function bytes(data: Uint8Array): Buffer {
  return Buffer.concat([head(2, data.length), data]);
}

function text(words: string): Buffer {
  return Buffer.concat([head(3, words.length), Buffer.from(words)]);
}

function map(entries: [Buffer, Buffer][]): Buffer {
  return Buffer.concat([head(5, entries.length), ...entries.flat()]);
}
