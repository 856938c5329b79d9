import type { Words } from './words.ts';

export const vietnamese: Words = {
  language: 'vi',
  name: 'Tiếng Việt',
  direction: 'ltr',
  text: {
    code: '{code} là mã {service} của bạn.',
    codeFor: '{code} là mã {service} của {subject}.',
    payment: 'Thanh toán: {amount} cho {payee}.',
    valid: 'Hiệu lực {time}.',
    secret: 'Không chia sẻ mã này.',
  },
  mail: {
    subject: 'Mã {service} của bạn',
    greeting: 'Xin chào {subject},',
    code: 'Mã {service} của bạn:',
    secret: 'Không chia sẻ mã này với bất kỳ ai. Không ai từ {service} hỏi bạn mã này.',
    ignore: 'Nếu bạn không yêu cầu mã, hãy bỏ qua thư này.',
  },
  call: {
    spoken: ['vi-VN'],
    hello: 'Xin chào. Đây là cuộc gọi từ {service}.',
    forWhom: 'Cuộc gọi này dành cho {subject}.',
    press: 'Để nghe mã của bạn, hãy nhấn phím 1.',
    noKey: 'Không có phím nào được nhấn. Tạm biệt.',
    payment: 'Mã này dùng để thanh toán {amount} cho {payee}.',
    code: 'Mã của bạn là:',
    again: 'Xin nhắc lại:',
    secret: 'Không chia sẻ mã này với bất kỳ ai.',
    goodbye: 'Tạm biệt.',
    digits: ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'],
  },
};
