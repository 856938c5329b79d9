import { computed } from '@preact/signals';
import { lineTests as de } from './de/line-tests.ts';
import { lineTests as en } from './en/line-tests.ts';
import { language } from './words.ts';

/** The words of the page of line tests, which loads them. */
export const lineTestWords = computed(() => ({ en, de })[language.value]);
