import type { Words } from './words.ts';

export const russian: Words = {
  language: 'ru',
  name: 'Русский',
  direction: 'ltr',
  text: {
    code: '{code} — ваш код {service}.',
    codeFor: '{code} — код {service} ({subject}).',
    payment: 'Оплата: {amount}, получатель {payee}.',
    valid: 'Срок: {time}.',
    secret: 'Никому не сообщайте.',
  },
  mail: {
    subject: 'Ваш код {service}',
    greeting: 'Здравствуйте, {subject}!',
    code: 'Ваш код {service}:',
    secret: 'Никому его не сообщайте. Сотрудники {service} никогда его не спросят.',
    ignore: 'Если вы не запрашивали код, просто не обращайте внимания на это письмо.',
  },
  call: {
    spoken: ['ru-RU'],
    hello: 'Здравствуйте. Это звонок от {service}.',
    forWhom: 'Получатель: {subject}.',
    press: 'Чтобы услышать код, нажмите 1.',
    noKey: 'Ничего не нажато. До свидания.',
    payment: 'Код подтверждает платёж: {amount}, получатель {payee}.',
    code: 'Ваш код:',
    again: 'Ещё раз:',
    secret: 'Никому его не сообщайте.',
    goodbye: 'До свидания.',
    digits: ['ноль', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять'],
  },
};
