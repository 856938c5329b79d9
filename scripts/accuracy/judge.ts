import { readTime } from '../../src/cli/extract-question.ts';
import type { CodeKind, Extraction } from '../../src/domain/code.ts';
import { extract } from '../../src/extraction/extract.ts';
import { isLikeService, isSameService } from './service.ts';

/** A text with what `extract()` should find in it; what is left out is not judged. */
export interface LabelledText {
  text: string;
  /** null: the text has none. Left out where only `isCode` is known. */
  code?: string | null;
  isCode?: boolean;
  lang?: string;
  sender?: string;
  /** ISO 8601 with a zone, or milliseconds since the epoch. */
  receivedAt?: string | number;
  service?: string | null;
  domain?: string | null;
  embedded?: string | null;
  /** Judged where it is null or one of the kinds of `extract()`; other collections use the word for something else. */
  kind?: string | null;
  /** Seconds; `expires` for short. */
  expiresInSeconds?: number | null;
  expires?: number | null;
  contested?: string | boolean;
}

const kinds: Record<CodeKind, true> = {
  'one-time-code': true,
  'temporary-password': true,
  'pick-up-code': true,
  'transaction-code': true,
  'sim-change': true,
  'reset-link': true,
  'account-change': true,
  'sign-in-alert': true,
};

/** `wrong`: another code; `missed`: none; `false`: one where there is none. */
export type Outcome = 'exact' | 'wrong' | 'missed' | 'false';

/** What was judged besides the code; null: the text is not labelled with it. */
interface Verdicts {
  service: boolean | null;
  /** As `service`, with parts of names. */
  likeService: boolean | null;
  domain: boolean | null;
  kind: boolean | null;
  lifetime: boolean | null;
}

export interface Judged extends Verdicts {
  language: string;
  hasCode: boolean;
  outcome: Outcome;
  /** One line for each error. */
  errors: string[];
}

export function judge(row: LabelledText): Judged {
  const found = extract(row.text, { sender: row.sender, receivedAt: readTime(row.receivedAt) ?? undefined });
  const hasCode = row.code === undefined ? row.isCode === true : row.code !== null;
  const outcome = outcomeOf(row, found.code, hasCode);
  const verdicts = verdictsOn(row, found);
  const language = row.lang ?? 'und';
  const place = `${language} ${JSON.stringify(row.text)}`;
  const errors = errorsOf(row, found, verdicts);
  if (outcome !== 'exact') errors.unshift(`${outcome}: expected ${row.code ?? null}, found ${found.code}`);
  return { ...verdicts, language, hasCode, outcome, errors: errors.map((error) => `${error}: ${place}`) };
}

function outcomeOf(row: LabelledText, found: string | null, hasCode: boolean): Outcome {
  if (!hasCode) return found === null ? 'exact' : 'false';
  if (found === null) return 'missed';
  return row.code === undefined || row.code === found ? 'exact' : 'wrong';
}

function verdictsOn(row: LabelledText, found: Extraction): Verdicts {
  const { service, kind } = row;
  const lifetime = lifetimeOf(row);
  return {
    service: service == null ? null : isSameService(service, found.service),
    likeService: service == null ? null : isLikeService(service, found.service),
    domain: isDomainRight(row, found),
    kind: isKind(kind) ? kind === found.kind : null,
    lifetime: lifetime === undefined ? null : lifetime === found.expiresInSeconds,
  };
}

/** A row that names a domain and no embedded one says that there is none; one that names only the embedded one is judged by it. */
function isDomainRight({ domain, embedded }: LabelledText, found: Extraction): boolean | null {
  if (domain === undefined) return embedded === undefined ? null : embedded === found.embeddedDomain;
  return domain === found.domain && (embedded ?? null) === found.embeddedDomain;
}

function lifetimeOf({ expiresInSeconds, expires }: LabelledText): number | null | undefined {
  return expiresInSeconds === undefined ? expires : expiresInSeconds;
}

function isKind(kind: string | null | undefined): boolean {
  return kind !== undefined && (kind === null || Object.hasOwn(kinds, kind));
}

function errorsOf(row: LabelledText, found: Extraction, verdicts: Verdicts): string[] {
  const errors: string[] = [];
  const tell = (what: string, isRight: boolean | null, expected: unknown, got: unknown) => {
    if (isRight === false) errors.push(`${what}: expected ${expected}, found ${got}`);
  };
  tell('service', verdicts.service, row.service, found.service);
  const hosts = (domain: unknown, embedded: unknown) => [domain, embedded].filter((host) => host != null).join(' ');
  tell('domain', verdicts.domain, hosts(row.domain, row.embedded), hosts(found.domain, found.embeddedDomain));
  tell('kind', verdicts.kind, row.kind, found.kind);
  tell('lifetime', verdicts.lifetime, lifetimeOf(row), found.expiresInSeconds);
  return errors;
}
