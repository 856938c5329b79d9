import { computed, signal } from '@preact/signals';
import { account } from '../../api/account.ts';
import { type Adapters, type Items, removeItem } from '../../api/configuration.ts';
import { missing } from '../../forms/value.ts';
import { setUpWords } from '../../words/set-up.ts';
import { words } from '../../words/words.ts';
import { Draft } from '../items/draft.ts';
import { freeId } from '../items/items.ts';
import { plainNumber, problemOfNumber } from './phone-number.ts';
import { makeSecrets, type PhoneApp, type Secrets } from './phones.ts';

/** What stands in place of a line's id while the line is new. */
export const newLine = '';
const ids: Record<string, string> = { hilink: 'stick', serial: 'modem', webhook: 'phone', twilio: 'twilio' };

/** A source that is set up, with the number that it serves. */
export class NewSource {
  readonly kind: string;
  readonly source: Draft;
  readonly line: Draft;
  /** An id of a line, or `newLine`. */
  readonly serves = signal(newLine);
  readonly name = signal('');
  readonly app: PhoneApp | null;
  readonly busy = computed(() => this.source.busy.value || this.line.busy.value);
  readonly #items: Items;

  constructor(
    { kind, app, found }: { kind: string; app: PhoneApp | null; found: Readonly<Record<string, string>> },
    { adapters, items }: { adapters: Adapters; items: Items },
  ) {
    this.kind = kind;
    this.app = app;
    this.#items = items;
    const parts = { item: null, adapters, items };
    this.source = new Draft('sources', { ...parts, kind });
    this.line = new Draft('lines', { ...parts, kind: '' });
    const id = ids[kind] ?? kind;
    this.source.id.value = freeId(app?.id ?? id, items.sources);
    this.name.value = freeId(app === null ? id : 'phone', items.lines);
    for (const [name, value] of Object.entries(found)) this.source.change(name, value);
    if (items.people.some((person) => person.id === account.value?.id)) this.line.change('owner', account.value?.id);
    const unserved = items.lines.find((line) => !items.sources.some((source) => source.line === line.id));
    this.serves.value = unserved?.id ?? newLine;
  }

  /** Its short name, as it is made of what was typed. */
  get lineId(): string {
    return freeId(this.name.value, this.#items.lines);
  }

  /**
   * Saves the line and the source, or neither. Answers the source's id with its secrets, which are shown only this once;
   * null where something is wrong, which then is shown.
   */
  async save(): Promise<{ id: string; secrets: Secrets } | null> {
    const secrets = this.#takeSecrets();
    if (!this.#isWhole()) return null;
    const isNew = this.serves.value === newLine;
    const line = isNew ? await this.#saveLine() : this.serves.value;
    if (line === null) return null;
    this.source.change('line', line);
    const saved = await this.source.save();
    if (saved !== null) return { id: saved.item.id, secrets };
    // What is left over where this fails is a line without a source, which can be chosen the next time.
    if (isNew) await removeItem('lines', line).catch(() => {});
    return null;
  }

  #takeSecrets(): Secrets {
    const { source, app } = this;
    if (app === null) {
      const { secret, pathSecret, bearer } = source.value.value as Secrets;
      return Object.fromEntries(
        Object.entries({ secret, pathSecret, bearer }).filter(([, value]) => value !== undefined),
      );
    }
    const secrets = makeSecrets(app);
    for (const [name, value] of Object.entries({ format: app.format, ...secrets })) source.change(name, value);
    return secrets;
  }

  /** Before anything is saved, so that no line is made for a source that cannot be. */
  #isWhole(): boolean {
    const { common } = words.value;
    const lacks = missing(this.source.value.value, [...this.source.common, ...this.source.own]);
    this.source.problems.value = Object.fromEntries(lacks.map((path) => [path, common.required]));
    if (this.serves.value !== newLine) return lacks.length === 0;
    const problem = this.numberProblem();
    this.line.problems.value = problem === null ? {} : { number: problem };
    return lacks.length === 0 && problem === null;
  }

  /** What is wrong with the number as it is typed, in words. */
  numberProblem(): string | null {
    const said = setUpWords.value;
    const typed = String(this.line.value.value.number ?? '');
    if (typed.trim() === '') return this.kind === 'twilio' ? said.numberNeeded : null;
    const problem = problemOfNumber(typed, this.#items.general.defaultRegion);
    return problem === null ? null : said.numberProblems[problem];
  }

  async #saveLine(): Promise<string | null> {
    const typed = this.line.value.value.number;
    if (typeof typed === 'string') this.line.change('number', plainNumber(typed) || undefined);
    this.line.id.value = this.lineId;
    const saved = await this.line.save();
    return saved?.item.id ?? null;
  }
}
