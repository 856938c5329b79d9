import type { Words } from '../words.ts';

export const tokens: Words['tokens'] = {
  intro:
    'Mit einem Token fragt ein Programm diesen Hub: ein Skript, Home Assistant, ein Widget. Es sieht, was du siehst, und nicht mehr.',
  none: 'Es gibt noch keinen Token.',
  add: 'Token erstellen',
  make: 'Erstellen',
  name: 'Wofür ist er?',
  nameHint: 'Damit du später weißt, welchen du widerrufst.',
  may: 'Was darf er?',
  noScope: 'Wähle mindestens eines, das er darf.',
  scopes: { read: 'Lesen', send: 'Senden', board: 'Tafel', admin: 'Alles' },
  scopesText: {
    read: 'Nachrichten und Codes lesen und von ihnen hören, sobald sie kommen.',
    send: 'Noch einmal senden, Texte senden und Ziele ausprobieren.',
    admin: 'Auch ändern, was eingerichtet ist. Nur für Programme, denen du traust wie dir selbst.',
  },
  administrator: 'Von der Verwaltung',
  of: (name) => `Von ${name}`,
  made: 'erstellt',
  lastUsed: 'zuletzt benutzt',
  never: 'nie',
  revoke: 'Widerrufen',
  revokeLabel: (name) => `${name} widerrufen`,
  revokeTitle: (name) => `${name} widerrufen?`,
  revokeText: 'Was ihn benutzt, wird ab jetzt abgewiesen. Das lässt sich nicht zurücknehmen.',
  revoked: 'Widerrufen.',
  madeTitle: (name) => `Der Token ${name}`,
  once: 'Kopiere ihn jetzt: Er wird nur dieses eine Mal gezeigt.',
  copyToken: 'Token kopieren',
  copyExample: 'Beispiel kopieren',
  tryIt: 'Im Terminal ausprobieren',
};
