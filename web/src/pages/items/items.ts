import { batch, signal } from '@preact/signals';
import {
  type Adapters,
  type Health,
  type Item,
  type Items,
  type Part,
  readAdapters,
  readDestinations,
  readItems,
  readSources,
} from '../../api/configuration.ts';
import type { Choosable } from '../../forms/settings-form.tsx';
import { explainError } from '../../parts/notices.tsx';

/** What is configured, with how it is; for one visit of a page. */
export class ItemsState {
  readonly adapters = signal<Adapters | null>(null);
  readonly items = signal<Items | null>(null);
  /** Of sources and destinations, by part and id. */
  readonly health = signal<ReadonlyMap<string, Health>>(new Map());
  readonly error = signal<string | null>(null);

  async load(): Promise<void> {
    try {
      const [adapters, items, sources, destinations] = await Promise.all([
        this.adapters.value ?? readAdapters(),
        readItems(),
        readSources(),
        readDestinations(),
      ]);
      batch(() => {
        this.adapters.value = adapters;
        this.items.value = items;
        this.health.value = new Map([
          ...sources.sources.map((one) => [`sources/${one.id}`, one.health] as const),
          ...destinations.destinations.map((one) => [`destinations/${one.id}`, one.health] as const),
        ]);
        this.error.value = null;
      });
    } catch (error) {
      this.error.value = explainError(error);
    }
  }

  healthOf(part: Part, id: string): Health | undefined {
    return this.health.value.get(`${part}/${id}`);
  }
}

/** What settings may name. */
export function choosableOf(items: Items): Choosable {
  return {
    line: items.lines.map(({ id, number }) => ({ id, label: number === undefined ? id : `${id} (${number})` })),
    destination: items.destinations.map(({ id }) => ({ id, label: id })),
    person: items.people.map(({ id, name }) => ({ id, label: name })),
  };
}

/** A short name that is free, made from a longer one. */
export function freeId(wanted: string, taken: readonly Item[]): string {
  const plain = wanted
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  const base = plain === '' ? 'new' : plain;
  const isTaken = (id: string) => taken.some((one) => one.id === id);
  if (!isTaken(base)) return base;
  let number = 2;
  while (isTaken(`${base}-${number}`)) number++;
  return `${base}-${number}`;
}
