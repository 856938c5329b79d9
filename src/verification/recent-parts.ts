import type { Keyring } from '../store/keyring.ts';
import { openPersonal, type PersonalPart, sealPersonal } from '../store/verification-reads.ts';
import type { VerificationRow } from '../store/verification-tables.ts';

/** More than these are forgotten together. */
const most = 1_000;

/** Seals what of a verification tells of a person, and remembers it for the check, which mostly comes soon. */
export class RecentParts {
  readonly #keyring: Keyring;
  readonly #known = new Map<string, { sealed: string; part: PersonalPart }>();

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  readonly seal = (id: string, part: PersonalPart): string => {
    const sealed = sealPersonal(this.#keyring, id, part);
    if (this.#known.size >= most) this.#known.clear();
    this.#known.set(id, { sealed, part });
    return sealed;
  };

  /** null: it is erased. */
  open(row: Pick<VerificationRow, 'id' | 'sealed'>): PersonalPart | null {
    const known = this.#known.get(row.id);
    return known?.sealed === row.sealed ? known.part : openPersonal(this.#keyring, row);
  }
}
