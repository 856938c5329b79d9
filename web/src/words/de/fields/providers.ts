import type { fields } from '../../en/fields.ts';

export const providerSettings: (typeof fields)['settings'] = {
  'providers.enabled': {
    label: 'Eingeschaltet',
    hint: 'Ausgeschaltet sendet er nichts und behält seine Einstellungen.',
  },
  'providers.owner': { label: 'Für die Apps von', hint: 'Leer: für die Apps von allen.' },
  'providers.regions': {
    label: 'Nur in diese Länder',
    hint: 'Mit ihren zwei Buchstaben, etwa DE. Leer: in alle, die eine App erlaubt.',
  },
  'providers.reportWithinSeconds': {
    label: '… Sekunden auf seine Meldung warten',
    hint: 'Sagt er bis dahin nicht, dass der Code ankam, sendet der nächste Anbieter denselben Code.',
  },

  'providers.twilio.accountSid': { label: 'Account SID', hint: 'Auf der ersten Seite der Twilio-Konsole: AC…' },
  'providers.twilio.authToken': { label: 'Auth-Token', hint: 'Steht dort unter der Account SID.' },
  'providers.twilio.from': {
    label: 'Nummer, von der gesendet wird',
    hint: 'Eine deiner Nummern bei Twilio, etwa +15550100002, oder ein Name, wo das Land es erlaubt.',
  },
  'providers.twilio.messagingServiceSid': {
    label: 'Messaging Service',
    hint: 'Statt einer Nummer: MG…, aus der Twilio-Konsole.',
  },
  'providers.twilio.callFrom': {
    label: 'Nummer, von der angerufen wird',
    hint: 'Eine deiner Nummern bei Twilio, die anrufen kann. Leer: Codes werden nicht am Telefon vorgelesen.',
  },
  'providers.twilio.apiBaseUrl': { label: 'Adresse von Twilio', hint: 'Nur zum Testen.' },
  'providers.twilio.eraseAtProvider': {
    label: 'Texte bei Twilio löschen',
    hint: 'Sobald Twilio gemeldet hat, was daraus wurde: Der Eintrag bleibt dort, der Code nicht.',
  },

  'providers.vonage.apiKey': { label: 'API-Key', hint: 'Auf der ersten Seite des Vonage-Dashboards.' },
  'providers.vonage.apiSecret': { label: 'API-Secret', hint: 'Auf derselben Seite.' },
  'providers.vonage.from': {
    label: 'Absender',
    hint: 'Eine Nummer wie 15550100002, oder ein Name, wo er erlaubt ist.',
  },
  'providers.vonage.apiBaseUrl': { label: 'Adresse von Vonage', hint: 'Nur zum Testen.' },
  'providers.vonage.reportSecret': {
    label: 'Geheimnis für Meldungen',
    hint: 'Mindestens 16 Buchstaben und Ziffern, die du dir ausdenkst: Vonage ruft eine Adresse auf, die damit endet.',
  },
  'providers.vonage.signatureSecret': {
    label: 'Signature Secret',
    hint: 'Wenn Vonage seine Meldungen signiert: aus den API Settings im Dashboard.',
  },
  'providers.vonage.signatureMethod': { label: 'Wie Vonage signiert', hint: 'So wie es dort eingestellt ist.' },

  'providers.http.url': {
    label: 'Adresse des Gateways',
    hint: 'Etwa https://sms.example.com/send. Darin können {to}, {text} und die anderen stehen.',
  },
  'providers.http.method': { label: 'Methode', hint: '' },
  'providers.http.format': { label: 'Form dessen, was gesendet wird', hint: '' },
  'providers.http.body': {
    label: 'Was gesendet wird',
    hint: 'Eingesetzt werden {to}, {digits} (die Nummer ohne +), {text}, {code}, {locale}, {service}, {id}, {secret} und {report} (wohin Meldungen gehen).',
  },
  'providers.http.headers': { label: 'Weitere Header', hint: 'Schreibe {secret}, wo das Geheimnis hingehört.' },
  'providers.http.username': {
    label: 'Benutzername',
    hint: 'Wenn das Gateway einen Benutzernamen mit Passwort verlangt.',
  },
  'providers.http.secret': { label: 'Passwort oder Token', hint: 'So wie du es vom Gateway bekommen hast.' },
  'providers.http.channels': { label: 'Was es sendet', hint: '' },
  'providers.http.receipt': {
    label: 'Wo in der Antwort die Kennung steht',
    hint: 'Etwa messages.0.id. An ihr werden Meldungen erkannt.',
  },
  'providers.http.success': {
    label: 'Was die Antwort sagen muss',
    hint: 'Etwa status=ok, wenn das Gateway Ablehnungen wie alles andere beantwortet.',
  },
  'providers.http.reportSecret': {
    label: 'Geheimnis für Meldungen',
    hint: 'Mindestens 16 Buchstaben und Ziffern, die du dir ausdenkst: Das Gateway ruft eine Adresse auf, die damit endet.',
  },
  'providers.http.reportReceipt': { label: 'Wo in einer Meldung die Kennung steht', hint: '' },
  'providers.http.reportStatus': { label: 'Wo in einer Meldung steht, was daraus wurde', hint: '' },
  'providers.http.deliveredStatus': { label: 'Eines davon steht dort, wenn es ankam', hint: '' },
  'providers.http.failedStatus': { label: 'Eines davon steht dort, wenn nicht', hint: '' },

  'providers.smtp.host': { label: 'Mailserver', hint: 'Etwa smtp.example.com.' },
  'providers.smtp.port': { label: 'Port', hint: '587, oder 465, wenn er von Anfang an verschlüsselt.' },
  'providers.smtp.security': { label: 'Verschlüsselung', hint: '' },
  'providers.smtp.verifyCertificate': { label: 'Auf einem vertrauten Zertifikat bestehen', hint: '' },
  'providers.smtp.username': { label: 'Benutzername', hint: 'Oft die ganze Adresse.' },
  'providers.smtp.password': { label: 'Passwort', hint: 'Viele Postfächer haben ein eigenes für Programme.' },
  'providers.smtp.from': { label: 'Absender', hint: 'Etwa Shop <codes@example.com>.' },

  'providers.console.channels': { label: 'Wofür sie einspringt', hint: '' },
};

const channels = { sms: 'SMS', call: 'Anrufe', email: 'E-Mails' };
const channelsOf = (kind: string) =>
  Object.entries(channels).map(([channel, word]) => [`providers.${kind}.channels.${channel}`, word] as const);

export const providerChoices: (typeof fields)['choices'] = {
  ...Object.fromEntries([...channelsOf('http'), ...channelsOf('console')]),
  'providers.http.method.POST': 'POST',
  'providers.http.method.PUT': 'PUT',
  'providers.http.method.GET': 'GET',
  'providers.http.format.json': 'JSON',
  'providers.http.format.form': 'Formular',
  'providers.http.format.xml': 'XML',
  'providers.http.format.text': 'Einfacher Text',
  'providers.vonage.signatureMethod.md5hash': 'MD5-Hash',
  'providers.vonage.signatureMethod.sha1': 'SHA-1-HMAC',
  'providers.vonage.signatureMethod.sha256': 'SHA-256-HMAC',
  'providers.vonage.signatureMethod.sha512': 'SHA-512-HMAC',
  'providers.smtp.security.starttls': 'Nach der Begrüßung eingeschaltet (STARTTLS)',
  'providers.smtp.security.tls': 'Von Anfang an (TLS)',
  'providers.smtp.security.none': 'Keine: nur für einen Server auf derselben Maschine',
};
