/**
 * The token of a board, out of what stands behind `#` in its address. It is kept on this device, so that a tablet on a
 * wall comes back by itself, and taken out of the address bar, which everybody in the room can read.
 */
export function takeBoardToken(name: string): string | null {
  const given = location.hash.slice(1);
  const key = `keypigeon.board.${name}`;
  if (given !== '') {
    localStorage.setItem(key, given);
    history.replaceState(null, '', location.pathname);
  }
  return localStorage.getItem(key);
}
