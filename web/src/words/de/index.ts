import type { Words } from '../words.ts';
import { common } from './common.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';

export const de: Words = { common, shell, signIn };
