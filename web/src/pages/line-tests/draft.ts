import type { LineTestSetting } from '../../api/canaries.ts';
import type { Items } from '../../api/configuration.ts';

/** A test as it stands in the form. */
export interface Draft {
  /** null: as the form proposes it. */
  name: string | null;
  to: string;
  via: string;
  every: string;
  unit: Unit;
  lostAfterMinutes: string;
}

export const units = { minutes: 1, hours: 60, days: 1440 } as const;
export type Unit = keyof typeof units;

export type FieldName = 'id' | 'to' | 'via' | 'everyMinutes' | 'lostAfterSeconds';

/** As the hub wants them. */
const bounds = { everyMinutes: [5, 10_080], lostAfterSeconds: [30, 86_400] } as const;

export function toDraft(test: LineTestSetting | null): Draft {
  if (test === null) return { name: null, to: '', via: '', every: '6', unit: 'hours', lostAfterMinutes: '5' };
  const { id, to, via, everyMinutes, lostAfterSeconds } = test;
  const unit = everyMinutes % 1440 === 0 ? 'days' : everyMinutes % 60 === 0 ? 'hours' : 'minutes';
  const every = String(everyMinutes / units[unit]);
  return { name: id, to, via, every, unit, lostAfterMinutes: String(lostAfterSeconds / 60) };
}

/** What the form says, and what the hub would refuse of it. */
export function readDraft(draft: Draft, enabled: boolean): { test: LineTestSetting; wrong: Set<FieldName> } {
  const { to, via } = draft;
  const test = {
    id: nameOf(draft),
    to,
    via,
    everyMinutes: Math.round(readNumber(draft.every) * units[draft.unit]),
    lostAfterSeconds: Math.round(readNumber(draft.lostAfterMinutes) * 60),
    enabled,
  };
  const wrong = new Set<FieldName>();
  const isProposedLater = draft.name === null && (to === '' || via === '');
  if (!isProposedLater && !/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(test.id)) wrong.add('id');
  if (to === '') wrong.add('to');
  if (via === '' || via === to) wrong.add('via');
  for (const [name, [least, most]] of Object.entries(bounds) as [keyof typeof bounds, readonly [number, number]][])
    if (!(test[name] >= least && test[name] <= most)) wrong.add(name);
  return { test, wrong };
}

/** What one has typed, else a name made of where it goes. */
export function nameOf({ name, to, via }: Draft): string {
  if (name !== null) return name.trim();
  return to === '' || via === '' ? '' : `${to}-by-${via}`.slice(0, 63);
}

/** Lines that can be texted. */
export function linesToTest({ lines }: Items): { id: string; number: string }[] {
  return lines.flatMap(({ id, number }) => (number === undefined ? [] : [{ id, number }]));
}

/** What may send to that line. Mail servers send no texts. */
export function waysTo(to: string, { lines, providers }: Items): { lines: string[]; providers: string[] } {
  return {
    lines: lines.filter(({ id }) => id !== to).map(({ id }) => id),
    providers: providers.filter(({ kind }) => kind !== 'smtp').map(({ id }) => id),
  };
}

/** Can any line be tested at all? */
export function canTest(items: Items): boolean {
  return linesToTest(items).some(({ id }) => {
    const { lines, providers } = waysTo(id, items);
    return lines.length + providers.length > 0;
  });
}

function readNumber(typed: string): number {
  return typed.trim() === '' ? Number.NaN : Number(typed.trim().replace(',', '.'));
}
