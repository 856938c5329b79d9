import type { App } from '../store/apps.ts';
import type { Database } from '../store/database.ts';
import type { Keyring } from '../store/keyring.ts';
import { createChecker } from '../store/verification-check.ts';
import type { PersonalPart } from '../store/verification-reads.ts';
import type { VerificationRow } from '../store/verification-tables.ts';
import type { VerifyService } from '../store/verify-services.ts';
import type { Clock } from '../support/clock.ts';
import type { Books } from './books.ts';
import { isBoundTo, payloadHash } from './bound.ts';
import { type Codes, nobodys } from './codes.ts';
import type { Hashes } from './hashes.ts';
import type { Lookup } from './lookup.ts';
import type { RecentParts } from './recent-parts.ts';
import type { CheckAnswer, CheckWish, WhichVerification } from './seen.ts';

interface CodeChecksParts {
  database: Database;
  keyring: Keyring;
  clock: Clock;
  books: Pick<Books, 'checked' | 'entered'>;
  codes: Codes;
  hashes: Hashes;
  lookup: Lookup;
  personal: RecentParts;
  /** Something was committed of which followers want to know. */
  changed(): void;
}

/** Says whether what people typed is right. */
export class CodeChecks {
  readonly #parts: CodeChecksParts;
  readonly #check;

  constructor(parts: CodeChecksParts) {
    this.#parts = parts;
    this.#check = createChecker(parts.database);
  }

  /** `gone`: over, expired or never there: no difference is made between these. */
  async check(
    app: App,
    service: VerifyService | null,
    which: WhichVerification,
    wish: CheckWish,
  ): Promise<CheckAnswer> {
    const { codes, hashes, keyring, lookup } = this.#parts;
    const recent = lookup.recent(app, service, which);
    if (recent !== undefined && isBoundTo(hashes, recent, wish) && this.#isRight(recent, wish)) {
      const answer = await this.#settle(recent, true, recent.sends);
      lookup.forget(recent);
      if (answer.checked.outcome === 'approved') return answer;
    }
    const row = await lookup.row(app, service, which);
    // Where there is none, the same work.
    if (row === undefined) codes.matches({ ...nobodys, key_id: keyring.current }, wish.code);
    const isRight = row !== undefined && this.#isRight(row, wish);
    if (row === undefined || !isBoundTo(hashes, row, wish)) return { checked: { outcome: 'gone' } };
    return this.#settle(row, isRight, null);
  }

  #isRight(row: VerificationRow, wish: CheckWish): boolean {
    const { codes, hashes } = this.#parts;
    return codes.matches(row, wish.code) && row.payload_hash === payloadHash(hashes, wish);
  }

  /** `sends`: it is looked at only if it was sent so often, else the row is another one by now; null: in any case. */
  async #settle(row: VerificationRow, matched: boolean, sends: number | null): Promise<CheckAnswer> {
    const { clock, changed, personal } = this.#parts;
    const now = clock.now();
    const checked = await this.#check({ id: row.id, matched, sends, failureKey: row.limit_key, now });
    if (checked.outcome === 'gone') return { checked };
    changed();
    const over = checked.outcome === 'approved' ? { status: 'approved', ended_at: now } : {};
    const attempts = 'attempts' in checked ? checked.attempts : row.max_attempts;
    const after = { ...row, ...over, attempts, updated_at: now };
    const part = personal.open(row);
    if (checked.outcome !== 'max-checks') this.#count(row, part, checked.outcome === 'approved');
    return { checked, row: after, personal: part };
  }

  #count(row: VerificationRow, personal: PersonalPart | null, wasRight: boolean): void {
    if (row.test === 1) return;
    const { books } = this.#parts;
    books.checked(row.app_id, wasRight);
    if (wasRight) books.entered(row.app_id, personal?.to ?? null, row.region, row.last_send_at);
  }
}
