import type { Words } from '../words.ts';

export const shell: Words['shell'] = {
  skip: 'Zum Inhalt',
  navigation: 'Hauptmenü',
  inbox: 'Codes',
  wait: 'Warten',
  setUp: 'Einrichten',
  settings: 'Einstellungen',
  signOut: 'Abmelden',
  language: 'Sprache',
  notFound: 'Diese Seite gibt es nicht',
  toInbox: 'Zu deinen Codes',
  live: 'Verbunden',
  connecting: 'Verbindet …',
  lost: 'Keine Verbindung zum Hub. Neue Codes erscheinen, sobald er wieder da ist.',
  noHttps:
    'Diese Seite ist nicht verschlüsselt. Im eigenen Netz geht das; mit HTTPS gibt es auch Passkeys, Benachrichtigungen und die Installation als App.',
  howToHttps: 'So geht HTTPS',
  curl: 'Was diese Seite den Hub fragt, fürs Terminal',
  curlHint: 'Mache unter Einstellungen → Tokens einen Token und setze KEYPIGEON_TOKEN darauf.',
  requests: 'Anfragen',
};
