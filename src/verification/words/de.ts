import type { Words } from './words.ts';

export const german: Words = {
  language: 'de',
  name: 'Deutsch',
  direction: 'ltr',
  text: {
    code: '{code} ist der Code für {service}.',
    codeFor: '{code} ist der Code von {subject} für {service}.',
    payment: 'Zahlung: {amount} an {payee}.',
    valid: 'Gültig: {time}.',
    secret: 'Bitte nicht weitergeben.',
  },
  mail: {
    subject: 'Der Code für {service}',
    greeting: 'Guten Tag, {subject}!',
    code: 'Der Code für {service}:',
    secret: 'Bitte an niemanden weitergeben. Niemand von {service} fragt jemals danach.',
    ignore: 'Kein Code angefordert? Dann kann diese Nachricht ignoriert werden.',
  },
  call: {
    spoken: ['de-DE', 'de-AT'],
    hello: 'Guten Tag. Dies ist ein Anruf von {service}.',
    forWhom: 'Er ist für {subject}.',
    press: 'Um den Code zu hören, bitte die 1 drücken.',
    noKey: 'Es wurde keine Taste gedrückt. Auf Wiederhören.',
    payment: 'Der Code ist für eine Zahlung von {amount} an {payee}.',
    code: 'Der Code lautet:',
    again: 'Noch einmal:',
    secret: 'Bitte an niemanden weitergeben.',
    goodbye: 'Auf Wiederhören.',
    digits: ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'],
  },
};
