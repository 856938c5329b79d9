import { signal } from '@preact/signals';
import { account } from '../../api/account.ts';
import { type Adapters, hasKinds, type Item, type Items, type Part, saveItem } from '../../api/configuration.ts';
import { Refusal } from '../../api/request.ts';
import { readSettings, type Setting } from '../../forms/setting.ts';
import { toSend, type Value, withAt } from '../../forms/value.ts';
import { explainError } from '../../parts/notices.tsx';
import { words } from '../../words/words.ts';
import { freeId } from './items.ts';
import { type Problems, placeProblems, problemsOf } from './problems.ts';

/** What an item has that is not a setting. */
const notSettings = ['id', 'provisioned', 'revision', 'proof', 'kind'];

/** An item while it is edited. */
export class Draft {
  readonly value = signal<Value>({});
  readonly id = signal('');
  readonly problems = signal<Problems>({});
  readonly error = signal<string | null>(null);
  readonly busy = signal(false);
  /** Somebody else changed it, or took it away, since it was read. */
  readonly conflict = signal(false);
  /** What was typed, once the form shows what somebody else made of it. */
  readonly mine = signal<Value | null>(null);
  /** Settings that every item of the part has, and those of its kind. */
  readonly common: readonly Setting[];
  readonly own: readonly Setting[];
  readonly part: Part;
  readonly kind: string;
  readonly #items: Items;
  /** Of a kind that one may not add, the settings are not described: they go back as they came. */
  readonly #isDescribed: boolean;
  #item: Item | null;
  #before: string;

  constructor(
    part: Part,
    { item, kind, adapters, items }: { item: Item | null; kind: string; adapters: Adapters; items: Items },
  ) {
    this.part = part;
    this.kind = kind;
    this.#item = item;
    this.#items = items;
    const found = hasKinds(part) ? adapters[part].find((one) => one.kind === kind) : undefined;
    const schema = {
      lines: adapters.line,
      routes: adapters.route,
      sources: adapters.source,
      destinations: adapters.destination,
      providers: adapters.provider,
    }[part];
    this.common = readSettings(schema, ['id', 'kind']);
    this.own = found === undefined ? [] : readSettings(found.schema);
    this.#isDescribed = !this.#hasKind || found !== undefined;
    this.value.value = item === null ? this.#firstValue() : settingsOf(item);
    this.id.value =
      item?.id ?? (part === 'routes' ? '' : freeId(found === undefined ? 'line' : kind, takenIn(part, items)));
    this.#before = this.#state();
  }

  get isNew(): boolean {
    return this.#item === null;
  }

  /** Something was typed that is not saved. */
  get isDirty(): boolean {
    return this.#state() !== this.#before;
  }

  /** Where the words for the settings of its kind stand. */
  get of(): string {
    return `${this.part}.${this.kind}`;
  }

  change(path: string, next: unknown): void {
    this.value.value = withAt(this.value.value, path, next);
    const isSolved = (one: string) => one === path || one.startsWith(`${path}.`);
    this.problems.value = Object.fromEntries(Object.entries(this.problems.value).filter(([one]) => !isSolved(one)));
  }

  /** What is saved: as in the configuration file. */
  toSend(): Value {
    const own = this.#isDescribed ? toSend(this.value.value, this.own) : this.#undescribed();
    return { ...toSend(this.value.value, this.common), ...own, ...(this.#hasKind ? { kind: this.kind } : {}) };
  }

  /** Marks what is not there or cannot be, before anybody is asked. Answers whether all is well. */
  check(): boolean {
    this.problems.value = problemsOf(this.value.value, [...this.common, ...this.own]);
    return Object.keys(this.problems.value).length === 0;
  }

  /** Answers the saved item; null where something is wrong, which then is shown. */
  async save(): Promise<{ item: Item; warnings: string[] } | null> {
    this.error.value = null;
    if (!this.check()) return null;
    this.busy.value = true;
    try {
      const saved = await saveItem(this.part, this.#idToSave(), this.toSend(), this.#item?.revision ?? null);
      this.#before = this.#state();
      return saved;
    } catch (error) {
      this.refuse(error);
      return null;
    } finally {
      this.busy.value = false;
    }
  }

  /** Shows what the hub has against it: beside the settings that are wrong; the rest over the buttons. */
  refuse(error: unknown): void {
    const said = words.value.items;
    if (!(error instanceof Refusal)) this.error.value = explainError(error);
    else if (error.status === 412 && this.#item !== null) this.conflict.value = true;
    else if (error.status === 412) this.problems.value = { id: said.idTaken };
    else if (error.problems.length > 0) this.error.value = this.mark(error.problems).join(' ') || said.seeAbove;
    else this.error.value = error.code === 'provisioned' ? said.locked(this.#items.file ?? '') : explainError(error);
  }

  /** Says problems beside their settings. Answers those that belong to none. */
  mark(problems: Refusal['problems']): string[] {
    const { placed, others } = placeProblems(problems, [...this.common, ...this.own], this.isNew);
    this.problems.value = placed;
    return others;
  }

  /** Goes on with what somebody else made of it; what was typed is kept beside. Secrets that were typed stay. */
  takeTheirs(item: Item): void {
    const mine = this.value.value;
    const theirs = settingsOf(item);
    const secrets = this.own.filter(({ shape, name }) => shape === 'secret' && typeof mine[name] === 'string');
    this.mine.value = mine;
    this.value.value = { ...theirs, ...Object.fromEntries(secrets.map(({ name }) => [name, mine[name]])) };
    this.#item = item;
    this.conflict.value = false;
    this.problems.value = {};
  }

  get #hasKind(): boolean {
    return hasKinds(this.part);
  }

  #undescribed(): Value {
    const common = this.common.map(({ name }) => name);
    return Object.fromEntries(Object.entries(this.value.value).filter(([name]) => !common.includes(name)));
  }

  #state(): string {
    return JSON.stringify([this.value.value, this.id.value]);
  }

  #idToSave(): string {
    if (this.id.value.trim() !== '') return this.id.value.trim();
    return freeId(String(this.value.value.name ?? this.part), this.#items[this.part]);
  }

  /** A line is set where there is one only; a person owns what they make. */
  #firstValue(): Value {
    const { lines, people } = this.#items;
    const value: Value = {};
    const [line] = lines;
    const me = people.find(({ id }) => id === account.value?.id);
    const person = people.length === 1 ? people[0] : me;
    if (this.part === 'sources' && lines.length === 1 && line !== undefined) value.line = line.id;
    // A provider that names nobody is everybody's.
    if (person !== undefined && this.part !== 'providers' && this.common.some(({ name }) => name === 'owner'))
      value.owner = person.id;
    return value;
  }
}

/** Sources and providers are called at addresses of the same form. */
function takenIn(part: Part, items: Items): readonly Item[] {
  return part === 'sources' || part === 'providers' ? [...items.sources, ...items.providers] : items[part];
}

function settingsOf(item: Item): Value {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !notSettings.includes(name)));
}
