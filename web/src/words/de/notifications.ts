import type { Words } from '../words.ts';

export const notifications: Words['notifications'] = {
  title: 'Benachrichtigungen',
  intro: 'Erfahre von einem Code, sobald er da ist, auch wenn du gerade woanders hinsiehst.',
  worker: {
    copy: 'Code kopieren',
    expired: (name) => `${name}: ein Code ist abgelaufen`,
    expiredText: 'Er kam zu spät. Fordere einen neuen an.',
  },
  codeOf: (name) => `Ein Code von ${name}`,
  fromTo: (sender, line) => `Von ${sender} auf Leitung ${line}.`,
  here: 'Dieser Browser',
  hereText:
    'Codes kommen hier als Benachrichtigung an, auch wenn Keypigeon geschlossen ist. Unterwegs kann sie niemand sonst lesen.',
  on: 'An',
  off: 'Aus',
  turnOn: 'Benachrichtigungen einschalten',
  turningOn: 'Dein Browser fragt dich …',
  turnOff: 'Ausschalten',
  turnedOn: 'Codes kommen ab jetzt hier als Benachrichtigung an.',
  turnedOff: 'Hier kommen keine Benachrichtigungen mehr an.',
  obstacles: {
    https:
      'Browser erlauben Benachrichtigungen nur über HTTPS. Diese Seite ist nicht verschlüsselt; sobald dein Hub HTTPS hat, schalte sie hier ein.',
    'home-screen':
      'Auf iPhone und iPad gibt es Benachrichtigungen nur in der App: Tippe auf „Teilen“, dann auf „Zum Home-Bildschirm“, öffne Keypigeon von dort und komm hierher zurück.',
    browser:
      'Dieser Browser kann keine Benachrichtigungen von Websites zeigen. Ein neuerer kann es, etwa Firefox, Chrome, Edge oder Safari.',
    blocked:
      'Du hast dieser Seite keine Benachrichtigungen erlaubt. Klicke auf das Symbol neben der Adresse, erlaube Benachrichtigungen und versuche es noch einmal.',
  },
  serviceFailed:
    'Der Benachrichtigungsdienst dieses Browsers ist nicht zu erreichen. Bist du im Internet? Manche Browser schalten ihn in ihren Einstellungen ab.',
  guests: 'Gäste werden nur benachrichtigt, solange diese Seite offen ist.',
  yours: 'Deine Browser',
  yoursText: 'Alle, in denen du Benachrichtigungen eingeschaltet hast.',
  none: 'Es gibt noch keinen.',
  thisOne: 'Dieser',
  endedThere: 'Nimmt keine Benachrichtigungen mehr an',
  removed: 'Dorthin gehen keine Benachrichtigungen mehr.',
  removeLabel: (name) => `${name} entfernen`,
  whileOpen: 'Solange Keypigeon offen ist',
  desktop: 'Benachrichtige mich, während ich etwas anderes ansehe',
  desktopText: 'In diesem Browser, solange ein Tab von Keypigeon im Hintergrund offen ist.',
  desktopByPush: 'In diesem Browser sind Benachrichtigungen an, sie kommen also ohnehin.',
  sound: 'Spiele einen Ton, wenn ein Code kommt',
  play: 'Anhören',
  noSound: 'Dein Browser lässt diese Seite noch keinen Ton spielen. Klicke zuerst irgendwo auf sie.',
  app: 'Als App',
  appText: 'Keypigeon bekommt ein eigenes Fenster und Symbol und geht auf, ohne dass du eine Adresse tippst.',
  install: 'App installieren',
  installed: 'Du bist gerade in der installierten App.',
  installHints: {
    https: 'Browser installieren Apps nur über HTTPS.',
    apple: 'Tippe auf „Teilen“, dann auf „Zum Home-Bildschirm“.',
    mac: 'Wähle in Safari „Ablage → Zum Dock hinzufügen“.',
    firefoxAndroid: 'Wähle im Menü von Firefox „App zum Startbildschirm hinzufügen“.',
    firefox:
      'Firefox auf Computern installiert nicht überall Apps. Chrome und Edge tun es; ein angehefteter Tab ist fast dasselbe.',
    other:
      'Suche im Menü deines Browsers nach „Installieren“ oder „Zum Startbildschirm hinzufügen“. Fehlt es, ist die App vielleicht schon installiert.',
  },
};
