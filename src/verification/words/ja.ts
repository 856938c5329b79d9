import type { Words } from './words.ts';

export const japanese: Words = {
  language: 'ja',
  name: '日本語',
  direction: 'ltr',
  text: {
    code: '{service}の認証コードは {code} です。',
    codeFor: '{subject}さんの{service}認証コードは {code} です。',
    payment: 'お支払い：{amount}、{payee}宛。',
    valid: '有効時間は{time}です。',
    secret: '誰にも教えないでください。',
  },
  mail: {
    subject: '{service}の認証コード',
    greeting: '{subject}さん、こんにちは。',
    code: '{service}の認証コード：',
    secret: '誰にも教えないでください。{service}の担当者がお尋ねすることはありません。',
    ignore: 'お心当たりがない場合は、このメールを無視してください。',
  },
  call: {
    spoken: ['ja-JP'],
    hello: 'こんにちは。{service}からのお電話です。',
    forWhom: '{subject}さん宛のお電話です。',
    press: '認証コードをお聞きになるには、1を押してください。',
    noKey: 'キーが押されませんでした。失礼いたします。',
    payment: '{payee}への{amount}のお支払いのためのコードです。',
    code: '認証コードは、',
    again: 'もう一度申し上げます。',
    secret: '誰にも教えないでください。',
    goodbye: '失礼いたします。',
    digits: ['ゼロ', 'いち', 'に', 'さん', 'よん', 'ご', 'ろく', 'なな', 'はち', 'きゅう'],
  },
};
