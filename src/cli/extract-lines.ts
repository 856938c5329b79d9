import { nothingFound } from '../domain/code.ts';
import { extract } from '../extraction/extract.ts';
import { BadLine, readQuestion } from './extract-question.ts';

/** No text is anywhere near as long: 255 parts hold 39,015 characters (3GPP TS 23.040 §9.2.3.24.1). */
export const longestLine = 1_048_576;

/** Lines in the order in which they came. */
interface Batch {
  /** Number of the first line, from 1. */
  first: number;
  /** null: longer than `longestLine`. */
  lines: (string | null)[];
}

interface Answered {
  /** One line for each that is not blank, in their order. */
  answers: string;
  /** What was wrong with lines that could not be read, one line each; no text. */
  problems: string[];
}

/**
 * A line that cannot be read is answered by one in which nothing is found, so that answers stay beside their questions;
 * blank lines are passed over, as JSON lines are read everywhere.
 */
export function extractLines({ first, lines }: Batch): Answered {
  const problems: string[] = [];
  const answers = lines.map((line, index) => {
    try {
      return line === null || line.trim() !== '' ? answer(line) : '';
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      problems.push(`line ${first + index}: ${error.message}`);
      return nothing;
    }
  });
  return { answers: answers.join(''), problems };
}

const nothing = `${JSON.stringify(nothingFound)}\n`;

function answer(line: string | null): string {
  if (line === null) throw new BadLine(`longer than ${longestLine} characters`);
  const { text, hints } = readQuestion(line);
  return `${JSON.stringify(extract(text, hints))}\n`;
}
