import { common } from './common.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';

/** English: the language that the others are translated from. One file for each page. */
export const en = { common, shell, signIn };
