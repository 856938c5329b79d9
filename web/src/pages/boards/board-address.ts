/** The address that opens a board: its token stands behind `#`, which no request carries. */
export function boardAddress(origin: string, { name, token }: { name: string; token: string }): string {
  return `${origin}/board/${pathName(name)}#${token}`;
}

/** Its name as one types it on a tablet. */
function pathName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'board' : plain;
}
