import type { Words } from './words.ts';

export const turkish: Words = {
  language: 'tr',
  name: 'Türkçe',
  direction: 'ltr',
  text: {
    code: '{service} kodunuz: {code}.',
    codeFor: '{service} kodu ({subject}): {code}.',
    payment: 'Ödeme: {amount}, {payee}.',
    valid: '{time} sonra biter.',
    secret: 'Kimseye vermeyin.',
  },
  mail: {
    subject: '{service} kodunuz',
    greeting: 'Merhaba {subject},',
    code: '{service} kodunuz:',
    secret: 'Kimseyle paylaşmayın. {service} çalışanları bu kodu asla istemez.',
    ignore: 'Kod istemediyseniz bu e-postayı dikkate almayın.',
  },
  call: {
    spoken: ['tr-TR'],
    hello: 'Merhaba. {service} sizi arıyor.',
    forWhom: 'Bu arama {subject} için.',
    press: 'Kodunuzu duymak için 1’e basın.',
    noKey: 'Hiçbir tuşa basılmadı. Hoşça kalın.',
    payment: 'Kod bir ödeme içindir: {amount}, alıcı {payee}.',
    code: 'Kodunuz:',
    again: 'Bir kez daha:',
    secret: 'Kimseyle paylaşmayın.',
    goodbye: 'Hoşça kalın.',
    digits: ['sıfır', 'bir', 'iki', 'üç', 'dört', 'beş', 'altı', 'yedi', 'sekiz', 'dokuz'],
  },
};
