import type { Words } from './words.ts';

export const korean: Words = {
  language: 'ko',
  name: '한국어',
  direction: 'ltr',
  text: {
    code: '{service} 인증번호는 {code}입니다.',
    codeFor: '{subject}님의 {service} 인증번호는 {code}입니다.',
    payment: '결제: {amount}, {payee}.',
    valid: '유효 시간 {time}.',
    secret: '남에게 알려주지 마세요.',
  },
  mail: {
    subject: '{service} 인증번호',
    greeting: '{subject}님, 안녕하세요.',
    code: '{service} 인증번호:',
    secret: '아무에게도 알려주지 마세요. {service} 직원은 절대 인증번호를 묻지 않습니다.',
    ignore: '인증번호를 요청하지 않으셨다면 이 메일을 무시하세요.',
  },
  call: {
    spoken: ['ko-KR'],
    hello: '안녕하세요. {service}에서 드리는 전화입니다.',
    forWhom: '{subject}님께 드리는 전화입니다.',
    press: '인증번호를 들으시려면 1번을 누르세요.',
    noKey: '아무 버튼도 누르지 않으셨습니다. 안녕히 계세요.',
    payment: '{payee}에 {amount} 결제를 위한 인증번호입니다.',
    code: '인증번호는 다음과 같습니다.',
    again: '다시 한번 말씀드립니다.',
    secret: '아무에게도 알려주지 마세요.',
    goodbye: '안녕히 계세요.',
    digits: ['공', '일', '이', '삼', '사', '오', '육', '칠', '팔', '구'],
  },
};
