import type { Clock } from '../../support/clock.ts';
import type { RandomBytes } from '../../support/random.ts';
import type { Traits } from './traits.ts';

export interface Session {
  id: string;
  /** Tokens that are good, oldest first. */
  tokens: string[];
  /** Tokens that were good once. */
  spent: Set<string>;
  touchedAt: number;
  /** Who is logged in here. */
  user: string | undefined;
  /** The first half of a SCRAM login. */
  challenge: { firstNonce: string; serverNonce: string } | undefined;
}

/** How a token of a POST was found. */
type TokenFinding = 'good' | 'missing' | 'unknown' | 'stale';

/** The stock web UI never holds more tokens than a login hands out. */
const poolSize = 34;
const spentKept = 500;
const sessionsKept = 64;

/** The sessions of one device and their tokens. */
export class Sessions {
  private readonly byId = new Map<string, Session>();
  private readonly traits: Traits;
  private readonly clock: Clock;
  private readonly random: RandomBytes;
  private readonly shared: Session;

  constructor(traits: Traits, clock: Clock, random: RandomBytes) {
    this.traits = traits;
    this.clock = clock;
    this.random = random;
    this.shared = this.make();
  }

  /** The session of a cookie; undefined when it is unknown or was idle for too long. Family A has one for everybody. */
  find(id: string | undefined): Session | undefined {
    this.sweep();
    if (this.traits.family === 'A') return this.shared;
    return id === undefined ? undefined : this.byId.get(id);
  }

  open(): Session {
    const session = this.make();
    this.byId.set(session.id, session);
    const idlest = [...this.byId.values()].find((other) => other.user === undefined);
    if (this.byId.size > sessionsKept && idlest) this.byId.delete(idlest.id);
    return session;
  }

  touch(session: Session): void {
    session.touchedAt = this.clock.now();
  }

  /** Gives the session another id, as a login does; the old cookie is worth nothing afterwards. */
  rename(session: Session): void {
    if (session === this.shared) return;
    this.byId.delete(session.id);
    session.id = this.word(64);
    this.byId.set(session.id, session);
  }

  end(session: Session): void {
    session.user = undefined;
    this.byId.delete(session.id);
  }

  /** All cookies and logins are worth nothing, as after a reboot. */
  clear(): void {
    this.byId.clear();
    this.shared.user = undefined;
    this.shared.tokens = [];
  }

  /** Hands out `count` new tokens; `reset` makes all earlier ones worthless. */
  grant(session: Session, count: number, reset: boolean): string[] {
    if (reset) for (const token of session.tokens.splice(0)) this.retire(session, token);
    const tokens = Array.from({ length: count }, () => this.word(32));
    session.tokens.push(...tokens);
    while (session.tokens.length > poolSize) this.retire(session, session.tokens.shift());
    return tokens;
  }

  /** Looks at the token of a POST and spends it. */
  spend(session: Session, token: string | undefined): TokenFinding {
    if (this.traits.family === 'A') return token === undefined || session.tokens.includes(token) ? 'good' : 'unknown';
    if (token === undefined || token === '') return 'missing';
    if (this.traits.lenientTokens) {
      return session.tokens.includes(token) || session.spent.has(token) ? 'good' : 'unknown';
    }
    const at = session.tokens.indexOf(token);
    if (at < 0) return session.spent.has(token) || this.belongsElsewhere(token) ? 'stale' : 'unknown';
    session.tokens.splice(at, 1);
    this.retire(session, token);
    return 'good';
  }

  /** Sessions in which somebody is logged in, oldest first. */
  loggedIn(): Session[] {
    this.sweep();
    return [...this.byId.values(), this.shared].filter((session) => session.user !== undefined);
  }

  /** Number of open sessions, logged in or not. */
  count(): number {
    this.sweep();
    return this.byId.size;
  }

  /** Letters and digits, as tokens and session ids are made of. */
  word(length: number): string {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    return Array.from(this.random(length), (byte) => alphabet[byte % alphabet.length]).join('');
  }

  private make(): Session {
    const touchedAt = this.clock.now();
    return { id: this.word(64), tokens: [], spent: new Set(), touchedAt, user: undefined, challenge: undefined };
  }

  private retire(session: Session, token: string | undefined): void {
    if (token === undefined) return;
    session.spent.add(token);
    const oldest = session.spent.values().next().value;
    if (session.spent.size > spentKept && oldest !== undefined) session.spent.delete(oldest);
  }

  private belongsElsewhere(token: string): boolean {
    return [...this.byId.values()].some((session) => session.tokens.includes(token));
  }

  private sweep(): void {
    const deadline = this.clock.now() - this.traits.sessionTtlMs;
    for (const session of this.byId.values()) if (session.touchedAt < deadline) this.byId.delete(session.id);
    if (this.shared.touchedAt < deadline) this.shared.user = undefined;
  }
}
