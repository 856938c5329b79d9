import type { Words } from './words.ts';

export const traditionalChinese: Words = {
  language: 'zh-Hant',
  name: '繁體中文',
  direction: 'ltr',
  text: {
    code: '{code} 是您的{service}驗證碼。',
    codeFor: '{code} 是{subject}的{service}驗證碼。',
    payment: '付款：{amount}，收款方：{payee}。',
    valid: '{time}內有效。',
    secret: '請勿告訴他人。',
  },
  mail: {
    subject: '您的{service}驗證碼',
    greeting: '{subject}，您好：',
    code: '您的{service}驗證碼：',
    secret: '請勿告訴任何人。{service}的人員絕不會向您索取驗證碼。',
    ignore: '如果您沒有要求驗證碼，請忽略這封郵件。',
  },
  call: {
    spoken: ['zh-TW', 'zh-HK'],
    hello: '您好，這是來自{service}的電話。',
    forWhom: '這通電話是打給{subject}的。',
    press: '要聽取驗證碼，請按 1。',
    noKey: '您沒有按鍵。再見。',
    payment: '此驗證碼用於向{payee}支付{amount}。',
    code: '您的驗證碼是：',
    again: '再說一次：',
    secret: '請勿告訴任何人。',
    goodbye: '再見。',
    digits: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
  },
};
