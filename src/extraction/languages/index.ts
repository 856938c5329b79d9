import { english } from './en.ts';
import type { Language } from './language.ts';

/** Every language that `extract()` reads. */
export const languages: readonly Language[] = [english];
