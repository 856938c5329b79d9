import { readArguments } from './arguments.ts';
import type { RunCommand, Surroundings } from './command.ts';
import { extractLines, longestLine } from './extract-lines.ts';
import { createLineSplitter } from './line-splitter.ts';

/**
 * `keypigeon extract`: JSON lines from stdin to stdout, each answer in the line of its question, written for each piece of
 * input as it comes. In one thread: tried on two cores, more of them cost in warming up what they gained on 10,000 lines.
 */
export const run: RunCommand = async (args, { stdin, stdout, stderr }) => {
  readArguments('extract', args, {});
  const splitter = createLineSplitter(longestLine);
  let taken = 0;
  let failed = false;
  const take = async (lines: (string | null)[]): Promise<void> => {
    const { answers, problems } = extractLines({ first: taken + 1, lines });
    taken += lines.length;
    failed ||= problems.length > 0;
    for (const problem of problems) stderr.write(`keypigeon: extract: ${problem}\n`);
    if (answers !== '') await write(stdout, answers);
  };
  for await (const chunk of stdin) await take(splitter.push(chunk as Buffer));
  await take(splitter.end());
  return failed ? 1 : 0;
};

/** Waits only where the reader is slower than we are. */
function write(stdout: Surroundings['stdout'], text: string): Promise<void> | void {
  if (stdout.write(text)) return;
  return new Promise((resolve) => void stdout.once('drain', resolve));
}
