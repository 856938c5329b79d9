import type { Words } from './words.ts';

export const arabic: Words = {
  language: 'ar',
  name: 'العربية',
  direction: 'rtl',
  text: {
    code: 'رمز {service} الخاص بك هو {code}.',
    codeFor: 'رمز {service} لـ {subject} هو {code}.',
    payment: 'دفع {amount} إلى {payee}.',
    valid: 'صالح لمدة {time}.',
    secret: 'لا تشاركه مع أحد.',
  },
  mail: {
    subject: 'رمز {service} الخاص بك',
    greeting: 'مرحبًا {subject}،',
    code: 'رمز {service} الخاص بك:',
    secret: 'لا تشاركه مع أحد. لن يطلبه منك أي شخص من {service} أبدًا.',
    ignore: 'إذا لم تطلب رمزًا، فيمكنك تجاهل هذه الرسالة.',
  },
  call: {
    spoken: ['ar-XA', 'ar-AE', 'ar-SA'],
    hello: 'مرحبًا. هذه مكالمة من {service}.',
    forWhom: 'هذه المكالمة من أجل {subject}.',
    press: 'لسماع الرمز، اضغط 1.',
    noKey: 'لم يتم الضغط على أي مفتاح. مع السلامة.',
    payment: 'هذا الرمز لدفع {amount} إلى {payee}.',
    code: 'الرمز هو:',
    again: 'مرة أخرى:',
    secret: 'لا تشاركه مع أحد.',
    goodbye: 'مع السلامة.',
    digits: ['صفر', 'واحد', 'اثنان', 'ثلاثة', 'أربعة', 'خمسة', 'ستة', 'سبعة', 'ثمانية', 'تسعة'],
  },
};
