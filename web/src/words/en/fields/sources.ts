import type { SettingWords } from '../fields.ts';

export const sourceSettings: Record<string, SettingWords> = {
  'sources.line': { label: 'Which line it brings texts of', hint: '' },
  'sources.enabled': { label: 'Turned on', hint: 'Turned off, it brings nothing and keeps its settings.' },

  'sources.hilink.url': {
    label: 'Address of the stick',
    hint: 'Where its own web page is, such as http://192.168.8.1. Empty: it is looked for.',
  },
  'sources.hilink.addresses': {
    label: 'Where to look for it',
    hint: 'Only if its address is not set above. Empty: where Huawei puts them.',
  },
  'sources.hilink.username': { label: 'User name of its web page', hint: '' },
  'sources.hilink.password': { label: 'Password of its web page', hint: 'If it asks for one.' },
  'sources.hilink.pollSeconds': {
    label: 'Look for new texts every … seconds',
    hint: 'It is a light look: only how many there are.',
  },
  'sources.hilink.markRead': { label: 'Mark texts as read on the stick', hint: 'Once they are safely stored here.' },
  'sources.hilink.deleteAfterStored': {
    label: 'Delete texts on the stick',
    hint: 'Once they are safely stored here. What was on it before stays.',
  },
  'sources.hilink.makeRoom': {
    label: 'Make room before the stick is full',
    hint: 'A full stick receives nothing. The oldest texts that are safely stored here go.',
  },
  'sources.hilink.makeRoomAtPercent': { label: 'Make room when it is … percent full', hint: '' },
  'sources.hilink.keepLast': { label: 'Always keep the newest … texts on it', hint: '' },
  'sources.hilink.verifyCertificate': {
    label: 'Insist on a trusted certificate',
    hint: 'Only for addresses with https. Such devices have none that is trusted.',
  },

  'sources.serial.path': {
    label: 'Port',
    hint: 'Such as /dev/serial/by-id/…; names like ttyUSB0 change. Empty: the modem is looked for.',
  },
  'sources.serial.imei': {
    label: 'Serial number of the modem (IMEI)',
    hint: 'If there are several: no other one is used.',
  },
  'sources.serial.iccid': {
    label: 'Number of the SIM card (ICCID)',
    hint: 'If there are several: no other one is used.',
  },
  'sources.serial.pin': { label: 'PIN of the SIM card', hint: 'If it asks for one. A wrong one is tried once only.' },
  'sources.serial.baudRate': { label: 'Speed of the port', hint: 'USB modems take any.' },
  'sources.serial.memories': {
    label: 'Memories to look through',
    hint: 'The one for new texts first. Empty: SM (the SIM card) and ME (the device).',
  },
  'sources.serial.listEverySeconds': {
    label: 'Look through all texts every … seconds',
    hint: 'New ones announce themselves; this finds one whose announcement got lost.',
  },
  'sources.serial.noteIncompleteAfterSeconds': {
    label: 'Wait … seconds for missing parts',
    hint: 'Long texts come in parts. After this time it goes out as far as it came.',
  },
  'sources.serial.deliveryReports': { label: 'Ask whether sent texts arrived', hint: 'The network then tells.' },
  'sources.serial.smsc': { label: 'Number of the service centre', hint: 'Only if the SIM card has none.' },

  'sources.twilio.accountSid': {
    label: 'Account SID',
    hint: 'On the first page of the Twilio console. It begins with AC.',
  },
  'sources.twilio.authToken': {
    label: 'Auth token',
    hint: 'Beside the Account SID. It shows that calls are really from Twilio.',
  },
  'sources.twilio.apiBaseUrl': { label: "Address of Twilio's API", hint: '' },
  'sources.twilio.numbers': { label: 'Numbers to read', hint: 'With country code. Empty: the number of the line.' },
  'sources.twilio.catchUpSeconds': {
    label: "Look through Twilio's list every … seconds",
    hint: 'It finds texts for which Twilio could not reach this hub.',
  },
  'sources.twilio.eraseAtProvider': {
    label: 'Erase texts at Twilio too',
    hint: 'Once they are erased here: else they stay there for good.',
  },
  'sources.twilio.from': { label: 'Send from', hint: 'A number or name. Empty: the number of the line.' },
  'sources.twilio.messagingServiceSid': {
    label: 'Messaging service to send by',
    hint: 'It begins with MG. Used in place of the number of the line.',
  },

  'sources.twilio-voice.accountSid': {
    label: 'Account SID',
    hint: 'On the first page of the Twilio console. It begins with AC.',
  },
  'sources.twilio-voice.authToken': {
    label: 'Auth token',
    hint: 'Beside the Account SID. It shows that calls are really from Twilio.',
  },
  'sources.twilio-voice.apiBaseUrl': { label: "Address of Twilio's API", hint: '' },
  'sources.twilio-voice.language': { label: 'Language of the calls', hint: 'Such as en-US or de-DE.' },
  'sources.twilio-voice.languages': {
    label: 'Other languages',
    hint: 'The beginning of the calling number and a language, such as +49 de-DE.',
  },
  'sources.twilio-voice.maxSeconds': {
    label: 'Hang up after … seconds',
    hint: 'Twilio charges for each minute of a call.',
  },
  'sources.twilio-voice.ringTo': {
    label: 'Ring through to',
    hint: 'A phone that calls without a code ring. With country code. Empty: none.',
  },
  'sources.twilio-voice.ringAfterSeconds': {
    label: 'Listen … seconds before it rings there',
    hint: '0 rings at once and listens meanwhile.',
  },
  'sources.twilio-voice.pressToHear': {
    label: 'Press the key for hearing a code by itself',
    hint: 'Whatever approves something always waits for your click.',
  },

  'sources.webhook.format': { label: 'Which app or gateway calls', hint: '' },
  'sources.webhook.secret': {
    label: 'Secret it signs with',
    hint: 'One of these three is needed, or anybody could hand in texts. Best is this one, if your app can sign.',
  },
  'sources.webhook.pathSecret': {
    label: 'Secret in the address',
    hint: 'For apps that cannot do anything else. It becomes the end of the address: 16 characters or more.',
  },
  'sources.webhook.bearer': {
    label: 'Token in the header',
    hint: 'For apps that can send a header: Authorization: Bearer …. 16 characters or more.',
  },
  'sources.webhook.fields': {
    label: 'Names in what it sends',
    hint: 'Only if the app calls things otherwise. A dot leads inside: data.from.',
  },
  'sources.webhook.fields.sender': { label: 'Sender', hint: '' },
  'sources.webhook.fields.text': { label: 'Text', hint: '' },
  'sources.webhook.fields.sentAt': {
    label: 'Time',
    hint: 'As 2026-03-14T15:09:26Z, or seconds or milliseconds since 1970.',
  },
  'sources.webhook.fields.id': {
    label: 'Its own number of the text',
    hint: 'So that a text that is handed in twice counts once.',
  },
  'sources.webhook.fields.to': { label: 'Number it came to', hint: '' },
};
