import type { SetupLink } from '../../api/people.ts';

const ownMachine = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

export interface LinkToGive {
  url: string;
  /** It opens on the hub's own machine only. */
  onlyHere: boolean;
  others: string[];
}

/** The address that another person can most likely open: the public one, else the one that we are at, else the hub's best. */
export function linkToGive({ path, url, urls }: SetupLink, origin: string): LinkToGive {
  const here = `${origin}${path}`;
  const all = [...(url === null ? [] : [url]), here, ...urls];
  const isReachable = (one: string) => !ownMachine.test(new URL(one).hostname);
  const best = url ?? all.find(isReachable) ?? here;
  return { url: best, onlyHere: !isReachable(best), others: [...new Set(all)].filter((one) => one !== best) };
}
