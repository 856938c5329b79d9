import { spellings } from '../../src/extraction/known-services.ts';
import { listServices } from '../../src/extraction/services.ts';

const canonical = new Map(
  listServices().flatMap((service) => spellings(service).map((spelling) => [plain(spelling), plain(service.name)])),
);

/**
 * Case, accents, signs and spaces aside, and by the table of services on both sides: `hdfc` is `HDFC Bank`, `itau` is
 * `Itaú`; `McDonald` is not `McDonald's`.
 */
export function isSameService(expected: string, found: string | null): boolean {
  return found !== null && canonicalForm(expected) === canonicalForm(found);
}

/** As `isSameService`, and also where one name is a part of the other: `maybank` is like `Maybank2u`. */
export function isLikeService(expected: string, found: string | null): boolean {
  if (found === null) return false;
  if (isSameService(expected, found)) return true;
  const [a, b] = [plain(expected), plain(found)];
  return a.includes(b) || b.includes(a);
}

function canonicalForm(name: string): string {
  return canonical.get(plain(name)) ?? plain(name);
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
