import type { Words } from './words.ts';

export const french: Words = {
  language: 'fr',
  name: 'Français',
  direction: 'ltr',
  text: {
    code: '{code} est votre code {service}.',
    codeFor: '{code} est le code {service} de {subject}.',
    payment: 'Paiement : {amount} à {payee}.',
    valid: 'Valable {time}.',
    secret: 'Ne le donnez à personne.',
  },
  mail: {
    subject: 'Votre code {service}',
    greeting: 'Bonjour {subject},',
    code: 'Votre code {service} :',
    secret: 'Ne le donnez à personne. Jamais quelqu’un de {service} ne vous le demandera.',
    ignore: 'Si vous n’avez pas demandé de code, ignorez ce message.',
  },
  call: {
    spoken: ['fr-FR', 'fr-CA'],
    hello: 'Bonjour. Ceci est un appel de {service}.',
    forWhom: 'Il est pour {subject}.',
    press: 'Pour entendre votre code, appuyez sur 1.',
    noKey: 'Aucune touche n’a été pressée. Au revoir.',
    payment: 'Ce code confirme un paiement de {amount} à {payee}.',
    code: 'Votre code est :',
    again: 'Encore une fois :',
    secret: 'Ne le donnez à personne.',
    goodbye: 'Au revoir.',
    digits: ['zéro', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf'],
  },
};
