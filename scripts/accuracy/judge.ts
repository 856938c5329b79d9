import { extract } from '../../src/extraction/extract.ts';

/** A text with what `extract()` should find in it. */
export interface LabelledText {
  text: string;
  /** null: the text has none. Left out where only `isCode` is known. */
  code?: string | null;
  isCode?: boolean;
  lang?: string;
  sender?: string;
  service?: string | null;
  domain?: string | null;
  embedded?: string | null;
  contested?: string | boolean;
}

/** `wrong`: another code; `missed`: none; `false`: one where there is none. */
export type Outcome = 'exact' | 'wrong' | 'missed' | 'false';

export interface Judged {
  language: string;
  hasCode: boolean;
  outcome: Outcome;
  /** null: the text is not labelled with one. */
  isServiceRight: boolean | null;
  isDomainRight: boolean | null;
  /** One line for each error. */
  errors: string[];
}

export function judge(row: LabelledText): Judged {
  const found = extract(row.text, { sender: row.sender });
  const hasCode = row.code === undefined ? row.isCode === true : row.code !== null;
  const outcome = outcomeOf(row, found.code, hasCode);
  const isServiceRight = row.service == null ? null : isSameService(row.service, found.service);
  const isDomainRight =
    row.domain === undefined ? null : row.domain === found.domain && (row.embedded ?? null) === found.embeddedDomain;
  const place = `${row.lang ?? 'und'} ${JSON.stringify(row.text)}`;
  const errors: string[] = [];
  if (outcome !== 'exact') errors.push(`${outcome}: expected ${row.code ?? null}, found ${found.code}: ${place}`);
  if (isServiceRight === false) errors.push(`service: expected ${row.service}, found ${found.service}: ${place}`);
  if (isDomainRight === false) errors.push(`domain: expected ${row.domain}, found ${found.domain}: ${place}`);
  return { language: row.lang ?? 'und', hasCode, outcome, isServiceRight, isDomainRight, errors };
}

function outcomeOf(row: LabelledText, found: string | null, hasCode: boolean): Outcome {
  if (!hasCode) return found === null ? 'exact' : 'false';
  if (found === null) return 'missed';
  return row.code === undefined || row.code === found ? 'exact' : 'wrong';
}

/** Case, accents and signs aside, one name may be part of the other: `HDFC` is `HDFC Bank`. */
function isSameService(expected: string, found: string | null): boolean {
  if (found === null) return false;
  const [a, b] = [plain(expected), plain(found)];
  return a.includes(b) || b.includes(a);
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

export interface Total {
  texts: number;
  withCode: number;
  exact: number;
  wrong: number;
  missed: number;
  withoutCode: number;
  false: number;
  services: number;
  rightServices: number;
  domains: number;
  rightDomains: number;
}

export function total(judged: readonly Judged[]): Total {
  const count = (is: (one: Judged) => boolean) => judged.filter(is).length;
  return {
    texts: judged.length,
    withCode: count((one) => one.hasCode),
    exact: count((one) => one.hasCode && one.outcome === 'exact'),
    wrong: count((one) => one.outcome === 'wrong'),
    missed: count((one) => one.outcome === 'missed'),
    withoutCode: count((one) => !one.hasCode),
    false: count((one) => one.outcome === 'false'),
    services: count((one) => one.isServiceRight !== null),
    rightServices: count((one) => one.isServiceRight === true),
    domains: count((one) => one.isDomainRight !== null),
    rightDomains: count((one) => one.isDomainRight === true),
  };
}

/** One line: `name  texts  exact %  wrong  missed  false %  service %  domain %`. */
export function describe(name: string, sums: Total): string {
  const parts = [
    name.padEnd(32),
    `${sums.texts} texts`.padStart(11),
    `exact ${percent(sums.exact, sums.withCode)}`,
    `wrong ${sums.wrong}`,
    `missed ${sums.missed}`,
    `false positives ${percent(sums.false, sums.withoutCode)} (${sums.false})`,
  ];
  if (sums.services > 0) parts.push(`service ${percent(sums.rightServices, sums.services)}`);
  if (sums.domains > 0) parts.push(`domain ${percent(sums.rightDomains, sums.domains)}`);
  return parts.join('  ');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`;
}
