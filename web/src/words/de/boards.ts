import type { Words } from '../words.ts';

export const boards: Words['boards'] = {
  intro:
    'Eine Tafel zeigt die Codes, die gerade gelten, riesengroß: an der Wand, auf einem alten Tablet, am Fernseher.',
  none: 'Es gibt noch keine Tafel.',
  add: 'Tafel erstellen',
  make: 'Erstellen',
  name: 'Wo hängt sie?',
  nameHint: 'Zum Beispiel „Küche“.',
  shows: 'Sie zeigt die Codes, die du siehst, allen, die davor stehen.',
  revokeText: 'Der Bildschirm wird leer, und die Adresse öffnet nichts mehr.',
  madeTitle: (name) => `Die Tafel ${name}`,
  once: 'Öffne diese Adresse auf dem Bildschirm: scanne sie oder kopiere sie jetzt. Sie wird nur dieses eine Mal gezeigt. Wer sie hat, sieht deine Codes.',
  onlyHere:
    'Diese Adresse geht nur auf diesem Computer auf. Öffne diese Seite unter der Adresse, unter der andere Geräte den Hub erreichen, und erstelle die Tafel dort.',
  qr: 'QR-Code der Adresse der Tafel',
  copyAddress: 'Adresse kopieren',
  openHere: 'Hier öffnen',
};
