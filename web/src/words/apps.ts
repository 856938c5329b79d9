import { computed } from '@preact/signals';
import { apps as de } from './de/apps.ts';
import { apps as en } from './en/apps.ts';
import { language } from './words.ts';

/** The words of the pages of apps, which load them: the first page of the app stays small. */
export const appWords = computed(() => ({ en, de })[language.value]);
