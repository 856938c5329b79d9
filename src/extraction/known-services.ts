import { foldPhrase } from './fold.ts';
import { type PackedWords, WordTable } from './word-table.ts';

/** A service as people know it, with other spellings in texts and the domains of its origin-bound codes. */
export interface KnownService {
  name: string;
  spellings: string[];
  domains: string[];
  /** A text that names a bank and a shop comes from the bank. */
  isBank: boolean;
  /** Other spellings are shown as its name; else only those that are part of it, or it of them: who reads `IM3` knows `IM3`. */
  renames: boolean;
  /** Of its name and spellings, those that are ordinary words, too: only their place shows that they are a name. */
  ordinary: string[];
}

/** All services, as they are stored. */
export interface PackedServices {
  /** A line for each, see `pack`. */
  lines: string;
  /** By service: where its line begins; at last where the last one ends. */
  starts: Int32Array;
  /** Squeezed spellings, and domains, with the service's number. */
  spellings: PackedWords;
  domains: PackedWords;
}

const field = '\t';
const part = '\u001f';

/** The table of services. A line is read when a text first names its service, so that the start need not wait. */
export class KnownServices {
  readonly packed: PackedServices;
  readonly #bySpelling: WordTable;
  readonly #byDomain: WordTable;
  readonly #read: (KnownService | undefined)[] = [];

  constructor(packed: PackedServices) {
    this.packed = packed;
    this.#bySpelling = new WordTable(packed.spellings);
    this.#byDomain = new WordTable(packed.domains);
  }

  /** Of two services with one spelling or domain the first has it. */
  static of(services: readonly KnownService[]): KnownServices {
    const lines = services.map(pack);
    const starts = new Int32Array(lines.length + 1);
    for (const [index, line] of lines.entries()) starts[index + 1] = (starts[index] ?? 0) + line.length;
    const numbered = (words: (service: KnownService) => string[]) =>
      WordTable.of(services.flatMap((service, index) => words(service).map((word) => [word, index] as const))).packed;
    return new KnownServices({
      lines: lines.join(''),
      starts,
      spellings: numbered((service) => spellings(service).map(squeeze)),
      domains: numbered((service) => service.domains),
    });
  }

  at(index: number): KnownService | undefined {
    const { lines, starts } = this.packed;
    if (index + 1 >= starts.length) return undefined;
    this.#read[index] ??= unpack(lines.slice(starts[index], starts[index + 1]));
    return this.#read[index];
  }

  /** The service that is spelled so, with or without spaces and hyphens. */
  bySpelling(name: string): KnownService | undefined {
    return this.#optional(this.#bySpelling.get(squeeze(name)));
  }

  byDomain(domain: string): KnownService | undefined {
    return this.#optional(this.#byDomain.get(domain));
  }

  #optional(index: number | undefined): KnownService | undefined {
    return index === undefined ? undefined : this.at(index);
  }
}

/** All ways in which texts write a service's name. */
export function spellings(service: KnownService): string[] {
  return [service.name, ...service.spellings];
}

/** Folded, without spaces and hyphens. */
export function squeeze(name: string): string {
  const folded = plain.test(name) ? name.toLowerCase() : foldPhrase(name);
  return folded.replace(/[\s-]/g, '');
}

/** ASCII; kana, ideographs and Hangul: what folding hardly changes goes past it, for that makes pages that no text needs. */
const plain = /^[\x20-\x7e\u3041-\u30fa\u3400-\u9fff\uac00-\ud7af]+$/;

function pack({ name, spellings: others, domains, ordinary, isBank, renames }: KnownService): string {
  const flags = `${isBank ? 'b' : ''}${renames ? 'r' : ''}`;
  return [name, others.join(part), domains.join(part), ordinary.join(part), flags].join(field);
}

function unpack(line: string): KnownService {
  const [name = '', others = '', domains = '', ordinary = '', flags = ''] = line.split(field);
  return {
    name,
    spellings: parts(others),
    domains: parts(domains),
    ordinary: parts(ordinary),
    isBank: flags.includes('b'),
    renames: flags.includes('r'),
  };
}

function parts(text: string): string[] {
  return text === '' ? [] : text.split(part);
}
