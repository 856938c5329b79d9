import type { Words } from './words.ts';

export const english: Words = {
  language: 'en',
  name: 'English',
  direction: 'ltr',
  text: {
    code: '{code} is your {service} code.',
    codeFor: '{code} is the {service} code for {subject}.',
    payment: 'Payment: {amount} to {payee}.',
    valid: 'Valid for {time}.',
    secret: 'Never share it.',
  },
  mail: {
    subject: 'Your code for {service}',
    greeting: 'Hello {subject},',
    code: 'Your code for {service}:',
    secret: 'Do not share it with anybody. Nobody from {service} will ever ask you for it.',
    ignore: 'If you did not ask for a code, you can ignore this mail.',
  },
  call: {
    spoken: ['en-US', 'en-GB', 'en-AU', 'en-IN'],
    hello: 'Hello. This is a call from {service}.',
    forWhom: 'It is for {subject}.',
    press: 'To hear your code, press 1.',
    noKey: 'No key was pressed. Goodbye.',
    payment: 'The code is for a payment of {amount} to {payee}.',
    code: 'Your code is:',
    again: 'Once again:',
    secret: 'Do not share it with anybody.',
    goodbye: 'Goodbye.',
    digits: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  },
};
