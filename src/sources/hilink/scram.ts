import { createHash, createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

/** What `user/challenge_login` answers. */
export interface ScramChallenge {
  firstNonce: string;
  serverNonce: string;
  /** Hex. */
  salt: string;
  iterations: number;
}

/**
 * The client proof of a HiLink SCRAM login, in lower-case hex. Like RFC 5802 §3, but key and message of every HMAC
 * change places, and the message that is signed is `first,server,server`: so does the stock web page.
 */
export async function clientProof(password: string, challenge: ScramChallenge): Promise<string> {
  const { firstNonce, serverNonce, salt, iterations } = challenge;
  const salted = await derive(password, Buffer.from(salt, 'hex'), iterations, 32, 'sha256');
  const clientKey = createHmac('sha256', 'Client Key').update(salted).digest();
  const storedKey = createHash('sha256').update(clientKey).digest();
  const signature = createHmac('sha256', `${firstNonce},${serverNonce},${serverNonce}`).update(storedKey).digest();
  return Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0))).toString('hex');
}
