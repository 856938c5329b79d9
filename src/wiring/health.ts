import type { Health } from '../sources/source.ts';
import { redactUrls } from '../support/redact.ts';

/** What an adapter that could not be opened shows instead of a health of its own. */
export function failingHealth(detail: string, since: number): Health {
  return { state: 'failing', detail: redactUrls(detail), since };
}
