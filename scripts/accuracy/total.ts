import type { Judged } from './judge.ts';

/** How many of those that are labelled are right. */
interface Share {
  labelled: number;
  right: number;
}

export interface Total {
  texts: number;
  withCode: number;
  exact: number;
  wrong: number;
  missed: number;
  withoutCode: number;
  false: number;
  service: Share;
  likeService: Share;
  domain: Share;
  kind: Share;
  lifetime: Share;
}

export function total(judged: readonly Judged[]): Total {
  const count = (is: (one: Judged) => boolean) => judged.filter(is).length;
  const share = (what: 'service' | 'likeService' | 'domain' | 'kind' | 'lifetime'): Share => ({
    labelled: count((one) => one[what] !== null),
    right: count((one) => one[what] === true),
  });
  return {
    texts: judged.length,
    withCode: count((one) => one.hasCode),
    exact: count((one) => one.hasCode && one.outcome === 'exact'),
    wrong: count((one) => one.outcome === 'wrong'),
    missed: count((one) => one.outcome === 'missed'),
    withoutCode: count((one) => !one.hasCode),
    false: count((one) => one.outcome === 'false'),
    service: share('service'),
    likeService: share('likeService'),
    domain: share('domain'),
    kind: share('kind'),
    lifetime: share('lifetime'),
  };
}

/** One line: `name  texts  exact %  wrong  missed  false positives %`, and what else is labelled. */
export function describe(name: string, sums: Total): string {
  const { service, likeService, domain, kind, lifetime } = sums;
  const parts = [
    name.padEnd(32),
    `${sums.texts} texts`.padStart(11),
    `exact ${percent(sums.exact, sums.withCode)}`,
    `wrong ${sums.wrong}`,
    `missed ${sums.missed}`,
    `false positives ${percent(sums.false, sums.withoutCode)} (${sums.false})`,
  ];
  const add = (what: string, { labelled, right }: Share) => {
    if (labelled > 0) parts.push(`${what} ${percent(right, labelled)}`);
  };
  add('service', service);
  if (likeService.right > service.right) add('with parts of names', likeService);
  add('domain', domain);
  add('kind', kind);
  add('lifetime', lifetime);
  return parts.join('  ');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`;
}
