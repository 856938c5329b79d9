import { z } from 'zod';
import { longestSearch } from '../../domain/search-words.ts';
import type { MessageFilter } from '../../store/message-ranges.ts';
import { flag, pageQuery } from './common.ts';

const time = (words: string) =>
  z.iso
    .datetime({ offset: true })
    .transform((value) => Date.parse(value))
    .optional()
    .describe(words);

/** How messages are asked for, in lists and exports. */
export const messageFilter = {
  q: z
    .string()
    .trim()
    .max(longestSearch)
    .optional()
    .describe(
      'Words that must all stand in service, sender, line, kind, domain or, as long as it is kept and where you see it, the text; case and accents do not count',
    ),
  line: z.string().optional().describe('Only those that came to this line'),
  service: z.string().optional().describe('Only those of this service, as written in the messages'),
  sender: z.string().optional().describe('Only those of this sender, as written in the messages'),
  kind: z.string().optional().describe('Only those of this kind, as `one-time-code`'),
  hasCode: flag.optional().describe('Only those with a code, or only those without'),
  from: time('Received then or later, as 2026-11-22T08:00:00Z'),
  to: time('Received before that'),
  before: pageQuery.before,
};

/** An empty search is none. */
export function toFilter({ q, ...rest }: MessageFilter): MessageFilter {
  return { ...rest, q: q === '' ? undefined : q };
}
