import { saveLineTests } from '../../api/canaries.ts';
import { readItems } from '../../api/configuration.ts';
import { Refusal } from '../../api/request.ts';
import { lineTestWords } from '../../words/line-tests.ts';
import { type Change, changeTests } from './change-tests.ts';
import type { FieldName } from './draft.ts';

/** What is wrong, by the field; `all`: with none of them alone. */
export type Problems = Partial<Record<FieldName | 'all', string>>;

const fields: readonly FieldName[] = ['id', 'to', 'via', 'everyMinutes', 'lostAfterSeconds'];

/**
 * Saves one test among the others as they are now.
 *
 * @returns what the hub has against it; nothing: it is saved
 * @throws what has nothing to do with it
 */
export async function saveChange(change: Change): Promise<Problems> {
  const { form: said } = lineTestWords.value;
  const { general } = await readItems();
  const changed = changeTests(general.canaries, change);
  if (changed === 'conflict') return { all: said.conflict };
  if (changed === 'taken') return { id: said.taken };
  try {
    await saveLineTests(changed.tests, general.revision);
    return {};
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 412) return { all: said.conflict };
    if (error.problems.length === 0) throw error;
    return placeProblems(error.problems, `canaries[${changed.at}].`);
  }
}

function placeProblems(problems: Refusal['problems'], own: string): Problems {
  const found: Problems = {};
  for (const { path, message } of problems) {
    const field = path.startsWith(own) ? fields.find((name) => name === path.slice(own.length)) : undefined;
    found[field ?? 'all'] ??= field === undefined && path !== '' ? `${path}: ${message}` : message;
  }
  return found;
}
