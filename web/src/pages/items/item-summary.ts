import type { Item, Part } from '../../api/configuration.ts';
import { readSettings, type Setting } from '../../forms/setting.ts';
import { labelOf, valueWords } from '../../forms/setting-words.ts';
import { words } from '../../words/words.ts';
import type { ItemsState } from './items.ts';

export function nameOf({ name, id }: Item): string {
  return name ?? id;
}

/** What is most worth knowing of an item, in a line or two. */
export function summaryOf(part: Part, item: Item, state: ItemsState): string[] {
  const said = words.value.items;
  // Where there is one person, everything is theirs.
  const several = (state.items.value?.people.length ?? 0) > 1;
  const owner = several ? state.nameOfPerson(item.owner) : '';
  if (part === 'lines') return [said.lineOf(String(item.number ?? said.noNumber), owner)];
  if (part === 'sources') return [said.serves(lineName(String(item.line ?? ''), state))];
  if (part === 'destinations') return [said.ownedBy(owner, said.shows[String(item.show)] ?? String(item.show))];
  if (part === 'providers') return [said.sendsFor(owner, [item.regions ?? []].flat().join(', '))];
  const to = [item.to ?? []].flat().join(', ');
  return [
    conditionWords(item, state) || said.everything,
    to === '' ? said.dropped : said.goesTo(to, item.stop === true),
  ];
}

function lineName(id: string, state: ItemsState): string {
  const number = state.items.value?.lines.find((line) => line.id === id)?.number;
  return number === undefined ? id : `${id} (${number})`;
}

/** "Service: Netflix · Came to: family". */
function conditionWords(item: Item, state: ItemsState): string {
  const when = (item.when ?? {}) as Record<string, unknown>;
  const schema = state.adapters.value?.route.properties?.when;
  return readSettings(schema ?? {}, [], 'when.')
    .filter(({ name }) => when[name] !== undefined)
    .map((setting) => `${labelOf(setting, 'routes')}: ${heldWords(setting, when[setting.name])}`)
    .join(' · ');
}

function heldWords(setting: Setting, held: unknown): string {
  if (setting.shape === 'maybe') return valueWords({ ...setting, shape: 'text' }, 'routes', String(held));
  if (setting.shape !== 'group') return valueWords(setting, 'routes', held);
  const { from, until, days, timeZone } = held as Record<string, unknown>;
  const inside = setting.inside.find(({ name }) => name === 'days');
  const onDays = inside === undefined || days === undefined ? '' : ` ${valueWords(inside, 'routes', days)}`;
  return `${from}–${until}${onDays} (${timeZone ?? 'UTC'})`;
}
