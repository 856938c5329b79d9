import { nothingFound } from '../domain/code.ts';
import { extract } from '../extraction/extract.ts';

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
  /** One line for each, in their order. */
  answers: string;
  /** What was wrong with lines that could not be read, one line each; no text. */
  problems: string[];
}

/** A line that cannot be read is answered by one in which nothing is found, so that answers stay beside their questions. */
export function extractLines({ first, lines }: Batch): Answered {
  const problems: string[] = [];
  const answers = lines.map((line, index) => {
    try {
      return answer(line);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      problems.push(`line ${first + index}: ${error.message}`);
      return nothing;
    }
  });
  return { answers: answers.join(''), problems };
}

class BadLine extends Error {}

const nothing = `${JSON.stringify(nothingFound)}\n`;

function answer(line: string | null): string {
  if (line === null) throw new BadLine(`longer than ${longestLine} characters`);
  const { text, sender } = parse(line);
  if (typeof text !== 'string') throw new BadLine('expected a text in "text", as in {"text": "…", "sender": "…"}');
  if (sender !== undefined && sender !== null && typeof sender !== 'string') {
    throw new BadLine('expected text in "sender", or leave it out');
  }
  return `${JSON.stringify(extract(text, { sender: sender ?? undefined }))}\n`;
}

function parse(line: string): { text?: unknown; sender?: unknown } {
  try {
    return (JSON.parse(line) ?? {}) as { text?: unknown; sender?: unknown };
  } catch {
    throw new BadLine('this is not JSON; expected {"text": "…", "sender": "…"}');
  }
}
