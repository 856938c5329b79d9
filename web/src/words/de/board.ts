import type { Words } from '../words.ts';

export const board: Words['board'] = {
  title: 'Tafel',
  refused:
    'Diese Tafel hat keinen gültigen Token. Mache unter Einstellungen → Tafeln einen neuen und öffne seine Adresse hier.',
  lost: 'Keine Verbindung zum Hub',
  for: (names) => `für ${names}`,
  newCode: (name) => `Neuer Code von ${name}`,
};
