import type { Words } from './words.ts';

export const simplifiedChinese: Words = {
  language: 'zh',
  name: '简体中文',
  direction: 'ltr',
  text: {
    code: '{code} 是您的{service}验证码。',
    codeFor: '{code} 是{subject}的{service}验证码。',
    payment: '付款：{amount}，收款方：{payee}。',
    valid: '{time}内有效。',
    secret: '请勿告诉他人。',
  },
  mail: {
    subject: '您的{service}验证码',
    greeting: '{subject}，您好：',
    code: '您的{service}验证码：',
    secret: '请勿告诉任何人。{service}的工作人员绝不会向您索要验证码。',
    ignore: '如果您没有请求验证码，请忽略此邮件。',
  },
  call: {
    spoken: ['zh-CN'],
    hello: '您好，这是来自{service}的电话。',
    forWhom: '此电话是打给{subject}的。',
    press: '要听取验证码，请按 1。',
    noKey: '您没有按键。再见。',
    payment: '此验证码用于向{payee}支付{amount}。',
    code: '您的验证码是：',
    again: '再说一遍：',
    secret: '请勿告诉任何人。',
    goodbye: '再见。',
    digits: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
  },
};
