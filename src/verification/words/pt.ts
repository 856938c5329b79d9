import type { Words } from './words.ts';

export const portuguese: Words = {
  language: 'pt',
  name: 'Português',
  direction: 'ltr',
  text: {
    code: '{code} é a sua senha para {service}.',
    codeFor: '{code} é a senha de {subject} para {service}.',
    payment: 'Pagamento: {amount} a {payee}.',
    valid: 'Vale por {time}.',
    secret: 'Nunca a diga a ninguém.',
  },
  mail: {
    subject: 'O seu código para {service}',
    greeting: 'Olá, {subject},',
    code: 'O seu código para {service}:',
    secret: 'Nunca o diga a ninguém. Ninguém de {service} vai pedi-lo.',
    ignore: 'Se não pediu nenhum código, ignore este e-mail.',
  },
  call: {
    spoken: ['pt-BR', 'pt-PT'],
    hello: 'Olá. Esta é uma chamada de {service}.',
    forWhom: 'É para {subject}.',
    press: 'Para ouvir o seu código, pressione 1.',
    noKey: 'Nenhuma tecla foi pressionada. Até logo.',
    payment: 'O código é para um pagamento de {amount} a {payee}.',
    code: 'O seu código é:',
    again: 'Mais uma vez:',
    secret: 'Nunca o diga a ninguém.',
    goodbye: 'Até logo.',
    digits: ['zero', 'um', 'dois', 'três', 'quatro', 'cinco', 'seis', 'sete', 'oito', 'nove'],
  },
};
