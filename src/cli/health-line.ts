import type { Health } from '../sources/source.ts';
import { oneLine } from './terminal.ts';

/** `ok`, or `failing: the broker cannot be reached …`. */
export function formatHealth({ state, detail }: Pick<Health, 'state' | 'detail'>): string {
  return detail === '' || detail === state ? state : `${state}: ${oneLine(detail)}`;
}
