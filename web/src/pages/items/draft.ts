import { signal } from '@preact/signals';
import { type Adapters, type Item, type Items, type Part, saveItem } from '../../api/configuration.ts';
import { Refusal } from '../../api/request.ts';
import { readSettings, type Setting } from '../../forms/setting.ts';
import { missing, toSend, type Value, withAt } from '../../forms/value.ts';
import { explainError } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';
import { freeId } from './items.ts';

/** What an item has that is not a setting. */
const notSettings = ['id', 'provisioned', 'revision', 'proof', 'kind'];

/** An item while it is edited. */
export class Draft {
  readonly value = signal<Value>({});
  readonly id = signal('');
  readonly problems = signal<Readonly<Record<string, string>>>({});
  readonly error = signal<string | null>(null);
  readonly busy = signal(false);
  /** Settings that every item of the part has, and those of its kind. */
  readonly common: readonly Setting[];
  readonly own: readonly Setting[];
  readonly part: Part;
  readonly kind: string;
  readonly #item: Item | null;
  readonly #items: Items;

  constructor(
    part: Part,
    { item, kind, adapters, items }: { item: Item | null; kind: string; adapters: Adapters; items: Items },
  ) {
    this.part = part;
    this.kind = kind;
    this.#item = item;
    this.#items = items;
    const found =
      part === 'sources' || part === 'destinations' ? adapters[part].find((one) => one.kind === kind) : undefined;
    const schema = {
      lines: adapters.line,
      routes: adapters.route,
      sources: adapters.source,
      destinations: adapters.destination,
    }[part];
    this.common = readSettings(schema, ['id', 'kind']);
    this.own = found === undefined ? [] : readSettings(found.schema);
    this.value.value = item === null ? this.#firstValue() : without(item, notSettings);
    this.id.value = item?.id ?? (part === 'routes' ? '' : freeId(found === undefined ? 'line' : kind, items[part]));
  }

  get isNew(): boolean {
    return this.#item === null;
  }

  change(path: string, next: unknown): void {
    this.value.value = withAt(this.value.value, path, next);
    const { [path]: _solved, ...rest } = this.problems.value;
    this.problems.value = rest;
  }

  /** What is saved: as in the configuration file. */
  toSend(): Value {
    const hasKind = this.part === 'sources' || this.part === 'destinations';
    return { ...toSend(this.value.value, [...this.common, ...this.own]), ...(hasKind ? { kind: this.kind } : {}) };
  }

  /** Answers the saved item; null where something is wrong, which then is shown. */
  async save(): Promise<{ item: Item; warnings: string[] } | null> {
    const absent = missing(this.value.value, [...this.common, ...this.own]);
    if (absent.length > 0) {
      this.problems.value = Object.fromEntries(absent.map((path) => [path, words.value.common.required]));
      return null;
    }
    this.busy.value = true;
    this.error.value = null;
    try {
      return await saveItem(this.part, this.#idToSave(), this.toSend(), this.#item?.revision ?? null);
    } catch (error) {
      this.#show(error);
      return null;
    } finally {
      this.busy.value = false;
    }
  }

  #idToSave(): string {
    if (this.id.value.trim() !== '') return this.id.value.trim();
    return freeId(String(this.value.value.name ?? this.part), this.#items[this.part]);
  }

  /** Beside the settings that are wrong; what belongs to none of them, over the buttons. */
  #show(error: unknown): void {
    const problems = error instanceof Refusal ? error.problems : [];
    const paths = new Set([...this.common, ...this.own].flatMap(pathsOf));
    this.problems.value = Object.fromEntries(problems.map(({ path, message }) => [path, message]));
    const others = problems.filter(({ path }) => !paths.has(path)).map(({ message }) => message);
    this.error.value = problems.length === 0 ? explainError(error) : others.join(' ') || words.value.items.seeAbove;
  }

  /** A line is set where there is one only; a person owns what they make. */
  #firstValue(): Value {
    const { lines, people } = this.#items;
    const value: Value = {};
    const [line] = lines;
    const [person] = people;
    if (this.part === 'sources' && lines.length === 1 && line !== undefined) value.line = line.id;
    if (people.length === 1 && person !== undefined && this.common.some(({ name }) => name === 'owner'))
      value.owner = person.id;
    return value;
  }
}

function pathsOf(setting: Setting): string[] {
  return setting.shape === 'group' ? setting.inside.flatMap(pathsOf) : [setting.path];
}

function without(item: Item, names: readonly string[]): Value {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
}
