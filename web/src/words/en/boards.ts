export const boards = {
  intro: 'A board shows the codes that are good right now in huge digits: on a wall, an old tablet, a television.',
  none: 'There is no board yet.',
  add: 'Make a board',
  make: 'Make it',
  name: 'Where does it hang?',
  nameHint: 'Such as “Kitchen”.',
  shows: 'It shows the codes that you see, to everybody who stands before it.',
  revokeText: 'The screen goes blank, and its address opens nothing any more.',
  madeTitle: (name: string) => `The board ${name}`,
  once: 'Open this address on the screen: scan it, or copy it now. It is shown this once. Whoever has it sees your codes.',
  onlyHere:
    'This address opens on this computer only. Open this page by the address by which other devices reach the hub, then make the board there.',
  qr: 'QR code of the board’s address',
  copyAddress: 'Copy the address',
  openHere: 'Open it here',
};
