import type { Concat, Deliver } from './pdu.ts';
import { decodeBody } from './user-data.ts';

/** What of a DELIVER is needed to put a text together. */
export type TextPart = Pick<Deliver, 'coding' | 'concat' | 'shift' | 'body'>;

/**
 * The whole text of its parts, in any order; of two with the same number the first counts. Octets are joined before
 * they are decoded: an emoji or an escape may lie across the border of two parts. Where parts are missing, `missing`
 * stands once for those in a row; without it nothing does.
 */
export function joinParts(parts: readonly TextPart[], { missing = '' }: { missing?: string } = {}): string {
  const bySequence = new Map<number, TextPart>();
  for (const part of parts) {
    const sequence = part.concat?.sequence ?? 1;
    if (!bySequence.has(sequence)) bySequence.set(sequence, part);
  }
  const total = Math.max(0, ...parts.map(({ concat }) => totalOf(concat)));
  return runsOf(bySequence, total)
    .map((run) => (run.length === 0 ? missing : decodeRun(run)))
    .join('');
}

function totalOf(concat: Concat | null): number {
  return concat?.total ?? 1;
}

/** Neighbours that are written alike; an empty run for what is missing. */
function runsOf(bySequence: Map<number, TextPart>, total: number): TextPart[][] {
  const runs: TextPart[][] = [];
  for (let sequence = 1; sequence <= total; sequence += 1) {
    const part = bySequence.get(sequence);
    const run = runs.at(-1);
    if (part === undefined) {
      if (run === undefined || run.length > 0) runs.push([]);
    } else if (run?.[0] !== undefined && isAlike(run[0], part)) run.push(part);
    else runs.push([part]);
  }
  return runs;
}

function isAlike(one: TextPart, other: TextPart): boolean {
  return (
    one.coding.alphabet === other.coding.alphabet &&
    one.shift.locking === other.shift.locking &&
    one.shift.single === other.shift.single
  );
}

function decodeRun(run: TextPart[]): string {
  const [first] = run;
  if (first === undefined) return '';
  return decodeBody(first.coding.alphabet, Uint8Array.from(run.flatMap(({ body }) => [...body])), first.shift);
}
