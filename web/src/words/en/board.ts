export const board = {
  title: 'Board',
  refused: 'This board has no valid token. Make a new one under Settings → Boards, and open its address here.',
  lost: 'No connection to the hub',
  for: (names: string) => `for ${names}`,
  newCode: (name: string) => `New code of ${name}`,
};
