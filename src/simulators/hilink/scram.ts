import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

export interface ScramKeys {
  /** What the client must prove, hex. */
  clientProof: string;
  /** What the device proves in return, hex. */
  serverSignature: string;
  serverKey: Buffer;
}

/**
 * SCRAM-SHA-256 (RFC 5802, RFC 7677) as Huawei's `scram.js` does it: the arguments of every HMAC are swapped, because
 * CryptoJS takes the message first and the key second. `salt` is hex, the nonces are plain ASCII.
 */
export function scramKeys(
  password: string,
  salt: string,
  iterations: number,
  firstNonce: string,
  serverNonce: string,
): ScramKeys {
  const message = `${firstNonce},${serverNonce},${serverNonce}`;
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'hex'), iterations, 32, 'sha256');
  const clientKey = swappedHmac('Client Key', salted);
  const signature = swappedHmac(message, createHash('sha256').update(clientKey).digest());
  const serverKey = swappedHmac('Server Key', salted);
  return {
    clientProof: Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0))).toString('hex'),
    serverSignature: swappedHmac(message, serverKey).toString('hex'),
    serverKey,
  };
}

/** The device's signature of its RSA modulus (hex), hex. */
export function signRsaModulus(serverKey: Buffer, modulus: string): string {
  return createHmac('sha256', serverKey).update(Buffer.from(modulus, 'hex')).digest('hex');
}

function swappedHmac(key: string, message: Buffer): Buffer {
  return createHmac('sha256', key).update(message).digest();
}
