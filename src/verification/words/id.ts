import type { Words } from './words.ts';

export const indonesian: Words = {
  language: 'id',
  name: 'Bahasa Indonesia',
  direction: 'ltr',
  text: {
    code: '{code} adalah kode {service} Anda.',
    codeFor: '{code} adalah kode {service} untuk {subject}.',
    payment: 'Pembayaran: {amount} kepada {payee}.',
    valid: 'Berlaku {time}.',
    secret: 'Jangan beri tahu siapa pun.',
  },
  mail: {
    subject: 'Kode {service} Anda',
    greeting: 'Halo {subject},',
    code: 'Kode {service} Anda:',
    secret: 'Jangan beri tahu siapa pun. Pihak {service} tidak akan pernah memintanya.',
    ignore: 'Jika Anda tidak meminta kode, abaikan email ini.',
  },
  call: {
    spoken: ['id-ID'],
    hello: 'Halo. Ini panggilan dari {service}.',
    forWhom: 'Panggilan ini untuk {subject}.',
    press: 'Untuk mendengar kode Anda, tekan 1.',
    noKey: 'Tidak ada tombol yang ditekan. Sampai jumpa.',
    payment: 'Kode ini untuk pembayaran {amount} kepada {payee}.',
    code: 'Kode Anda adalah:',
    again: 'Sekali lagi:',
    secret: 'Jangan beri tahu siapa pun.',
    goodbye: 'Sampai jumpa.',
    digits: ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan'],
  },
};
