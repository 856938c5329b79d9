import type { Language } from './languages/language.ts';
import { phrasePattern } from './phrases.ts';
import { type KnownService, knownServices } from './services.ts';

const byDomain = new Map(
  knownServices.flatMap((service) => (service.domains ?? []).map((domain) => [domain, service.name])),
);
const bySpelling = new Map(
  knownServices.flatMap((one) => spellings(one).map((spelling) => [squeeze(spelling), one.name])),
);
const anyKnown = phrasePattern([...knownServices.flatMap(spellings)]);

const heading =
  /^\s*(?:<#>\s*)?(?:[[【(<]\s*([^\]】)>\n#]{2,40}?)\s*[\]】)>]|([\p{L}\p{N}][\p{L}\p{N} .&+'’-]{1,30}?)\s?:(?!\/\/)(?=[\s\p{L}\p{N}]))/u;
const googlePrefix = /(?<![\p{L}\p{N}])G-\d{6}(?!\d)/u;

/** What `findService` reads. */
export interface ServiceFacts {
  /** Folded. */
  text: string;
  domain: string | null;
  sender?: string | undefined;
  /** A code or something about an account was found: only then do the words around it name a service. */
  isAboutAccount: boolean;
}

/**
 * Makes the function that names the service a text comes from: by the bound domain, by its heading
 * (`[Zcool]`, `Chase: …`), by what it says around the code, by a known name anywhere in it, at last by an alphanumeric sender.
 */
export function compileService(language: Language): (facts: ServiceFacts) => string | null {
  const ignored = new Set(language.notServices);
  const codeWords = phrasePattern([...language.codeWords, ...language.weakCodeWords]);
  const accept = (caught: string | undefined): string | null => {
    const whole = caught?.trim().replace(/[.'’-]+$/, '') ?? '';
    const name = known(whole) === null ? withoutDescription(whole, ignored) : whole;
    return name.length < 2 ? null : (known(name) ?? name);
  };
  return ({ text, domain, sender, isAboutAccount }) => {
    const spoken = () => first(language.servicePatterns, (pattern) => accept(pattern.exec(text)?.[1]));
    const headed = () => {
      const match = heading.exec(text);
      const caught = match?.[1] ?? match?.[2] ?? '';
      return caught.search(codeWords) >= 0 ? null : accept(caught);
    };
    return (
      (domain === null ? null : serviceOfDomain(domain)) ??
      (googlePrefix.test(text) ? 'Google' : null) ??
      headed() ??
      (isAboutAccount ? spoken() : null) ??
      knownIn(text) ??
      nameOfSender(sender, accept)
    );
  };
}

/** `www.accounts.google.com` is Google's by `google.com`; an unknown domain names itself. */
function serviceOfDomain(domain: string): string {
  const labels = domain.split('.');
  for (let skip = 0; skip < labels.length - 1; skip += 1) {
    const name = byDomain.get(labels.slice(skip).join('.'));
    if (name !== undefined) return name;
  }
  return domain;
}

/** The first known name in the text that is written as a name. */
function knownIn(text: string): string | null {
  for (const match of text.matchAll(anyKnown)) {
    if (/^[\p{Lu}]|[\p{Lu}]/u.test(match[0])) return known(match[0]);
  }
  return null;
}

function nameOfSender(sender: string | undefined, accept: (name: string | undefined) => string | null): string | null {
  if (sender === undefined || sender.length > 11 || !/^[\p{L}][\p{L}\p{N} ._-]{1,10}$/u.test(sender)) return null;
  return accept(sender);
}

/** Without the words at both ends that only describe the code: `Contoso authentication` → `Contoso`. */
function withoutDescription(name: string, ignored: ReadonlySet<string>): string {
  const describes = (word: string) => ignored.has(word.toLowerCase()) || /^[\d.-]+$/.test(word);
  const words = name.split(/\s+/);
  const start = words.findIndex((word) => !describes(word));
  const end = words.findLastIndex((word) => !describes(word));
  return start < 0
    ? ''
    : words
        .slice(start, end + 1)
        .join(' ')
        .replace(/[.'’-]+$/, '');
}

function known(name: string): string | null {
  return bySpelling.get(squeeze(name)) ?? null;
}

function spellings(service: KnownService): string[] {
  return [service.name.toLowerCase(), ...(service.spellings ?? [])];
}

function squeeze(name: string): string {
  return name.toLowerCase().replace(/[\s‐-–-]/g, '');
}

function first<Item, Result>(items: readonly Item[], look: (item: Item) => Result | null): Result | null {
  for (const item of items) {
    const result = look(item);
    if (result !== null) return result;
  }
  return null;
}
