import type { fields } from '../../en/fields.ts';

export const destinationSettings: (typeof fields)['settings'] = {
  'destinations.owner': {
    label: 'Gehört',
    hint: 'Bekommt, was an die Leitungen dieser Person kommt, wenn keine Route es anders sagt.',
  },
  'destinations.enabled': {
    label: 'Eingeschaltet',
    hint: 'Ausgeschaltet geht nichts dorthin, und es behält seine Einstellungen.',
  },
  'destinations.show': { label: 'Was es zeigt', hint: '' },
  'destinations.template': { label: 'In deinen eigenen Worten', hint: 'Leer: in unseren.' },

  'destinations.mqtt.url': {
    label: 'Adresse des Brokers',
    hint: 'Etwa mqtt://192.168.1.5:1883. mqtts:// ist verschlüsselt; auch ws:// und wss:// gehen.',
  },
  'destinations.mqtt.username': { label: 'Benutzername beim Broker', hint: '' },
  'destinations.mqtt.password': { label: 'Passwort beim Broker', hint: '' },
  'destinations.mqtt.ca': {
    label: 'Zertifikat deiner eigenen Zertifizierungsstelle',
    hint: 'Nur wenn du selbst Zertifikate ausstellst: sein Text in PEM-Form, oder ${file:/path/to/ca.pem}.',
  },
  'destinations.mqtt.clientId': { label: 'Client-Id', hint: 'Nur wenn der Broker auf einer besteht.' },
  'destinations.mqtt.topic': { label: 'Topic', hint: 'Wo Nachrichten veröffentlicht werden. Leer: keypigeon/message.' },
  'destinations.mqtt.baseTopic': {
    label: 'Topic dieses Hubs',
    hint: 'Darunter steht, ob der Hub da ist. Zwei Hubs an einem Broker brauchen zwei.',
  },
  'destinations.mqtt.format': { label: 'Was veröffentlicht wird', hint: '' },
  'destinations.mqtt.homeAssistant': { label: 'Home Assistant', hint: '' },
  'destinations.mqtt.homeAssistant.enabled': {
    label: 'Die Leitungen in Home Assistant zeigen',
    hint: 'Mit ihren Codes, Signal, Netz, Speicher und Störungen.',
  },
  'destinations.mqtt.homeAssistant.prefix': { label: 'Discovery-Präfix', hint: 'Wie in Home Assistant eingestellt.' },
  'destinations.mqtt.homeAssistant.includeCode': {
    label: 'Mit dem Code selbst',
    hint: 'Home Assistant behält ihn tagelang in seinem Verlauf.',
  },

  'destinations.slack.webhookUrl': {
    label: 'Webhook-Adresse von Slack',
    hint: 'In Slack: App anlegen, „Incoming Webhooks“ einschalten, Kanal wählen und die Adresse kopieren. Wer sie hat, kann dort schreiben.',
  },
  'destinations.slack.username': { label: 'Name, unter dem es schreibt', hint: 'Nur bei älteren Webhooks.' },
  'destinations.slack.channel': {
    label: 'Ein anderer Kanal',
    hint: 'Etwa #codes oder @ann. Nur bei älteren Webhooks.',
  },
  'destinations.slack.iconEmoji': {
    label: 'Bild',
    hint: 'Ein Emoji zwischen Doppelpunkten, etwa :key:. Nur bei älteren Webhooks.',
  },

  'destinations.sms.to': {
    label: 'Telefon, das die SMS bekommt',
    hint: 'Mit Ländervorwahl, etwa +15550100003. Keine deiner eigenen Leitungen.',
  },
  'destinations.sms.via': {
    label: 'Leitung, die sendet',
    hint: 'Wählst du mehrere, wird die nächste versucht, wenn eine nicht senden konnte.',
  },
  'destinations.sms.from': {
    label: 'Absender, der erscheint',
    hint: 'Eine Nummer oder ein Name statt der Nummer der Leitung, wo der Anbieter das erlaubt.',
  },
  'destinations.sms.dailyCap': {
    label: 'Höchstens so viele SMS am Tag',
    hint: 'SMS kosten Geld, und eine Flut davon kostet viel.',
  },

  'destinations.webhook.url': {
    label: 'Adresse deines Programms',
    hint: 'Sie wird mit POST aufgerufen. Weiterleitungen wird nicht gefolgt.',
  },
  'destinations.webhook.secret': {
    label: 'Geheimnis zum Signieren',
    hint: 'whsec_… wie bei Standard Webhooks. Dein Programm prüft damit die Signatur.',
  },

  'destinations.web-push.endpoint': { label: 'Adresse des Browsers', hint: 'Von seinem Push-Dienst.' },
  'destinations.web-push.p256dh': { label: 'Schlüssel des Browsers', hint: '' },
  'destinations.web-push.auth': { label: 'Geheimnis des Browsers', hint: '' },
  'destinations.web-push.name': { label: 'Welcher Browser es ist', hint: '' },
};
