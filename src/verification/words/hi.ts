import type { Words } from './words.ts';

export const hindi: Words = {
  language: 'hi',
  name: 'हिन्दी',
  direction: 'ltr',
  text: {
    code: '{code} आपका {service} कोड है।',
    codeFor: '{subject} के लिए {service} कोड: {code}।',
    payment: 'भुगतान: {amount}, {payee} को।',
    valid: '{time} तक मान्य।',
    secret: 'किसी को न बताएँ।',
  },
  mail: {
    subject: '{service} के लिए आपका कोड',
    greeting: 'नमस्ते {subject},',
    code: '{service} के लिए आपका कोड:',
    secret: 'इसे किसी को न बताएँ। {service} से कोई भी आपसे यह कभी नहीं माँगेगा।',
    ignore: 'अगर आपने कोड नहीं माँगा था, तो इस मेल पर ध्यान न दें।',
  },
  call: {
    spoken: ['hi-IN'],
    hello: 'नमस्ते। यह {service} की ओर से कॉल है।',
    forWhom: 'यह कॉल {subject} के लिए है।',
    press: 'अपना कोड सुनने के लिए 1 दबाएँ।',
    noKey: 'कोई बटन नहीं दबाया गया। नमस्ते।',
    payment: 'यह कोड {payee} को {amount} के भुगतान के लिए है।',
    code: 'आपका कोड है:',
    again: 'एक बार फिर:',
    secret: 'इसे किसी को न बताएँ।',
    goodbye: 'नमस्ते।',
    digits: ['शून्य', 'एक', 'दो', 'तीन', 'चार', 'पाँच', 'छह', 'सात', 'आठ', 'नौ'],
  },
};
