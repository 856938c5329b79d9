import { createHash, generateKeyPairSync } from 'node:crypto';
import type { Clock } from '../../support/clock.ts';
import type { RandomBytes } from '../../support/random.ts';
import { codes, Refusal } from './codes.ts';
import { type ScramKeys, scramKeys, signRsaModulus } from './scram.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Traits } from './traits.ts';

/** Who may log in, how often somebody failed, and how long nobody may try. */
export class Login {
  successes = 0;
  failures = 0;
  logouts = 0;
  private readonly traits: Traits;
  private readonly clock: Clock;
  private readonly sessions: Sessions;
  private readonly salt: string;
  private readonly nonceTail: () => string;
  private rsaModulus: string | undefined;
  private attempts = 0;
  private lockedUntil = 0;

  constructor(traits: Traits, clock: Clock, random: RandomBytes, sessions: Sessions) {
    this.traits = traits;
    this.clock = clock;
    this.sessions = sessions;
    this.salt = Buffer.from(random(32)).toString('hex');
    this.nonceTail = () => sessions.word(32);
  }

  /** Whether this session may do what needs a login. */
  admits(session: Session | undefined): boolean {
    return this.traits.login === 'none' || session?.user !== undefined;
  }

  isLocked(): boolean {
    return this.clock.now() < this.lockedUntil;
  }

  /** Minutes until somebody may try again, rounded up. */
  waitMinutes(): number {
    return Math.max(0, Math.ceil((this.lockedUntil - this.clock.now()) / 60_000));
  }

  /** `user/login`: 108001, 108002 or 108006 for wrong data, 108003 for a second session, 108007 when locked out. */
  byPassword(session: Session, username: string, proof: string, token: string): void {
    if (this.traits.login === 'none') throw new Refusal(codes.notSupported);
    if (this.traits.login === 'scram') throw new Refusal(codes.wrongCredentials);
    this.admitAttempt(session);
    if (username !== this.traits.username) this.fail(this.isHashed() ? codes.wrongCredentials : codes.wrongUser);
    if (proof !== this.expectedPassword(token)) {
      this.fail(this.isHashed() ? codes.wrongCredentials : codes.wrongPassword);
    }
    this.succeed(session);
  }

  /** `user/challenge_login`; the nonces are kept in the session for the second step. */
  challenge(session: Session, username: string, firstNonce: string): { salt: string; serverNonce: string } {
    if (this.traits.login !== 'scram') throw new Refusal(codes.notSupported);
    this.admitAttempt(session);
    if (!/^[0-9a-f]{64}$/i.test(firstNonce)) throw new Refusal(codes.format);
    if (username !== this.traits.username) this.fail(codes.wrongCredentials);
    const serverNonce = firstNonce + this.nonceTail();
    session.challenge = { firstNonce, serverNonce };
    return { salt: this.salt, serverNonce };
  }

  /** `user/authentication_login`: 108006 for a wrong password, a wrong computation or a nonce of another challenge. */
  byProof(session: Session, proof: string, finalNonce: string): ScramKeys {
    if (this.traits.login !== 'scram') throw new Refusal(codes.notSupported);
    this.admitAttempt(session);
    const challenge = session.challenge;
    session.challenge = undefined;
    if (!challenge || finalNonce !== challenge.serverNonce) return this.fail(codes.wrongCredentials);
    const { password, scramIterations } = this.traits;
    const keys = scramKeys(password, this.salt, scramIterations, challenge.firstNonce, challenge.serverNonce);
    if (proof.toLowerCase() !== keys.clientProof) this.fail(codes.wrongCredentials);
    this.succeed(session);
    return keys;
  }

  /** Modulus (hex) of the device's RSA key and its signature. */
  rsaKey(keys: ScramKeys): { modulus: string; signature: string } {
    this.rsaModulus ??= makeRsaModulus();
    return { modulus: this.rsaModulus, signature: signRsaModulus(keys.serverKey, this.rsaModulus) };
  }

  logout(session: Session): void {
    if (session.user !== undefined) this.logouts += 1;
    session.user = undefined;
  }

  private isHashed(): boolean {
    return this.traits.login === 'type4';
  }

  private expectedPassword(token: string): string {
    const { username, password } = this.traits;
    if (!this.isHashed()) return base64(password);
    return base64(sha256(username + base64(sha256(password)) + token));
  }

  private admitAttempt(session: Session): void {
    if (this.isLocked()) throw new Refusal(codes.lockedOut);
    const others = this.sessions.loggedIn().filter((other) => other !== session);
    const isFull = others.length >= this.traits.maxLogins;
    if (isFull && this.traits.secondLogin === 'refuse') throw new Refusal(codes.alreadyLoggedIn);
  }

  private fail(code: number): never {
    this.failures += 1;
    this.attempts += 1;
    if (this.attempts < this.traits.maxLoginAttempts) throw new Refusal(code, this.attempts);
    this.attempts = 0;
    this.lockedUntil = this.clock.now() + this.traits.lockoutMs;
    throw new Refusal(codes.lockedOut);
  }

  private succeed(session: Session): void {
    const others = this.sessions.loggedIn().filter((other) => other !== session);
    for (const other of others.slice(0, Math.max(0, others.length + 1 - this.traits.maxLogins))) {
      this.sessions.end(other);
    }
    this.attempts = 0;
    this.successes += 1;
    session.user = this.traits.username;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function makeRsaModulus(): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  return Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url').toString('hex');
}
