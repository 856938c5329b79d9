/** Five rows for each character, all of one width within it. */
const glyphs: Record<string, string[]> = {
  '0': ['███', '█ █', '█ █', '█ █', '███'],
  '1': [' █ ', '██ ', ' █ ', ' █ ', '███'],
  '2': ['███', '  █', '███', '█  ', '███'],
  '3': ['███', '  █', '███', '  █', '███'],
  '4': ['█ █', '█ █', '███', '  █', '  █'],
  '5': ['███', '█  ', '███', '  █', '███'],
  '6': ['███', '█  ', '███', '█ █', '███'],
  '7': ['███', '  █', '  █', '  █', '  █'],
  '8': ['███', '█ █', '███', '█ █', '███'],
  '9': ['███', '█ █', '███', '  █', '███'],
  '-': ['   ', '   ', '███', '   ', '   '],
  A: [' █ ', '█ █', '███', '█ █', '█ █'],
  B: ['██ ', '█ █', '██ ', '█ █', '██ '],
  C: ['███', '█  ', '█  ', '█  ', '███'],
  D: ['██ ', '█ █', '█ █', '█ █', '██ '],
  E: ['███', '█  ', '██ ', '█  ', '███'],
  F: ['███', '█  ', '██ ', '█  ', '█  '],
  G: ['████', '█   ', '█ ██', '█  █', '████'],
  H: ['█ █', '█ █', '███', '█ █', '█ █'],
  I: ['███', ' █ ', ' █ ', ' █ ', '███'],
  J: ['  █', '  █', '  █', '█ █', '███'],
  K: ['█ █', '█ █', '██ ', '█ █', '█ █'],
  L: ['█  ', '█  ', '█  ', '█  ', '███'],
  M: ['█   █', '██ ██', '█ █ █', '█   █', '█   █'],
  N: ['█  █', '██ █', '█ ██', '█  █', '█  █'],
  O: [' ██ ', '█  █', '█  █', '█  █', ' ██ '],
  P: ['███', '█ █', '███', '█  ', '█  '],
  Q: ['████ ', '█  █ ', '█  █ ', '█ ██ ', '█████'],
  R: ['██ ', '█ █', '██ ', '█ █', '█ █'],
  S: [' ██', '█  ', ' █ ', '  █', '██ '],
  T: ['███', ' █ ', ' █ ', ' █ ', ' █ '],
  U: ['█ █', '█ █', '█ █', '█ █', '███'],
  V: ['█ █', '█ █', '█ █', '█ █', ' █ '],
  W: ['█   █', '█   █', '█ █ █', '██ ██', '█   █'],
  X: ['█ █', '█ █', ' █ ', '█ █', '█ █'],
  Y: ['█ █', '█ █', ' █ ', ' █ ', ' █ '],
  Z: ['███', '  █', ' █ ', '█  ', '███'],
};

/**
 * A code in large letters, five rows, each cell two columns wide where there is room; null where it holds a character that
 * has no shape here, small letters among them (who types a code must not mistake one for a capital), or is too wide.
 */
export function blockLetters(code: string, width: number): string[] | null {
  const shapes = Array.from(code).map((character) => glyphs[character]);
  if (!shapes.every((shape) => shape !== undefined)) return null;
  const draw = (cell: number) =>
    [0, 1, 2, 3, 4].map((row) => shapes.map((shape) => shape[row]?.replace(/./g, '$&'.repeat(cell))).join('  '));
  return [draw(2), draw(1)].find((rows) => rows.every((row) => row.length <= width)) ?? null;
}
