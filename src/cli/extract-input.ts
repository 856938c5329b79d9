import { fstatSync } from 'node:fs';
import { KeypigeonError } from '../domain/errors.ts';
import type { Surroundings } from './command.ts';

/** The bytes of standard input, piece by piece. Throws KeypigeonError where they cannot be read or are UTF-16. */
export async function* readInput(stdin: Surroundings['stdin']): AsyncGenerator<Uint8Array> {
  // Node reads a folder as if it were empty.
  if (isFolder(stdin.fd)) throw unusable('it is a folder');
  let isFirst = true;
  try {
    for await (const piece of stdin as AsyncIterable<Buffer>) {
      if (isFirst && isUtf16(piece)) throw unusable('it is UTF-16; iconv -f UTF-16 -t UTF-8 converts it');
      isFirst = false;
      yield piece;
    }
  } catch (error) {
    if (error instanceof KeypigeonError) throw error;
    throw unusable((error as NodeJS.ErrnoException).code ?? 'reading failed', error);
  }
}

function unusable(why: string, cause?: unknown): KeypigeonError {
  const detail = `extract: standard input cannot be read: ${why}; expected JSON lines in UTF-8, as from < texts.jsonl`;
  return new KeypigeonError('invalid-request', detail, { cause });
}

function isFolder(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isDirectory();
  } catch {
    return false;
  }
}

/** By its byte order mark, or by the zero byte beside the first ASCII character; UTF-8 has neither. */
function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0;
}
