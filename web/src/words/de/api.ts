import type { Words } from '../words.ts';

export const api: Words['api'] = {
  title: 'API',
  intro: 'Was diese Seiten tun, kann auch ein Programm tun. Dasselbe als Dokument für Werkzeuge:',
  find: 'Aufruf suchen',
  none: 'Kein Aufruf passt.',
};
