import type { Words } from './words.ts';

export const bengali: Words = {
  language: 'bn',
  name: 'বাংলা',
  direction: 'ltr',
  text: {
    code: '{code} আপনার {service} কোড।',
    codeFor: '{subject}-এর {service} কোড {code}।',
    payment: 'পেমেন্ট: {amount}, প্রাপক {payee}।',
    valid: 'মেয়াদ {time}।',
    secret: 'কাউকে জানাবেন না।',
  },
  mail: {
    subject: 'আপনার {service} কোড',
    greeting: 'নমস্কার {subject},',
    code: 'আপনার {service} কোড:',
    secret: 'এটি কাউকে জানাবেন না। {service} থেকে কেউ কখনও এটি চাইবে না।',
    ignore: 'আপনি কোড না চেয়ে থাকলে এই মেইলটি উপেক্ষা করুন।',
  },
  call: {
    spoken: ['bn-IN', 'bn-BD'],
    hello: 'নমস্কার। এটি {service} থেকে একটি কল।',
    forWhom: 'কলটি {subject}-এর জন্য।',
    press: 'আপনার কোড শুনতে 1 চাপুন।',
    noKey: 'কোনো বোতাম চাপা হয়নি। ধন্যবাদ।',
    payment: 'এই কোডটি {payee}-কে {amount} পেমেন্টের জন্য।',
    code: 'আপনার কোড:',
    again: 'আরও একবার:',
    secret: 'এটি কাউকে জানাবেন না।',
    goodbye: 'ধন্যবাদ।',
    digits: ['শূন্য', 'এক', 'দুই', 'তিন', 'চার', 'পাঁচ', 'ছয়', 'সাত', 'আট', 'নয়'],
  },
};
