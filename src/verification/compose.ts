import type { ComposeWords } from './channel.ts';
import { composeMail } from './mail.ts';
import { composeText } from './text.ts';

/** The words of a code in the language of its locale. */
export const composeWords: ComposeWords = (about) => {
  if (about.channel !== 'email') return { text: composeText(about) };
  const mail = composeMail(about);
  return { text: mail.text, mail };
};
