import type { Words } from './words.ts';

export const telugu: Words = {
  language: 'te',
  name: 'తెలుగు',
  direction: 'ltr',
  text: {
    code: '{code} మీ {service} కోడ్.',
    codeFor: '{subject} గారి {service} కోడ్ {code}.',
    payment: 'చెల్లింపు: {amount}, {payee}.',
    valid: 'చెల్లుబాటు {time}.',
    secret: 'ఎవరికీ చెప్పకండి.',
  },
  mail: {
    subject: 'మీ {service} కోడ్',
    greeting: 'నమస్కారం {subject},',
    code: 'మీ {service} కోడ్:',
    secret: 'దీన్ని ఎవరికీ చెప్పకండి. {service} నుండి ఎవరూ దీన్ని ఎప్పుడూ అడగరు.',
    ignore: 'మీరు కోడ్ అడగకపోతే, ఈ మెయిల్‌ను పట్టించుకోకండి.',
  },
  call: {
    spoken: ['te-IN'],
    hello: 'నమస్కారం. ఇది {service} నుండి కాల్.',
    forWhom: 'ఈ కాల్ {subject} గారి కోసం.',
    press: 'మీ కోడ్ వినడానికి 1 నొక్కండి.',
    noKey: 'ఏ బటన్ నొక్కలేదు. నమస్కారం.',
    payment: 'ఈ కోడ్ {payee} కు {amount} చెల్లింపు కోసం.',
    code: 'మీ కోడ్:',
    again: 'మరొకసారి:',
    secret: 'దీన్ని ఎవరికీ చెప్పకండి.',
    goodbye: 'నమస్కారం.',
    digits: ['సున్నా', 'ఒకటి', 'రెండు', 'మూడు', 'నాలుగు', 'ఐదు', 'ఆరు', 'ఏడు', 'ఎనిమిది', 'తొమ్మిది'],
  },
};
