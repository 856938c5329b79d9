import type { Words } from './words.ts';

export const marathi: Words = {
  language: 'mr',
  name: 'मराठी',
  direction: 'ltr',
  text: {
    code: '{code} हा आपला {service} कोड आहे.',
    codeFor: '{subject} यांचा {service} कोड {code} आहे.',
    payment: 'पेमेंट: {amount}, {payee} यांना.',
    valid: 'वैधता {time}.',
    secret: 'कोणालाही सांगू नका.',
  },
  mail: {
    subject: 'आपला {service} कोड',
    greeting: 'नमस्कार {subject},',
    code: 'आपला {service} कोड:',
    secret: 'हा कोणालाही सांगू नका. {service} मधून कोणीही तो कधीच विचारणार नाही.',
    ignore: 'आपण कोड मागितला नसेल, तर या मेलकडे दुर्लक्ष करा.',
  },
  call: {
    spoken: ['mr-IN'],
    hello: 'नमस्कार. हा {service} कडून कॉल आहे.',
    forWhom: 'हा कॉल {subject} यांच्यासाठी आहे.',
    press: 'आपला कोड ऐकण्यासाठी 1 दाबा.',
    noKey: 'कोणतेही बटण दाबले नाही. नमस्कार.',
    payment: 'हा कोड {payee} यांना {amount} देण्यासाठी आहे.',
    code: 'आपला कोड आहे:',
    again: 'पुन्हा एकदा:',
    secret: 'हा कोणालाही सांगू नका.',
    goodbye: 'नमस्कार.',
    digits: ['शून्य', 'एक', 'दोन', 'तीन', 'चार', 'पाच', 'सहा', 'सात', 'आठ', 'नऊ'],
  },
};
