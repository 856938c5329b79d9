import type { Words } from '../words.ts';

export const signIn: Words['signIn'] = {
  title: 'Anmelden',
  person: 'Dein Anmeldename',
  personHint: 'Der kurze, zum Beispiel anna. Du hast ihn gesehen, als du deine Anmeldung eingerichtet hast.',
  password: 'Passwort',
  show: 'Zeigen',
  hide: 'Verbergen',
  submit: 'Anmelden',
  signingIn: 'Meldet dich an …',
  byPasskey: 'Mit Passkey anmelden',
  passkeyHint: 'Mit Fingerabdruck, Gesicht oder Bildschirmsperre. Du musst nichts tippen.',
  orPassword: 'oder mit Passwort',
  noPasskeysTitle: 'Warum gibt es hier keine Passkeys?',
  noPasskeysAddress:
    'Ein Passkey gehört zu einem Namen wie codes.example.com. Du hast den Hub über eine bloße Adresse geöffnet, deshalb geht es hier mit Passwort.',
  noPasskeysHttps:
    'Browser verwenden Passkeys nur über HTTPS. Diese Adresse hat keins, deshalb geht es hier mit Passwort.',
  noPasskeysBrowser: 'Dieser Browser kann keine Passkeys, deshalb geht es hier mit Passwort.',
  passkeyFailed: 'Es wurde kein Passkey von dir gewählt. Versuch es noch einmal, oder nimm dein Passwort.',
  passkeyUnknown: 'Diesen Passkey kennt der Hub nicht. Versuch es mit einem anderen, oder nimm dein Passwort.',
  failed: 'Dieser Name und dieses Passwort passen hier nicht zusammen.',
  secondTitle: 'Noch ein Schritt',
  code: 'Code aus deiner Authenticator-App',
  codeHint: 'Die sechs Ziffern, die die App jetzt für Keypigeon zeigt.',
  codeFailed: 'Der Code stimmt nicht oder wurde schon benutzt. Warte auf den nächsten und versuch es noch einmal.',
  recoveryCode: 'Wiederherstellungscode',
  recoveryHint: 'Einer von denen, die du aufgehoben hast, zum Beispiel 4F7KQ-2M9XT. Jeder gilt einmal.',
  recoveryFailed: 'Der Wiederherstellungscode stimmt nicht oder wurde schon benutzt.',
  useRecovery: 'Ich habe die App nicht hier: Wiederherstellungscode verwenden',
  useApp: 'Die Authenticator-App verwenden',
  trust: 'Diesem Browser vertrauen',
  trustHint: 'Er wird 30 Tage lang nicht nach einem Code gefragt. Nur auf einem Gerät, das dir gehört.',
  waiting: (seconds) =>
    `Zu viele Versuche. In ${seconds} ${seconds === 1 ? 'Sekunde' : 'Sekunden'} kannst du es wieder versuchen.`,
  waitingLong: (minutes) =>
    `Zu viele Versuche. In ${minutes} ${minutes === 1 ? 'Minute' : 'Minuten'} kannst du es wieder versuchen.`,
  httpsNeeded:
    'Von außerhalb deines Netzes geht das Anmelden nur über HTTPS: Ein Passwort könnte unterwegs gelesen werden. Öffne den Hub über HTTPS.',
  help: 'Ich kann mich nicht anmelden',
  helpOwner:
    'Bitte jemanden, dem dieser Hub gehört, um einen neuen Einrichtungslink: Einstellungen → Personen → Neuer Link.',
  helpTerminal: 'Auf dem Rechner, auf dem der Hub läuft, macht das einen für anna:',
  helpFirst: 'Hier hat sich noch niemand angemeldet? Beim Start gibt der Hub einen Link aus, mit dem es losgeht.',
  againTitle: 'Bist du es noch?',
  again: 'Bevor das geändert wird, melde dich bitte noch einmal an. Danach geht es von selbst weiter.',
  as: (name) => `Du bist als ${name} angemeldet.`,
  someoneElse: 'Es hat sich jemand anderes angemeldet. Geändert wurde nichts.',
};
