import type { Words } from '../words.ts';
import { account } from './account.ts';
import { api } from './api.ts';
import { audit } from './audit.ts';
import { board } from './board.ts';
import { boards } from './boards.ts';
import { calls } from './calls.ts';
import { common } from './common.ts';
import { credentials } from './credentials.ts';
import { forms } from './forms.ts';
import { general } from './general.ts';
import { inbox } from './inbox.ts';
import { items } from './items.ts';
import { message } from './message.ts';
import { notifications } from './notifications.ts';
import { people } from './people.ts';
import { settings } from './settings.ts';
import { setupLink } from './setup-link.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';
import { tokens } from './tokens.ts';
import { wait } from './wait.ts';

export const de: Words = {
  items,
  forms,
  api,
  board,
  common,
  shell,
  signIn,
  inbox,
  calls,
  message,
  wait,
  credentials,
  setupLink,
  settings,
  account,
  notifications,
  boards,
  tokens,
  general,
  people,
  audit,
};
