import type { Words } from './words.ts';

export const urdu: Words = {
  language: 'ur',
  name: 'اردو',
  direction: 'rtl',
  text: {
    code: '{code} آپ کا {service} کوڈ ہے۔',
    codeFor: '{subject} کا {service} کوڈ {code} ہے۔',
    payment: 'ادائیگی: {amount}، وصول کنندہ {payee}۔',
    valid: 'میعاد {time}۔',
    secret: 'کسی کو نہ بتائیں۔',
  },
  mail: {
    subject: 'آپ کا {service} کوڈ',
    greeting: 'السلام علیکم {subject}،',
    code: 'آپ کا {service} کوڈ:',
    secret: 'یہ کسی کو نہ بتائیں۔ {service} سے کوئی آپ سے یہ کبھی نہیں مانگے گا۔',
    ignore: 'اگر آپ نے کوڈ نہیں مانگا تھا تو اس میل کو نظر انداز کر دیں۔',
  },
  call: {
    spoken: ['ur-IN', 'ur-PK'],
    hello: 'السلام علیکم۔ یہ {service} کی طرف سے کال ہے۔',
    forWhom: 'یہ کال {subject} کے لیے ہے۔',
    press: 'اپنا کوڈ سننے کے لیے 1 دبائیں۔',
    noKey: 'کوئی بٹن نہیں دبایا گیا۔ خدا حافظ۔',
    payment: 'یہ کوڈ {payee} کو {amount} کی ادائیگی کے لیے ہے۔',
    code: 'آپ کا کوڈ ہے:',
    again: 'ایک بار پھر:',
    secret: 'یہ کسی کو نہ بتائیں۔',
    goodbye: 'خدا حافظ۔',
    digits: ['صفر', 'ایک', 'دو', 'تین', 'چار', 'پانچ', 'چھ', 'سات', 'آٹھ', 'نو'],
  },
};
