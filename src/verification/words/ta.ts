import type { Words } from './words.ts';

export const tamil: Words = {
  language: 'ta',
  name: 'தமிழ்',
  direction: 'ltr',
  text: {
    code: '{code} உங்கள் {service} குறியீடு.',
    codeFor: '{subject} அவர்களின் {service} குறியீடு {code}.',
    payment: 'கட்டணம்: {amount}, {payee}.',
    valid: 'காலம் {time}.',
    secret: 'பகிர வேண்டாம்.',
  },
  mail: {
    subject: 'உங்கள் {service} குறியீடு',
    greeting: 'வணக்கம் {subject},',
    code: 'உங்கள் {service} குறியீடு:',
    secret: 'இதை யாரிடமும் சொல்ல வேண்டாம். {service} சார்பாக யாரும் இதை ஒருபோதும் கேட்க மாட்டார்கள்.',
    ignore: 'நீங்கள் குறியீடு கேட்கவில்லை என்றால், இந்த மின்னஞ்சலைப் பொருட்படுத்த வேண்டாம்.',
  },
  call: {
    spoken: ['ta-IN'],
    hello: 'வணக்கம். இது {service} இலிருந்து வரும் அழைப்பு.',
    forWhom: 'இந்த அழைப்பு {subject} அவர்களுக்கானது.',
    press: 'உங்கள் குறியீட்டைக் கேட்க 1 ஐ அழுத்தவும்.',
    noKey: 'எந்தப் பொத்தானும் அழுத்தப்படவில்லை. நன்றி.',
    payment: 'இந்தக் குறியீடு {payee} க்கு {amount} செலுத்துவதற்கானது.',
    code: 'உங்கள் குறியீடு:',
    again: 'மீண்டும் ஒருமுறை:',
    secret: 'இதை யாரிடமும் சொல்ல வேண்டாம்.',
    goodbye: 'நன்றி.',
    digits: ['பூஜ்ஜியம்', 'ஒன்று', 'இரண்டு', 'மூன்று', 'நான்கு', 'ஐந்து', 'ஆறு', 'ஏழு', 'எட்டு', 'ஒன்பது'],
  },
};
