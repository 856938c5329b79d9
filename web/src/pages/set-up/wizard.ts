import type { Item } from '../../api/configuration.ts';
import { ItemsState } from '../items/items.ts';
import type { Secrets } from './phones.ts';

/** What the wizard knows while its page is open: what the hub has, and the secrets that it does not give out again. */
export class Wizard {
  readonly state = new ItemsState();
  readonly secrets = new Map<string, Secrets>();

  /** The source that is set up: the one that the address names, else the only one. */
  sourceOf(id: string | null): Item | null {
    const sources = this.state.items.value?.sources ?? [];
    const found = sources.find((source) => source.id === id);
    return found ?? (sources.length === 1 ? (sources[0] ?? null) : null);
  }

  /** The line that a source serves; it need not say so where there is one line only. */
  lineOf(source: Item): Item | null {
    const lines = this.state.items.value?.lines ?? [];
    const found = lines.find(({ id }) => id === source.line);
    return found ?? (lines.length === 1 ? (lines[0] ?? null) : null);
  }
}
