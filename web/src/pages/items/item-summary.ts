import type { Item, Part } from '../../api/configuration.ts';
import { labelOf } from '../../forms/setting-words.ts';
import { words } from '../../words/words.ts';

export function nameOf({ name, id }: Item): string {
  return name ?? id;
}

/** What is most worth knowing of an item, in a line or two. */
export function summaryOf(part: Part, item: Item): string[] {
  const said = words.value.items;
  const list = (value: unknown) => [value ?? []].flat().join(', ');
  if (part === 'lines') return [said.lineOf(String(item.number ?? said.noNumber), String(item.owner ?? ''))];
  if (part === 'sources') return [said.serves(String(item.line ?? ''))];
  if (part === 'destinations')
    return [said.ownedBy(String(item.owner ?? ''), said.shows[String(item.show)] ?? String(item.show))];
  const conditions = Object.entries((item.when ?? {}) as Record<string, unknown>).map(
    ([name, value]) => `${labelOf({ name, path: `when.${name}` } as never, 'route')}: ${conditionWords(value)}`,
  );
  const to = list(item.to);
  return [
    conditions.length === 0 ? said.everything : conditions.join(' · '),
    to === '' ? said.dropped : said.goesTo(to, item.stop === true),
  ];
}

function conditionWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? words.value.common.yes : words.value.common.no;
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.values(value).flat().join(' – ');
  return [value].flat().join(', ');
}
