import { leavesOf, type Setting } from '../../forms/setting.ts';
import { missing, outOfBounds, type Value } from '../../forms/value.ts';
import { words } from '../../words/words.ts';

/** What is wrong, by the path of the setting. */
export type Problems = Readonly<Record<string, string>>;

/** What the page sees by itself: what is not there, and numbers out of bounds. */
export function problemsOf(value: Value, settings: readonly Setting[]): Problems {
  const { common } = words.value;
  return Object.fromEntries([
    ...missing(value, settings).map((path) => [path, common.required]),
    ...outOfBounds(value, settings).map((setting) => [setting.path, boundsOf(setting)]),
  ]);
}

/**
 * Lays each problem of the hub beside the setting that it is about, or beside the group around it. `others` belong to
 * none: what becomes wrong elsewhere, and the thing as a whole.
 */
export function placeProblems(
  problems: readonly { path: string; message: string }[],
  settings: readonly Setting[],
  hasId: boolean,
): { placed: Problems; others: string[] } {
  const places = new Set([...pathsOf(settings), ...(hasId ? ['id'] : [])]);
  const placed: Record<string, string> = {};
  const others: string[] = [];
  for (const { path, message } of problems) {
    const place = placeOf(path, places);
    if (place === undefined) others.push(sentence(message));
    else placed[place] = placed[place] === undefined ? sentence(message) : `${placed[place]} ${sentence(message)}`;
  }
  return { placed, others };
}

/** `to[1]` is said at `to`; `when.time.days[0]` at `when.time.days`, else at `when.time`, else at `when`. */
function placeOf(path: string, places: ReadonlySet<string>): string | undefined {
  const names = path.replace(/\[\d+\]/g, '').split('.');
  for (let count = names.length; count > 0; count--) {
    const place = names.slice(0, count).join('.');
    if (places.has(place)) return place;
  }
  return undefined;
}

function pathsOf(settings: readonly Setting[]): string[] {
  const groups = settings.flatMap((one) => (one.shape === 'group' ? [one.path, ...pathsOf(one.inside)] : []));
  return [...groups, ...leavesOf(settings).map(({ path }) => path)];
}

function boundsOf(setting: Setting): string {
  const { forms } = words.value;
  if (setting.shape !== 'number') return '';
  const { least, most } = setting;
  if (least !== undefined && most !== undefined) return forms.between(least, most);
  if (least !== undefined) return forms.atLeast(least);
  return most === undefined ? forms.whole : forms.atMost(most);
}

/** The hub says it in lower case, as after a path. */
function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
