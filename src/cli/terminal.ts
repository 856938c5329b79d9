/** One line without anything that could steer a terminal: texts and senders come from strangers. */
export function oneLine(text: string): string {
  // Cc: control characters; Cf: invisible ones, among them those that turn the direction of writing.
  return text
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
}

/** The text, or as much of it as fits with an ellipsis. */
export function shorten(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, Math.max(width - 1, 0)).join('')}…`;
}

/** Rows as columns that are as wide as they need to be; the last one is not padded. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(...[name, ...rows.map((row) => row[column] ?? '')].map(widthOf)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell + ' '.repeat(Math.max((widths[column] ?? 0) - widthOf(cell), 0)))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)].map((text) => `${text}\n`).join('');
}

/** Local time as `2026-11-22 08:00:00`; an empty text where there is none. */
export function formatTime(time: number | string | null): string {
  if (time === null) return '';
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

/** `1.2 s`, `85 ms` */
export function formatDuration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

function widthOf(text: string): number {
  return Array.from(text).length;
}
