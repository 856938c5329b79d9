import type { fields } from '../../en/fields.ts';

export const sourceSettings: (typeof fields)['settings'] = {
  'sources.line': { label: 'Welcher Leitung Texte sie bringt', hint: '' },
  'sources.enabled': { label: 'Eingeschaltet', hint: 'Ausgeschaltet bringt sie nichts und behält ihre Einstellungen.' },

  'sources.hilink.url': {
    label: 'Adresse des Sticks',
    hint: 'Wo seine eigene Webseite ist, etwa http://192.168.8.1. Leer: Er wird gesucht.',
  },
  'sources.hilink.addresses': {
    label: 'Wo er gesucht wird',
    hint: 'Nur wenn oben keine Adresse steht. Leer: wo Huawei sie vergibt.',
  },
  'sources.hilink.username': { label: 'Benutzername seiner Webseite', hint: '' },
  'sources.hilink.password': { label: 'Passwort seiner Webseite', hint: 'Wenn sie eines verlangt.' },
  'sources.hilink.pollSeconds': {
    label: 'Alle … Sekunden nach neuen Texten sehen',
    hint: 'Es ist nur ein kurzer Blick: wie viele da sind.',
  },
  'sources.hilink.markRead': {
    label: 'Texte auf dem Stick als gelesen markieren',
    hint: 'Sobald sie hier sicher liegen.',
  },
  'sources.hilink.deleteAfterStored': {
    label: 'Texte auf dem Stick löschen',
    hint: 'Sobald sie hier sicher liegen. Was vorher darauf war, bleibt.',
  },
  'sources.hilink.makeRoom': {
    label: 'Platz schaffen, bevor der Stick voll ist',
    hint: 'Ein voller Stick empfängt nichts. Es gehen die ältesten Texte, die hier sicher liegen.',
  },
  'sources.hilink.makeRoomAtPercent': { label: 'Platz schaffen, wenn er zu … Prozent voll ist', hint: '' },
  'sources.hilink.keepLast': { label: 'Immer die neuesten … Texte darauf lassen', hint: '' },
  'sources.hilink.verifyCertificate': {
    label: 'Auf einem vertrauten Zertifikat bestehen',
    hint: 'Nur für Adressen mit https. Solche Geräte haben keines, dem man vertraut.',
  },

  'sources.serial.path': {
    label: 'Anschluss',
    hint: 'Etwa /dev/serial/by-id/…; Namen wie ttyUSB0 wechseln. Leer: Das Modem wird gesucht.',
  },
  'sources.serial.imei': {
    label: 'Seriennummer des Modems (IMEI)',
    hint: 'Wenn es mehrere gibt: Kein anderes wird benutzt.',
  },
  'sources.serial.iccid': {
    label: 'Nummer der SIM-Karte (ICCID)',
    hint: 'Wenn es mehrere gibt: Keine andere wird benutzt.',
  },
  'sources.serial.pin': {
    label: 'PIN der SIM-Karte',
    hint: 'Wenn sie eine verlangt. Eine falsche wird nur einmal versucht.',
  },
  'sources.serial.baudRate': { label: 'Geschwindigkeit des Anschlusses', hint: 'USB-Modems nehmen jede.' },
  'sources.serial.memories': {
    label: 'Speicher, die durchgesehen werden',
    hint: 'Der für neue Texte zuerst. Leer: SM (die SIM-Karte) und ME (das Gerät).',
  },
  'sources.serial.listEverySeconds': {
    label: 'Alle … Sekunden alle Texte durchsehen',
    hint: 'Neue melden sich von selbst; so findet sich einer, dessen Meldung verloren ging.',
  },
  'sources.serial.noteIncompleteAfterSeconds': {
    label: '… Sekunden auf fehlende Teile warten',
    hint: 'Lange Texte kommen in Teilen. Danach geht er weiter, so weit er da ist.',
  },
  'sources.serial.deliveryReports': { label: 'Fragen, ob gesendete Texte ankamen', hint: 'Das Netz sagt es dann.' },
  'sources.serial.smsc': { label: 'Nummer der Kurzmitteilungszentrale', hint: 'Nur wenn die SIM-Karte keine hat.' },

  'sources.twilio.accountSid': {
    label: 'Account SID',
    hint: 'Auf der ersten Seite der Twilio-Konsole. Sie beginnt mit AC.',
  },
  'sources.twilio.authToken': {
    label: 'Auth Token',
    hint: 'Neben der Account SID. Damit zeigt sich, ob ein Aufruf wirklich von Twilio ist.',
  },
  'sources.twilio.apiBaseUrl': { label: 'Adresse der API von Twilio', hint: '' },
  'sources.twilio.numbers': {
    label: 'Nummern, die gelesen werden',
    hint: 'Mit Ländervorwahl. Leer: die Nummer der Leitung.',
  },
  'sources.twilio.catchUpSeconds': {
    label: 'Alle … Sekunden die Liste bei Twilio durchsehen',
    hint: 'So finden sich Texte, für die Twilio diesen Hub nicht erreichte.',
  },
  'sources.twilio.eraseAtProvider': {
    label: 'Texte auch bei Twilio löschen',
    hint: 'Sobald sie hier gelöscht sind: Sonst bleiben sie dort für immer.',
  },
  'sources.twilio.from': { label: 'Senden von', hint: 'Eine Nummer oder ein Name. Leer: die Nummer der Leitung.' },
  'sources.twilio.messagingServiceSid': {
    label: 'Messaging Service, über den gesendet wird',
    hint: 'Er beginnt mit MG und ersetzt die Nummer der Leitung.',
  },

  'sources.twilio-voice.accountSid': {
    label: 'Account SID',
    hint: 'Auf der ersten Seite der Twilio-Konsole. Sie beginnt mit AC.',
  },
  'sources.twilio-voice.authToken': {
    label: 'Auth Token',
    hint: 'Neben der Account SID. Damit zeigt sich, ob ein Anruf wirklich von Twilio kommt.',
  },
  'sources.twilio-voice.apiBaseUrl': { label: 'Adresse der API von Twilio', hint: '' },
  'sources.twilio-voice.language': { label: 'Sprache der Anrufe', hint: 'Zum Beispiel de-DE oder en-US.' },
  'sources.twilio-voice.languages': {
    label: 'Andere Sprachen',
    hint: 'Der Anfang der anrufenden Nummer und eine Sprache, zum Beispiel +49 de-DE.',
  },
  'sources.twilio-voice.maxSeconds': {
    label: 'Nach … Sekunden auflegen',
    hint: 'Twilio berechnet jede Minute eines Anrufs.',
  },
  'sources.twilio-voice.ringTo': {
    label: 'Weiterleiten an',
    hint: 'Ein Telefon, das bei Anrufen ohne Code klingelt. Mit Ländervorwahl. Leer: keines.',
  },
  'sources.twilio-voice.ringAfterSeconds': {
    label: 'Erst … Sekunden zuhören, dann dort klingeln',
    hint: 'Bei 0 klingelt es sofort, und zugehört wird nebenbei.',
  },
  'sources.twilio-voice.pressToHear': {
    label: 'Die Taste zum Anhören eines Codes von selbst drücken',
    hint: 'Was etwas bestätigt, wartet immer auf deinen Klick.',
  },

  'sources.webhook.format': { label: 'Welche App oder welches Gateway ruft', hint: '' },
  'sources.webhook.secret': {
    label: 'Geheimnis, mit dem sie signiert',
    hint: 'Eines dieser drei ist nötig, sonst könnte jeder Texte einreichen. Am besten dieses, wenn deine App signieren kann.',
  },
  'sources.webhook.pathSecret': {
    label: 'Geheimnis in der Adresse',
    hint: 'Für Apps, die sonst nichts können. Es wird das Ende der Adresse: mindestens 16 Zeichen.',
  },
  'sources.webhook.bearer': {
    label: 'Token in der Kopfzeile',
    hint: 'Für Apps, die eine Kopfzeile senden können: Authorization: Bearer …. Mindestens 16 Zeichen.',
  },
  'sources.webhook.fields': {
    label: 'Namen in dem, was sie sendet',
    hint: 'Nur wenn die App die Dinge anders nennt. Ein Punkt führt hinein: data.from.',
  },
  'sources.webhook.fields.sender': { label: 'Absender', hint: '' },
  'sources.webhook.fields.text': { label: 'Text', hint: '' },
  'sources.webhook.fields.sentAt': {
    label: 'Zeit',
    hint: 'Wie 2026-03-14T15:09:26Z, oder Sekunden oder Millisekunden seit 1970.',
  },
  'sources.webhook.fields.id': {
    label: 'Ihre eigene Nummer des Textes',
    hint: 'Damit ein Text, der zweimal eingereicht wird, einmal zählt.',
  },
  'sources.webhook.fields.to': { label: 'Nummer, an die er kam', hint: '' },
};
