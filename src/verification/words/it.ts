import type { Words } from './words.ts';

export const italian: Words = {
  language: 'it',
  name: 'Italiano',
  direction: 'ltr',
  text: {
    code: '{code} è il tuo codice {service}.',
    codeFor: '{code} è il codice {service} di {subject}.',
    payment: 'Pagamento: {amount} a {payee}.',
    valid: 'Vale {time}.',
    secret: 'Non darlo a nessuno.',
  },
  mail: {
    subject: 'Il tuo codice per {service}',
    greeting: 'Ciao {subject},',
    code: 'Il tuo codice per {service}:',
    secret: 'Non darlo a nessuno. Nessuno di {service} te lo chiederà mai.',
    ignore: 'Se non hai chiesto un codice, ignora questa e-mail.',
  },
  call: {
    spoken: ['it-IT'],
    hello: 'Salve. Questa è una chiamata da {service}.',
    forWhom: 'È per {subject}.',
    press: 'Per ascoltare il codice, premi 1.',
    noKey: 'Nessun tasto premuto. Arrivederci.',
    payment: 'Il codice è per un pagamento di {amount} a {payee}.',
    code: 'Il tuo codice è:',
    again: 'Ancora una volta:',
    secret: 'Non darlo a nessuno.',
    goodbye: 'Arrivederci.',
    digits: ['zero', 'uno', 'due', 'tre', 'quattro', 'cinque', 'sei', 'sette', 'otto', 'nove'],
  },
};
