import type { MessageJson } from '../http/schemas/message.ts';
import { blockLetters } from './block-letters.ts';
import { formatTime, oneLine, shorten } from './terminal.ts';
import type { WatchList } from './watch-list.ts';

export interface WatchPicture {
  list: WatchList;
  /** Of the hub. */
  name: string;
  live: boolean;
  /** A word about the last key; null: none. */
  notice: string | null;
  now: number;
  columns: number;
  rows: number;
}

const bold = (text: string) => `\u001b[1m${text}\u001b[0m`;
const dim = (text: string) => `\u001b[2m${text}\u001b[0m`;

/** The lines of the screen, never more than it has. */
export function drawWatch({ list, name, live, notice, now, columns, rows }: WatchPicture): string[] {
  const width = Math.max(columns - 2, 10);
  const state = live ? 'live' : 'the hub is away; waiting for it';
  const keys = `${notice === null ? '' : `${notice}   `}c copy   ↑ ↓ newer and older   q quit`;
  const head = ['', ` ${dim(shorten(`Keypigeon  ${name}  ${state}`, width))}`, ''];
  const large = drawLarge(list.selected(), now, width);
  const room = Math.max(rows - head.length - large.length - 3, 0);
  const small = drawList(list, now, width, room);
  return [...head, ...large, '', ...small, '', ` ${dim(shorten(keys, width))}`].slice(0, rows);
}

function drawLarge(message: MessageJson | undefined, now: number, width: number): string[] {
  if (message === undefined) return [' No text has come yet.'];
  const { code, service, sender, line, text } = message;
  const title = ` ${bold(shorten(oneLine(service ?? sender), width))}`;
  const origin = ` ${dim(shorten(`from ${oneLine(sender)} to ${line} at ${formatTime(message.receivedAt)}`, width))}`;
  if (code === null) return [title, origin, '', ` ${shorten(oneLine(text ?? '(erased)'), width)}`];
  const clean = oneLine(code);
  const letters = blockLetters(clean, width - 2) ?? [Array.from(clean).join(' ')];
  const alive = hasLife(message, now);
  const shown = letters.map((row) => `   ${alive ? bold(row) : dim(row)}`);
  const words = text === null ? [] : ['', ` ${dim(shorten(oneLine(text), width))}`];
  return [title, origin, '', ...shown, '', ` ${drawCountdown(message, now)}`, ...words];
}

/** A ring that empties, and the time that is left in words. */
function drawCountdown(message: MessageJson, now: number): string {
  const end = endOf(message);
  if (now >= end) return dim('○ expired');
  const whole = Math.max(end - Date.parse(message.sentAt ?? message.receivedAt), 1);
  const rings = ['◔', '◑', '◕', '●'];
  const ring = rings[Math.min(Math.floor(((end - now) / whole) * rings.length), rings.length - 1)] ?? '●';
  const seconds = Math.ceil((end - now) / 1_000);
  const minutes = Math.floor(seconds / 60);
  return `${ring} ${minutes}:${String(seconds % 60).padStart(2, '0')} left`;
}

function drawList(list: WatchList, now: number, width: number, room: number): string[] {
  const chosen = list.selected()?.id;
  const at = list.messages.findIndex((one) => one.id === chosen);
  const start = Math.max(0, Math.min(at - Math.floor(room / 2), list.messages.length - room));
  return list.messages.slice(start, start + room).map((one) => {
    const what = one.code === null ? oneLine(one.text ?? '(erased)') : oneLine(one.code);
    const words = `${one.id === chosen ? '›' : ' '} ${formatTime(one.receivedAt).slice(11)}  ${oneLine(one.service ?? one.sender)}  ${what}`;
    const line = shorten(words, width);
    return one.id === chosen || hasLife(one, now) ? ` ${line}` : ` ${dim(line)}`;
  });
}

/** Is the code still good, as far as the text and usual lifetimes tell? */
export function hasLife(message: MessageJson, now: number): boolean {
  return now < endOf(message);
}

function endOf({ expiresAt, deliverUntil }: MessageJson): number {
  return Date.parse(expiresAt ?? deliverUntil);
}
