import { computed, signal } from '@preact/signals';
import { alsoLoad, type Language, language } from './words.ts';

/** Words that some pages show, which load them: the first page of the app stays small. */
export interface PageWords<Part> {
  readonly value: Part;
  /** Before it resolves there is no value. */
  load(): Promise<void>;
}

/** Of each language only what is shown is loaded; once a page has shown them, they change with the language. */
export function pageWords<Part>(read: Readonly<Record<Language, () => Promise<Part>>>): PageWords<Part> {
  const held = signal<Part | null>(null);
  let isWanted = false;
  alsoLoad(async (chosen) => {
    if (!isWanted) return () => {};
    const part = await read[chosen]();
    return () => {
      held.value = part;
    };
  });
  const shown = computed(() => {
    if (held.value === null) throw new Error('a page shows words that it has not loaded');
    return held.value;
  });
  return {
    get value() {
      return shown.value;
    },
    async load() {
      isWanted = true;
      for (let loaded: Language | null = null; loaded !== language.value && held.value === null; ) {
        loaded = language.value;
        const part = await read[loaded]();
        // Somebody may have chosen another language meanwhile.
        if (loaded === language.value) held.value = part;
      }
    },
  };
}
