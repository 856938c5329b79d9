import type { Words } from '../words.ts';

export const forms: Words['forms'] = {
  more: 'Weitere Einstellungen',
  choose: 'Bitte wählen',
  noneToChoose: 'Es gibt noch nichts zur Auswahl.',
  secretIsSet: 'Gesetzt. Tippe, um es zu ersetzen.',
  onePerLine: 'eins pro Zeile',
  pairPerLine: 'Name = Wert, eins pro Zeile',
  fallback: (value) => `Ohne Angabe: ${value}.`,
};
