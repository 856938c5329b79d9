import type { VerificationRow } from '../store/verification-tables.ts';

/** More than these are forgotten together; a row takes about a kilobyte. */
const most = 5_000;

/** Verifications whose codes this node sent last: most are checked soon, and then need not be read again. */
export class RecentRows {
  readonly #byId = new Map<string, VerificationRow>();
  readonly #byOpenKey = new Map<string, VerificationRow>();

  add(row: VerificationRow): void {
    if (this.#byId.size >= most) {
      this.#byId.clear();
      this.#byOpenKey.clear();
    }
    this.#byId.set(row.id, row);
    if (row.open_key !== null) this.#byOpenKey.set(row.open_key, row);
  }

  remove({ id, open_key }: VerificationRow): void {
    this.#byId.delete(id);
    this.#byOpenKey.delete(open_key ?? '');
  }

  byId(id: string): VerificationRow | undefined {
    return this.#byId.get(id);
  }

  byOpenKey(openKey: string): VerificationRow | undefined {
    return this.#byOpenKey.get(openKey);
  }
}
