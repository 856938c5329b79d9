/**
 * What a verification says in one language. Names in braces are put in by `fill`; no word around them is inflected, so
 * that any name fits.
 */
export interface Words {
  /** BCP 47. */
  language: string;
  /** Its own name, as in a choice of languages. */
  name: string;
  direction: 'ltr' | 'rtl';
  /** Sentences, and numbers and their units, stand together without a blank. */
  unspaced?: boolean;
  text: TextWords;
  mail: MailWords;
  call: CallWords;
  page: PageWords;
}

/** Of a text; where the language allows it, in letters of GSM-7 only (3GPP TS 23.038 §6.2.1). */
interface TextWords {
  /** `{code}`, `{service}` */
  code: string;
  /** `{code}`, `{service}`, `{subject}`: whom it is for, where several share the phone. */
  codeFor: string;
  /** `{amount}`, `{payee}` (PSD2, "dynamic linking"). */
  payment: string;
  /** `{time}`: ten minutes, in words. */
  valid: string;
  secret: string;
}

interface MailWords {
  /** `{service}`; never the code: mail servers log subjects. */
  subject: string;
  /** `{subject}` */
  greeting: string;
  /** `{service}`; the code follows. */
  code: string;
  /** `{service}` */
  secret: string;
  ignore: string;
}

/** Of a call, in the order in which they are spoken. Nothing of the code is said before a key is pressed. */
export interface CallWords {
  /** Language tags that it can be spoken in, the usual one first. */
  spoken: readonly string[];
  /** `{service}` */
  hello: string;
  /** `{subject}` */
  forWhom: string;
  press: string;
  /** Nobody pressed a key: a voicemail hears this and no code. */
  noKey: string;
  /** `{amount}`, `{payee}` */
  payment: string;
  /** The digits follow, slowly, then `again` and the digits once more. */
  code: string;
  again: string;
  secret: string;
  goodbye: string;
  /** Zero to nine, as digits are read out. */
  digits: readonly [string, string, string, string, string, string, string, string, string, string];
}

/** Of the hosted page, in the order in which they stand there. */
export interface PageWords {
  title: string;
  /** `{to}`, masked, in these three. */
  sms: string;
  call: string;
  email: string;
  /** `{subject}` */
  forWhom: string;
  /** Of the field. */
  code: string;
  confirm: string;
  /** `{count}`: how many more codes are looked at. */
  wrong: string;
  tooMany: string;
  notSent: string;
  resent: string;
  /** Asked for again too soon. */
  wait: string;
  refused: string;
  /** Above the other ways. */
  noCode: string;
  again: string;
  byCall: string;
  bySms: string;
  byEmail: string;
  /** Minutes and seconds follow. */
  timeLeft: string;
  cancel: string;
  approved: string;
  canceled: string;
  /** `{service}` */
  back: string;
  /** Expired, or never there. */
  gone: string;
  goneHint: string;
  /** `{service}` */
  keep: string;
  language: string;
  change: string;
}
