import { fuzzAt } from './at.ts';
import { fuzzHilink } from './hilink.ts';
import { fuzzPdu } from './pdu.ts';
import type { Random } from './random.ts';

/** One round: makes something up, tries it, and throws when what comes is not what must. */
export type Target = (random: Random) => void | Promise<void>;

/** What `npm run fuzz` and the tests try, by name. */
export const targets: Record<string, Target> = {
  at: fuzzAt,
  hilink: fuzzHilink,
  pdu: fuzzPdu,
};
