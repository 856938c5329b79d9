import { KeypigeonError } from '../domain/errors.ts';

/** OWASP Password Storage Cheat Sheet: argon2id (the package's default) with 19 MiB, 2 passes, 1 thread. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Each takes 19 MiB: a small machine has room for so many. */
const mostAtOnce = 2;
const mostWaiting = 20;
const shortest = 12;
const longest = 256;

/** Throws KeypigeonError `invalid-request` for a password that is too easy to guess (NIST SP 800-63B-4 §3.1.1.2: length, no rules of composition). */
export function checkPassword(password: string, person: { id: string; name: string }): void {
  const plain = password.normalize('NFKC');
  const isSimple =
    new Set(plain).size < 5 || [person.id, person.name, 'keypigeon', 'password'].some((word) => isMostly(plain, word));
  const length = [...plain].length;
  if (length < shortest || length > longest || isSimple)
    throw new KeypigeonError(
      'invalid-request',
      `password: expected ${shortest} to ${longest} characters that are not mostly a name or one character; a few random words do well.`,
    );
}

function isMostly(password: string, word: string): boolean {
  const rest = password.toLowerCase().replaceAll(word.toLowerCase(), '');
  return word !== '' && rest.length < password.length && rest.length < shortest / 2;
}

/** Loaded by the first who signs in: a hub that nobody signs in to does without. */
const argon2 = () => import('@node-rs/argon2');

let running = 0;
const waiting: (() => void)[] = [];

/** At most so many at once, so that tries to sign in do not take the memory. Throws KeypigeonError `rate-limited`. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  while (running >= mostAtOnce) {
    if (waiting.length >= mostWaiting) throw new KeypigeonError('rate-limited', 'Too many people sign in at once.');
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(async () => (await argon2()).hash(password.normalize('NFKC'), cost));
}

let nobodys: Promise<string> | undefined;

/** null: nobody, or somebody without a password. The work is the same, and the answer false. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  nobodys ??= hashPassword('the password of nobody');
  const against = stored ?? (await nobodys);
  const fits = await inTurn(async () => (await argon2()).verify(against, password.normalize('NFKC')));
  return fits && stored !== null;
}
