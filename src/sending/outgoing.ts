import type { OutgoingText } from '../sources/source.ts';
import type { Lines } from './lines.ts';

/** What the sender of a line gets of a text. */
export function outgoingOf(text: { to: string; text: string | null; from: string | null }, lines: Lines): OutgoingText {
  const { to, from } = text;
  // The line's own number is the source's to know: it may send by a service that stands for it.
  const isOwn = from === null || lines.byNumber(from) !== undefined;
  return { to, text: text.text ?? '', ...(isOwn ? {} : { from }) };
}
