import type { Purpose } from '../domain/verification.ts';
import type { App } from '../store/apps.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { createVerificationFinder, openPersonal, type VerificationFinder } from '../store/verification-reads.ts';
import { sendsOf } from '../store/verification-sends.ts';
import type { SendRow, VerificationRow } from '../store/verification-tables.ts';
import type { VerifyService } from '../store/verify-services.ts';
import type { Clock } from '../support/clock.ts';
import { readAddress } from './address.ts';
import { openKey } from './bound.ts';
import type { Hashes } from './hashes.ts';
import { RecentRows } from './recent-rows.ts';
import type { SeenVerification, WhichVerification } from './seen.ts';

export interface LookupParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  hashes: Hashes;
  defaultRegion(): string | null;
}

/** Finds the verifications of apps; of none that belongs to another app. */
export class Lookup {
  readonly #parts: LookupParts;
  readonly #finder: VerificationFinder;
  readonly #recent = new RecentRows();

  constructor(parts: LookupParts) {
    this.#parts = parts;
    this.#finder = createVerificationFinder(parts.database);
  }

  /** One of this service (null: of this app); undefined: there is none, or by address none is pending. */
  async row(app: App, service: VerifyService | null, which: WhichVerification): Promise<VerificationRow | undefined> {
    if ('id' in which) return ofApp(await this.#finder.byId(which.id), app, service);
    const key = service === null ? undefined : this.#openKeyOf(service, which);
    const row = key === undefined ? undefined : await this.#finder.byOpenKey(key);
    return row === undefined || row.expires_at <= this.#parts.clock.now() ? undefined : row;
  }

  /** As `row`, from memory: as it was when this node sent its code; checks, and other nodes, may have changed it since. */
  recent(app: App, service: VerifyService | null, which: WhichVerification): VerificationRow | undefined {
    if ('id' in which) return ofApp(this.#recent.byId(which.id), app, service);
    const key = service === null ? undefined : this.#openKeyOf(service, which);
    return key === undefined ? undefined : this.#recent.byOpenKey(key);
  }

  remember(row: VerificationRow): void {
    this.#recent.add(row);
  }

  forget(row: VerificationRow): void {
    this.#recent.remove(row);
  }

  async seen(row: VerificationRow): Promise<SeenVerification> {
    return { row, personal: openPersonal(this.#parts.keyring, row), sends: await this.sends(row.id) };
  }

  /** The tries of a verification, in their order. */
  async sends(id: string): Promise<SendRow[]> {
    return await sendsOf(this.#parts.database.read, [{ which: id }]);
  }

  #openKeyOf(
    service: VerifyService,
    { to, purpose, subject }: { to: string; purpose: Purpose; subject: string | null },
  ): string | undefined {
    const { hashes, defaultRegion } = this.#parts;
    try {
      // By any phone kind it is the same number; whether texts arrive there was asked when the code was issued.
      const address = readAddress(to, to.includes('@') ? 'email' : 'call', defaultRegion());
      const subjectHash = subject === null ? '' : hashes.of('subject', subject);
      return openKey(service.id, purpose, hashes.ofAddress(address.to), subjectHash, null);
    } catch {
      return undefined;
    }
  }
}

function ofApp(row: VerificationRow | undefined, app: App, service: VerifyService | null): VerificationRow | undefined {
  return row?.app_id === app.id && (service === null || row.service_id === service.id) ? row : undefined;
}
