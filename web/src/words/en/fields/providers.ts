import type { SettingWords } from '../fields.ts';

export const providerSettings: Record<string, SettingWords> = {
  'providers.enabled': { label: 'Turned on', hint: 'Turned off, it sends nothing, and it keeps its settings.' },
  'providers.owner': { label: 'For the apps of', hint: 'Empty: for the apps of everybody.' },
  'providers.regions': {
    label: 'Only to these countries',
    hint: 'By their two letters, such as US. Empty: to all that an app allows.',
  },
  'providers.reportWithinSeconds': {
    label: 'Wait … seconds for its report',
    hint: 'If it does not say by then that the code arrived, the next provider sends the same code.',
  },

  'providers.twilio.accountSid': { label: 'Account SID', hint: 'On the first page of the Twilio console: AC…' },
  'providers.twilio.authToken': { label: 'Auth token', hint: 'It stands below the Account SID.' },
  'providers.twilio.from': {
    label: 'Number to send from',
    hint: 'One of your Twilio numbers, such as +15550100002, or a name where the country allows it.',
  },
  'providers.twilio.messagingServiceSid': {
    label: 'Messaging service',
    hint: 'In place of a number: MG…, from the Twilio console.',
  },
  'providers.twilio.callFrom': {
    label: 'Number to call from',
    hint: 'One of your Twilio numbers that can call. Empty: no codes are spoken in calls.',
  },
  'providers.twilio.apiBaseUrl': { label: 'Address of Twilio', hint: 'Only for tests.' },
  'providers.twilio.eraseAtProvider': {
    label: 'Erase texts at Twilio',
    hint: 'Once Twilio has said what became of them: the record stays there, the code does not.',
  },

  'providers.vonage.apiKey': { label: 'API key', hint: 'On the first page of the Vonage dashboard.' },
  'providers.vonage.apiSecret': { label: 'API secret', hint: 'On the same page.' },
  'providers.vonage.from': { label: 'Sender', hint: 'A number such as 15550100002, or a name where it is allowed.' },
  'providers.vonage.apiBaseUrl': { label: 'Address of Vonage', hint: 'Only for tests.' },
  'providers.vonage.reportSecret': {
    label: 'Secret for reports',
    hint: 'At least 16 letters and digits that you make up: Vonage calls an address that ends in it.',
  },
  'providers.vonage.signatureSecret': {
    label: 'Signature secret',
    hint: 'If Vonage signs what it reports: from API settings in its dashboard.',
  },
  'providers.vonage.signatureMethod': { label: 'How Vonage signs', hint: 'As it is set there.' },

  'providers.http.url': {
    label: 'Address of the gateway',
    hint: 'Such as https://sms.example.com/send. {to}, {text} and the others can stand in it.',
  },
  'providers.http.method': { label: 'Method', hint: '' },
  'providers.http.format': { label: 'Form of what is sent', hint: '' },
  'providers.http.body': {
    label: 'What is sent',
    hint: 'Put in are {to}, {digits} (the number without +), {text}, {code}, {locale}, {service}, {id}, {secret} and {report} (where reports go).',
  },
  'providers.http.headers': { label: 'More headers', hint: 'Write {secret} where the secret belongs.' },
  'providers.http.username': { label: 'User name', hint: 'If the gateway asks for a user name and password.' },
  'providers.http.secret': { label: 'Password or token', hint: 'As your gateway gave it to you.' },
  'providers.http.channels': { label: 'What it sends', hint: '' },
  'providers.http.receipt': {
    label: 'Where the answer holds the id',
    hint: 'Such as messages.0.id. Reports are recognised by it.',
  },
  'providers.http.success': {
    label: 'What the answer must say',
    hint: 'Such as status=ok, if the gateway answers refusals like everything else.',
  },
  'providers.http.reportSecret': {
    label: 'Secret for reports',
    hint: 'At least 16 letters and digits that you make up: the gateway calls an address that ends in it.',
  },
  'providers.http.reportReceipt': { label: 'Where a report holds the id', hint: '' },
  'providers.http.reportStatus': { label: 'Where a report says what became of it', hint: '' },
  'providers.http.deliveredStatus': { label: 'It says one of these when it arrived', hint: '' },
  'providers.http.failedStatus': { label: 'It says one of these when it did not', hint: '' },

  'providers.smtp.host': { label: 'Mail server', hint: 'Such as smtp.example.com.' },
  'providers.smtp.port': { label: 'Port', hint: '587, or 465 if it is encrypted from the start.' },
  'providers.smtp.security': { label: 'Encryption', hint: '' },
  'providers.smtp.verifyCertificate': { label: 'Insist on a trusted certificate', hint: '' },
  'providers.smtp.username': { label: 'User name', hint: 'Often the whole address.' },
  'providers.smtp.password': { label: 'Password', hint: 'Many mailboxes have one of their own for programs.' },
  'providers.smtp.from': { label: 'Sender', hint: 'Such as Shop <codes@example.com>.' },

  'providers.console.channels': { label: 'What it stands in for', hint: '' },
};

const channels = { sms: 'Texts', call: 'Calls', email: 'Mails' };
const channelsOf = (kind: string) =>
  Object.entries(channels).map(([channel, word]) => [`providers.${kind}.channels.${channel}`, word] as const);

export const providerChoices: Record<string, string> = {
  ...Object.fromEntries([...channelsOf('http'), ...channelsOf('console')]),
  'providers.http.method.POST': 'POST',
  'providers.http.method.PUT': 'PUT',
  'providers.http.method.GET': 'GET',
  'providers.http.format.json': 'JSON',
  'providers.http.format.form': 'Form',
  'providers.http.format.xml': 'XML',
  'providers.http.format.text': 'Plain text',
  'providers.vonage.signatureMethod.md5hash': 'MD5 hash',
  'providers.vonage.signatureMethod.sha1': 'SHA-1 HMAC',
  'providers.vonage.signatureMethod.sha256': 'SHA-256 HMAC',
  'providers.vonage.signatureMethod.sha512': 'SHA-512 HMAC',
  'providers.smtp.security.starttls': 'Turned on after the greeting (STARTTLS)',
  'providers.smtp.security.tls': 'From the start (TLS)',
  'providers.smtp.security.none': 'None: only for a server on the same machine',
};
