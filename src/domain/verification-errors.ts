import type { VerificationRefusal } from './verification.ts';

interface Explained {
  status: number;
  title: string;
  help: string;
}

/** Every reason for which a code is not sent or not checked, as the API tells it; part of the table in `errors.ts`. */
export const verificationErrors = {
  'max-checks': {
    status: 429,
    title: 'No more codes are checked here',
    help: 'A code is checked five times, whatever is sent again, and wrong codes are counted for the person at this address. Wait as long as `Retry-After` says; without it, until somebody proves by another way who they are.',
  },
  'max-sends': {
    status: 429,
    title: 'The code was sent as often as it may be',
    help: 'A code is sent five times. The one that was sent is still good until it expires; a new verification can begin after `Retry-After` seconds.',
  },
  'too-soon': {
    status: 429,
    title: 'The code was sent just now',
    help: 'Give it time to arrive. `next` of the verification says when it may be sent again and when it may come by call; the code that was sent stays good.',
  },
  'destination-limit': {
    status: 429,
    title: 'This address was sent many codes',
    help: 'One number or mailbox gets at most 5 codes in ten minutes and 10 a day, all apps of the hub together. Wait as long as `Retry-After` says.',
  },
  'address-limit': {
    status: 429,
    title: 'Many codes were asked for from this device or network',
    help: '`client.ip` names the device of the person; devices and networks have limits of their own. Wait as long as `Retry-After` says, and see that it is not the address of your own server.',
  },
  'prefix-limit': {
    status: 429,
    title: 'Many similar numbers were sent codes',
    help: 'Different numbers that share all but their last digits look like fraud, and are blocked for twelve hours, then for twice as long. Wait as long as `Retry-After` says, or give the app a wider limit.',
  },
  'region-limit': {
    status: 429,
    title: 'Many codes were sent to this country',
    help: 'The app has used up what it may send there within an hour or a day. Wait as long as `Retry-After` says, or give the app a wider limit.',
  },
  'app-limit': {
    status: 429,
    title: 'The app sent many codes',
    help: 'The app has used up what it may send within an hour or a day. Wait as long as `Retry-After` says, or give the app a wider limit.',
  },
  blocked: {
    status: 429,
    title: 'Codes to such numbers are blocked',
    help: 'Codes of this app to numbers like this one, or to this country, were hardly ever entered, which looks like fraud. They are blocked until `Retry-After` is over; the owner of the hub can lift it, or vouch for numbers in the settings of the app.',
  },
  'daily-cost': {
    status: 429,
    title: 'The app has spent its money of the day',
    help: 'The settings of the app name a daily ceiling of cost, and this code could go over it, or its price is not known. Wait as long as `Retry-After` says, raise the ceiling, or add the price.',
  },
  'region-denied': {
    status: 403,
    title: 'Codes of this app are not sent to that country',
    help: 'An app sends to the country of the hub only, until `regions` of its settings (`PUT /api/v1/apps/AC…/verification`) names others.',
  },
  landline: {
    status: 422,
    title: 'Texts do not arrive at this number',
    help: 'It is the number of a landline or a toll-free one. Ask for `call`, or name it in the workflow.',
  },
  'number-blocked': {
    status: 422,
    title: 'Codes are not sent to such numbers',
    help: 'Numbers that cost extra, pagers, voicemail, satellite phones and numbers of no country get no codes.',
  },
  'not-an-address': {
    status: 422,
    title: 'This is not a phone number or mailbox',
    help: '`detail` says what was expected: a number with its country code (or a national one of the region of the hub), or an e-mail address.',
  },
  'stronger-factor': {
    status: 403,
    title: 'This person has a stronger factor',
    help: 'They have an authenticator app, and a text, call or mail is no way around it: check its code, or a recovery code, by `POST /api/v1/factors/check`. The app may allow codes in its place by `fallBackFromTotp` of its settings; each one is noted in the audit trail. Codes that prove an address (`purpose` `address`) are sent anyway.',
  },
  'no-channel': {
    status: 409,
    title: 'Nothing here sends by this channel',
    help: 'The hub has no line or provider that brings a code there in this way. Give it one, or ask for another channel.',
  },
  'bad-parameter': {
    status: 422,
    title: 'A part of the wish does not fit',
    help: '`detail` says which part, and what was expected.',
  },
} as const satisfies Record<VerificationRefusal, Explained>;

/** What else the calls of verification are refused for. */
export const verificationCallErrors = {
  'workflow-at-end': {
    status: 409,
    title: 'The workflow has no further step',
    help: 'Its last step was taken, or it has only one. The code that was sent stays good: send it again by `POST …/resend`, by another `channel` if need be, or begin a new verification.',
  },
  'key-reused': {
    status: 422,
    title: 'The idempotency key was used for something else',
    help: 'The same `Idempotency-Key` came with another body within 24 hours. Repeat a call with the very same body, and use a new key for a new one.',
  },
} as const satisfies Record<string, Explained>;
