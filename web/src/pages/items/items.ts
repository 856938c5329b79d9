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
  readProviders,
  readSources,
} from '../../api/configuration.ts';
import { type Line, readLines } from '../../api/lines.ts';
import type { Choosable } from '../../forms/settings-form.tsx';
import { explainError } from '../../parts/notices.tsx';

const lookEveryMs = 5_000;

/** What is configured, with how it is; for one visit of a page. */
export class ItemsState {
  readonly adapters = signal<Adapters | null>(null);
  readonly items = signal<Items | null>(null);
  /** Of sources, destinations and providers, by part and id. */
  readonly health = signal<ReadonlyMap<string, Health>>(new Map());
  readonly lines = signal<readonly Line[]>([]);
  readonly error = signal<string | null>(null);

  async load(): Promise<void> {
    try {
      const [adapters, items] = await Promise.all([
        this.adapters.value ?? readAdapters(),
        readItems(),
        this.refreshHealth(),
      ]);
      batch(() => {
        this.adapters.value = adapters;
        this.items.value = items;
        this.error.value = null;
      });
    } catch (error) {
      this.error.value = explainError(error);
    }
  }

  /** How things are now. */
  async refreshHealth(): Promise<void> {
    const [sources, destinations, { providers }, lines] = await Promise.all([
      readSources(),
      readDestinations(),
      readProviders(),
      readLines(),
    ]);
    batch(() => {
      this.health.value = new Map([
        ...sources.sources.map((one) => [`sources/${one.id}`, one.health] as const),
        ...destinations.destinations.map((one) => [`destinations/${one.id}`, one.health] as const),
        ...providers.map((one) => [`providers/${one.id}`, one.health] as const),
      ]);
      this.lines.value = lines;
    });
  }

  /** Looks every few seconds how things are, while the page can be seen. Answers how to stop. */
  watch(): () => void {
    const timer = setInterval(() => {
      // Whether the hub is there is said elsewhere; what was seen last stays.
      if (document.visibilityState === 'visible') this.refreshHealth().catch(() => {});
    }, lookEveryMs);
    return () => clearInterval(timer);
  }

  healthOf(part: Part, id: string): Health | undefined {
    return this.health.value.get(`${part}/${id}`);
  }

  lineOf(id: string): Line | undefined {
    return this.lines.value.find((line) => line.id === id);
  }

  nameOfPerson(id: unknown): string {
    return this.items.value?.people.find((person) => person.id === id)?.name ?? String(id ?? '');
  }
}

/** What settings may name. */
export function choosableOf(items: Items): Choosable {
  return {
    line: items.lines.map(({ id, number }) => ({ id, label: number === undefined ? id : `${id} · ${number}` })),
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
