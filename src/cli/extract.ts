import { nothingFound } from '../domain/code.ts';
import { extract as extractCode } from '../extraction/extract.ts';
import { readArguments } from './arguments.ts';
import type { RunCommand } from './command.ts';
import { createLineSplitter } from './line-splitter.ts';

/** No text is anywhere near as long: 255 parts hold 39,015 characters (3GPP TS 23.040 §9.2.3.24.1). */
const longestLine = 1_048_576;

/**
 * `keypigeon extract`: JSON lines from stdin to stdout, each answer in the line of its question. A line that cannot be
 * read gets an answer in which nothing is found and a line on stderr; the exit code is then 1.
 */
export const run: RunCommand = async (args, { stdin, stdout, stderr }) => {
  readArguments('extract', args, {});
  let number = 0;
  let failed = false;
  const answer = (line: string | null): string => {
    number += 1;
    try {
      return answerLine(line);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      failed = true;
      stderr.write(`keypigeon: extract: line ${number}: ${error.message}\n`);
      return nothing;
    }
  };
  const splitter = createLineSplitter(longestLine);
  for await (const chunk of stdin) {
    const answers = splitter.push(chunk as Buffer).map(answer);
    if (answers.length > 0) await write(stdout, answers.join(''));
  }
  const last = splitter.end().map(answer);
  if (last.length > 0) await write(stdout, last.join(''));
  return failed ? 1 : 0;
};

class BadLine extends Error {}

const nothing = `${JSON.stringify(nothingFound)}\n`;

function answerLine(line: string | null): string {
  if (line === null) throw new BadLine(`longer than ${longestLine} characters`);
  let question: unknown;
  try {
    question = JSON.parse(line);
  } catch {
    throw new BadLine('this is not JSON; expected {"text": "…", "sender": "…"}');
  }
  const { text, sender } = (question ?? {}) as { text?: unknown; sender?: unknown };
  if (typeof text !== 'string') throw new BadLine('expected a text in "text", as in {"text": "…", "sender": "…"}');
  if (sender !== undefined && sender !== null && typeof sender !== 'string') {
    throw new BadLine('expected text in "sender", or leave it out');
  }
  const found = extractCode(text, { sender: sender ?? undefined });
  return `${JSON.stringify(found)}\n`;
}

/** Waits only where the reader is slower than we are. */
function write(stdout: NodeJS.WriteStream, text: string): Promise<void> | void {
  if (stdout.write(text)) return;
  return new Promise((resolve) => void stdout.once('drain', resolve));
}
