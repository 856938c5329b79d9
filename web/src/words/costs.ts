import { computed } from '@preact/signals';
import { costs as de } from './de/costs.ts';
import { costs as en } from './en/costs.ts';
import { language } from './words.ts';

/** The words of the page of costs, which loads them: the first page of the app stays small. */
export const costWords = computed(() => ({ en, de })[language.value]);
