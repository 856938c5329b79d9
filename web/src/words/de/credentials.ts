import type { Words } from '../words.ts';

export const credentials: Words['credentials'] = {
  yourName: 'Dein Anmeldename',
  newPassword: 'Neues Passwort',
  passwordHint: '12 Zeichen oder mehr. Ein paar zufällige Wörter kann man sich gut merken.',
  tooShort: 'Das ist zu kurz: bitte 12 Zeichen oder mehr.',
  tooSimple:
    'Das ist leicht zu erraten. Nimm 12 Zeichen oder mehr, die nicht vor allem ein Name oder ein einziges Zeichen sind.',
  setPassword: 'Passwort setzen',
  scan: '1. Scanne das mit der App',
  anyApp: 'Jede Authenticator-App geht: Aegis, 2FAS, Google oder Microsoft Authenticator, oder dein Passwortmanager.',
  qrOfApp: 'QR-Code für eine Authenticator-App',
  cannotScan: 'Ich kann ihn nicht scannen',
  openInApp: 'In einer App auf diesem Gerät öffnen',
  typeSecret: 'Tippe stattdessen diesen Schlüssel in die App:',
  enter: '2. Gib den Code ein, den sie zeigt',
  code: 'Code',
  confirm: 'Bestätigen',
  codeWrong: 'Das zeigt die App jetzt nicht. Nimm den neuesten Code; geht die Uhr des Handys richtig?',
  codesText:
    'Wenn dein Handy verloren oder kaputt ist, ersetzt einer davon den Code. Jeder gilt einmal. Sie werden nur jetzt gezeigt.',
  codes: 'Wiederherstellungscodes',
  print: 'Drucken',
  saveFile: 'Als Datei speichern',
  copyAll: 'Alle kopieren',
  fileName: 'keypigeon-wiederherstellungscodes.txt',
  sheetTitle: 'Keypigeon: Wiederherstellungscodes',
  sheetFor: (name, host) => `Für ${name}, zum Anmelden bei ${host}. Jeder Code gilt einmal.`,
  safe: 'Ich hebe sie an einem sicheren Ort auf, nicht nur auf diesem Gerät.',
  passkeyKnown: 'Dieses Gerät oder dieser Passwortmanager hat schon einen Passkey für diesen Hub.',
  passkeyCanceled: 'Es wurde kein Passkey erstellt. Du kannst es noch einmal versuchen.',
  passkeyRefused:
    'Der Hub hat den Passkey nicht genommen: Es hat zu lange gedauert, oder er gehört zu einer anderen Adresse. Versuch es noch einmal.',
};
