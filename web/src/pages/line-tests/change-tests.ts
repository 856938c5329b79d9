import type { LineTestSetting } from '../../api/canaries.ts';

/** What is done to one of the tests: it is made (before: null), changed, or removed (next: null). */
export interface Change {
  before: LineTestSetting | null;
  next: LineTestSetting | null;
}

/**
 * All tests with one of them changed. They are saved together, so others may have changed meanwhile.
 *
 * @returns `conflict` when that one is not as it was any more, `taken` when another has its name
 */
export function changeTests(
  tests: readonly LineTestSetting[],
  { before, next }: Change,
): { tests: LineTestSetting[]; at: number } | 'conflict' | 'taken' {
  const at = before === null ? tests.length : tests.findIndex(({ id }) => id === before.id);
  if (before !== null && !isSame(tests[at], before)) return 'conflict';
  if (next !== null && tests.some(({ id }, index) => index !== at && id === next.id)) return 'taken';
  return { tests: tests.toSpliced(at, 1, ...(next === null ? [] : [next])), at };
}

function isSame(one: LineTestSetting | undefined, other: LineTestSetting): boolean {
  return (
    one !== undefined && (Object.keys(other) as (keyof LineTestSetting)[]).every((name) => one[name] === other[name])
  );
}
