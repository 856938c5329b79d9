import type { Words } from './words.ts';

export const spanish: Words = {
  language: 'es',
  name: 'Español',
  direction: 'ltr',
  text: {
    code: '{code} es tu clave de {service}.',
    codeFor: '{code} es la clave de {subject} para {service}.',
    payment: 'Pago: {amount} a {payee}.',
    valid: 'Vale por {time}.',
    secret: 'No la compartas.',
  },
  mail: {
    subject: 'Tu código de {service}',
    greeting: 'Hola, {subject}:',
    code: 'Tu código de {service}:',
    secret: 'No lo compartas con nadie. Nadie de {service} te lo pedirá nunca.',
    ignore: 'Si no has pedido ningún código, puedes ignorar este correo.',
  },
  call: {
    spoken: ['es-ES', 'es-MX', 'es-US'],
    hello: 'Hola. Esta es una llamada de {service}.',
    forWhom: 'Es para {subject}.',
    press: 'Para oír tu código, pulsa 1.',
    noKey: 'No se ha pulsado ninguna tecla. Adiós.',
    payment: 'El código es para un pago de {amount} a {payee}.',
    code: 'Tu código es:',
    again: 'Otra vez:',
    secret: 'No lo compartas con nadie.',
    goodbye: 'Adiós.',
    digits: ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
  },
};
