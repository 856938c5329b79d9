import { readArguments } from './arguments.ts';
import type { RunCommand, Surroundings } from './command.ts';
import { readInput } from './extract-input.ts';
import { extractLines, longestLine } from './extract-lines.ts';
import { createLineSplitter } from './line-splitter.ts';

/** So many bad lines are named one by one; a file of another kind has nothing else. */
const mostNamed = 20;

/**
 * `keypigeon extract`: JSON lines from stdin to stdout, each answer in the order of its question, written for each piece of
 * input as it comes. In one thread: tried on two cores, more of them cost in warming up what they gained on 10,000 lines.
 */
export const run: RunCommand = async (args, { stdin, stdout, stderr }) => {
  readArguments('extract', args, {});
  const splitter = createLineSplitter(longestLine);
  let taken = 0;
  let bad = 0;
  const take = async (lines: (string | null)[]): Promise<void> => {
    const { answers, problems } = extractLines({ first: taken + 1, lines });
    const named = problems.slice(0, Math.max(0, mostNamed - bad));
    taken += lines.length;
    bad += problems.length;
    for (const problem of named) stderr.write(`keypigeon: extract: ${problem}\n`);
    if (answers !== '') await write(stdout, answers);
  };
  for await (const piece of readInput(stdin)) await take(splitter.push(piece));
  await take(splitter.end());
  if (bad > mostNamed)
    stderr.write(`keypigeon: extract: ${bad} lines could not be read; the first ${mostNamed} are named\n`);
  return bad > 0 ? 1 : 0;
};

/** Waits only where the reader is slower than we are. */
function write(stdout: Surroundings['stdout'], text: string): Promise<void> | void {
  if (stdout.write(text)) return;
  return new Promise((resolve) => void stdout.once('drain', resolve));
}
