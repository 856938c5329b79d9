/** Cuts what comes in pieces into lines; a line that is too long is `null`. */
export interface LineSplitter {
  push(chunk: Uint8Array): (string | null)[];
  /** The last line, where no line break ends it. */
  end(): (string | null)[];
}

/** @param longest in characters; what is over it is not held in memory */
export function createLineSplitter(longest: number): LineSplitter {
  const decoder = new TextDecoder();
  let rest = '';
  let overlong = false;
  const take = (text: string): (string | null)[] => {
    const lines: (string | null)[] = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (overlong && lines.length > 0) {
      lines[0] = null;
      overlong = false;
    }
    if (rest.length > longest) {
      overlong = true;
      rest = '';
    }
    return lines;
  };
  return {
    push: (chunk) => take(decoder.decode(chunk, { stream: true })),
    end() {
      const lines = take(decoder.decode());
      if (overlong) return [...lines, null];
      return rest === '' ? lines : [...lines, rest];
    },
  };
}
